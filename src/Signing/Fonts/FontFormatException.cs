namespace Market.Signing.Fonts;

/// <summary>A font file is missing, damaged, or not a TrueType font with outlines.</summary>
public sealed class FontFormatException : Exception
{
    public FontFormatException(string message)
        : base(message)
    {
    }

    public FontFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
