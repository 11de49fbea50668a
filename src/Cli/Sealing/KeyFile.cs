using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Market.Signing;

namespace Market.Cli.Sealing;

/// <summary>The key that seals, by what <c>--key</c> names: a PKCS#12 file with an RSA, elliptic or SM2 key, or the
/// address of a key on a PKCS#11 token.</summary>
internal static class KeyFile
{
    /// <param name="path">A file, or an address as of RFC 7512.</param>
    /// <param name="passwordFile">Holds the password of the file, or the PIN of the token.</param>
    /// <param name="certificateFile">Holds the certificate of a key on a token, which is often not kept there, and its issuers.</param>
    /// <exception cref="UsageException">A file is not there.</exception>
    /// <exception cref="SealRefusedException">The key cannot be used.</exception>
    public static ISealKey Open(string path, string? passwordFile, string? certificateFile = null)
    {
        if (path.StartsWith("pkcs11:", StringComparison.OrdinalIgnoreCase))
        {
            return OpenToken(path, passwordFile is null ? null : ReadPassword(passwordFile), certificateFile);
        }

        if (certificateFile is not null)
        {
            throw new UsageException(Texts.Say("key.certificate-without-token"));
        }

        var password = passwordFile is null ? "" : ReadPassword(passwordFile);
        var bytes = Read(path, "key.unreadable", File.ReadAllBytes);
        try
        {
            return Pkcs12SealKey.Open(bytes, password);
        }
        catch (SealRefusedException refusal) when (refusal.Code == SealRefusedException.KeyIsSm2)
        {
            return Sm2SealKey.OpenPkcs12(bytes, password);
        }
    }

    /// <summary>The first line of the file; the line end is not part of the password.</summary>
    public static string ReadPassword(string path) =>
        Read(path, "key.password-unreadable", file => File.ReadLines(file).FirstOrDefault() ?? "");

    private static Pkcs11SealKey OpenToken(string address, string? pin, string? certificateFile)
    {
        if (certificateFile is null)
        {
            throw new UsageException(Texts.Say("key.token-needs-certificate"));
        }

        var certificates = Read(certificateFile, "key.certificate-unreadable", ReadCertificates);
        return certificates.Count > 0
            ? Pkcs11SealKey.Open(address, pin, certificates[0], [.. certificates.Skip(1)])
            : throw new UsageException(Texts.Say("key.certificate-unreadable", certificateFile));
    }

    private static X509Certificate2Collection ReadCertificates(string path)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPemFile(path);
            return certificates;
        }
        catch (CryptographicException exception)
        {
            throw new IOException(exception.Message, exception);
        }
    }

    private static T Read<T>(string path, string sentence, Func<string, T> read)
    {
        try
        {
            return read(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(Texts.Say(sentence, path));
        }
    }
}
