using Market.Signing;

namespace Market.Cli.Sealing;

/// <summary>The key that seals, by what <c>--key</c> names: a PKCS#12 file with an RSA, elliptic or SM2 key.</summary>
internal static class KeyFile
{
    // 1.2.156.10197.1.301, the recommended curve (GB/T 32918.5).
    private static ReadOnlySpan<byte> Sm2Curve => [0x06, 0x08, 0x2A, 0x81, 0x1C, 0xCF, 0x55, 0x01, 0x82, 0x2D];

    /// <exception cref="UsageException">A file is not there.</exception>
    /// <exception cref="SealRefusedException">The key cannot be used.</exception>
    public static ISealKey Open(string path, string? passwordFile)
    {
        var password = passwordFile is null ? "" : ReadPassword(passwordFile);
        var bytes = Read(path, "key.unreadable", File.ReadAllBytes);
        try
        {
            var key = Pkcs12SealKey.Open(bytes, password);
            if (!IsSm2(key))
            {
                return key;
            }

            // The platform takes an SM2 key for one of ECDSA, with which it must not sign.
            key.Dispose();
            return Sm2SealKey.OpenPkcs12(bytes, password);
        }
        catch (SealRefusedException refusal) when (refusal.Code is "key-unsupported" or "key-unreadable" or "key-missing")
        {
            // SM2 keys are unknown to the platform's own reader.
            return OpenSm2(bytes, password) ?? throw new SealRefusedException(refusal.Code, refusal.Message, refusal);
        }
    }

    /// <summary>The first line of the file; the line end is not part of the password.</summary>
    public static string ReadPassword(string path) =>
        Read(path, "key.password-unreadable", file => File.ReadLines(file).FirstOrDefault() ?? "");

    private static bool IsSm2(Pkcs12SealKey key) =>
        key.Certificate.PublicKey.EncodedParameters?.RawData is { } parameters && parameters.AsSpan().SequenceEqual(Sm2Curve);

    private static Sm2SealKey? OpenSm2(byte[] bytes, string password)
    {
        try
        {
            return Sm2SealKey.OpenPkcs12(bytes, password);
        }
        catch (SealRefusedException)
        {
            return null;
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
