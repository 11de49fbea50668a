using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Market.Signing;

namespace Market.Cli.Sealing;

/// <summary>The key that seals, by what <c>--key</c> names: a PKCS#12 or PEM file with an RSA, elliptic or SM2 key, or the
/// address of a key on a PKCS#11 token.</summary>
internal static class KeyFile
{
    private const string PemBegin = "-----BEGIN ";

    /// <exception cref="UsageException">A file is not there, or the key does not sign as asked.</exception>
    /// <exception cref="SealRefusedException">The key cannot be used.</exception>
    public static ISealKey Open(KeyRequest request)
    {
        var password = request.PasswordFile is null ? null : ReadPassword(request.PasswordFile);
        Func<SignatureScheme?, ISealKey> open = request.Key.StartsWith("pkcs11:", StringComparison.OrdinalIgnoreCase)
            ? TokenAt(request, password)
            : FileAt(request, password);
        var key = open(null);
        var isWanted = false;
        try
        {
            // What a key can do is known when it is open.
            var scheme = request.Way.For(key.Scheme) ?? key.Scheme;
            isWanted = scheme == key.Scheme;
            return isWanted ? key : open(scheme);
        }
        finally
        {
            if (!isWanted)
            {
                key.Dispose();
            }
        }
    }

    /// <summary>The first line of the file; the line end is not part of the password.</summary>
    public static string ReadPassword(string path) =>
        Read(path, "key.password-unreadable", file => File.ReadLines(file).FirstOrDefault() ?? "");

    private static Func<SignatureScheme?, ISealKey> TokenAt(KeyRequest request, string? pin)
    {
        if (request.Certificate is null)
        {
            return scheme => TokenWithItsCertificates(request.Key, pin, scheme);
        }

        // Each key owns its certificates.
        return scheme =>
        {
            var certificates = Read(request.Certificate, "key.certificate-unreadable", ReadCertificates);
            return certificates.Count > 0
                ? Pkcs11SealKey.Open(request.Key, pin, certificates[0], [.. certificates.Skip(1)], scheme)
                : throw new UsageException(Texts.Say("key.certificate-unreadable", request.Certificate));
        };
    }

    private static Pkcs11SealKey TokenWithItsCertificates(string address, string? pin, SignatureScheme? scheme)
    {
        var (own, others) = Pkcs11SealKey.CertificatesBeside(address);
        if (own is null)
        {
            throw new UsageException(Texts.Say("key.token-needs-certificate"));
        }

        // Off the network the issuers at hand are all there are.
        var chain = IssuerChain.CompleteAsync(own, others, source: null, CancellationToken.None).GetAwaiter().GetResult();
        foreach (var other in others)
        {
            other.Dispose();
        }

        return Pkcs11SealKey.Open(address, pin, own, chain.Issuers, scheme);
    }

    private static Func<SignatureScheme?, ISealKey> FileAt(KeyRequest request, string? password)
    {
        var bytes = Read(request.Key, "key.unreadable", File.ReadAllBytes);
        if (bytes.AsSpan().IndexOf("-----BEGIN "u8) >= 0)
        {
            return PemFile(request, password);
        }

        if (request.Certificate is not null)
        {
            throw new UsageException(Texts.Say("key.certificate-without-token"));
        }

        return scheme =>
        {
            try
            {
                return Pkcs12SealKey.Open(bytes, password ?? "", scheme);
            }
            catch (SealRefusedException refusal) when (refusal.Code == SealRefusedException.KeyIsSm2)
            {
                return Sm2SealKey.OpenPkcs12(bytes, password ?? "");
            }
        };
    }

    private static Func<SignatureScheme?, ISealKey> PemFile(KeyRequest request, string? password)
    {
        var key = Read(request.Key, "key.unreadable", File.ReadAllText);
        var certificates = request.Certificate is null ? "" : Read(request.Certificate, "key.certificate-unreadable", File.ReadAllText);
        if (request.Certificate is not null && !certificates.Contains(PemBegin, StringComparison.Ordinal))
        {
            throw new UsageException(Texts.Say("key.certificate-unreadable", request.Certificate));
        }

        return scheme =>
        {
            try
            {
                return PemSealKey.Parse($"{key}\n{certificates}", password, scheme);
            }
            catch (SealRefusedException refusal) when (refusal.Code == SealRefusedException.KeyIsSm2)
            {
                return Sm2SealKey.OpenPem(key, password, request.Certificate is null ? key : certificates);
            }
        };
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
