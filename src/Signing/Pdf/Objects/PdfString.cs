using System.Text;

namespace Market.Signing.Pdf.Objects;

/// <summary>A string (7.3.4): bytes, written in parentheses or as hexadecimal digits.</summary>
internal sealed record PdfString(ReadOnlyMemory<byte> Bytes, bool IsHexadecimal = false) : PdfObject
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>A text string (7.9.2.2): ASCII where that is enough, UTF-16BE with a byte order mark otherwise.</summary>
    public static PdfString Text(string text)
    {
        if (Ascii.IsValid(text))
        {
            return new PdfString(Encoding.ASCII.GetBytes(text));
        }

        var bytes = new byte[2 + Encoding.BigEndianUnicode.GetByteCount(text)];
        (bytes[0], bytes[1]) = (0xFE, 0xFF);
        Encoding.BigEndianUnicode.GetBytes(text, bytes.AsSpan(2));
        return new PdfString(bytes, IsHexadecimal: true);
    }

    /// <summary>The string read as a text string; PDFDocEncoding is read as Latin 1, which agrees for the letters names use.</summary>
    public string ToText()
    {
        var bytes = Bytes.Span;
        if (bytes.StartsWith<byte>([0xFE, 0xFF]))
        {
            return Encoding.BigEndianUnicode.GetString(bytes[2..]);
        }

        if (bytes.StartsWith<byte>([0xFF, 0xFE]))
        {
            return Encoding.Unicode.GetString(bytes[2..]);
        }

        if (bytes.StartsWith<byte>([0xEF, 0xBB, 0xBF]))
        {
            try
            {
                return StrictUtf8.GetString(bytes[3..]);
            }
            catch (DecoderFallbackException)
            {
                return Encoding.Latin1.GetString(bytes);
            }
        }

        return Encoding.Latin1.GetString(bytes);
    }

    public bool Equals(PdfString? other) => other is not null && Bytes.Span.SequenceEqual(other.Bytes.Span);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Bytes.Span);
        return hash.ToHashCode();
    }
}
