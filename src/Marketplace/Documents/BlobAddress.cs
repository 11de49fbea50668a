namespace Market.Marketplace.Documents;

/// <summary>The address of a blob: the SHA-256 of its bytes, 64 lower-case hexadecimal digits.</summary>
internal static class BlobAddress
{
    private const int Digits = 64;

    public static bool IsValid(string text) => text.Length == Digits && text.All(char.IsAsciiHexDigitLower);

    /// <exception cref="ArgumentException">It is no address; nothing outside the store can be reached by one.</exception>
    public static void Require(string sha256)
    {
        ArgumentNullException.ThrowIfNull(sha256);
        if (!IsValid(sha256))
        {
            throw new ArgumentException("Not a SHA-256 in lower-case hexadecimal digits.", nameof(sha256));
        }
    }
}
