using Market.Signing;

namespace Market.Cli.Sealing;

/// <summary>The key that seals, by what <c>--key</c> names: a PKCS#12 file with an RSA, elliptic or SM2 key.</summary>
internal static class KeyFile
{
    /// <exception cref="UsageException">A file is not there.</exception>
    /// <exception cref="SealRefusedException">The key cannot be used.</exception>
    public static ISealKey Open(string path, string? passwordFile)
    {
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
