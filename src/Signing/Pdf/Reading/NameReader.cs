using System.Text;
using Market.Signing.Pdf.Objects;

namespace Market.Signing.Pdf.Reading;

/// <summary>Reads names: ISO 32000-2, 7.3.5.</summary>
internal static class NameReader
{
    private const int LongestName = 4096;

    public static bool TryReadName(ref ByteCursor cursor, out PdfName name)
    {
        name = null!;
        if (!TryReadText(ref cursor, out var text))
        {
            return false;
        }

        name = new PdfName(text);
        return true;
    }

    public static bool TryReadText(ref ByteCursor cursor, out string text)
    {
        text = "";
        if (cursor.Peek() != '/')
        {
            return false;
        }

        var length = 1;
        var escaped = false;
        for (var value = cursor.Peek(length); CharacterClass.IsRegular(value); value = cursor.Peek(++length))
        {
            escaped |= value == '#';
            if (length > LongestName)
            {
                return false;
            }
        }

        var bytes = cursor.Slice(cursor.Position + 1, length - 1);
        if (!escaped)
        {
            text = Encoding.Latin1.GetString(bytes);
        }
        else if (!TryUnescape(bytes, out text))
        {
            return false;
        }

        cursor.Skip(length);
        return true;
    }

    private static bool TryUnescape(ReadOnlySpan<byte> bytes, out string text)
    {
        var builder = new StringBuilder(bytes.Length);
        text = "";
        for (var i = 0; i < bytes.Length; i++)
        {
            int value = bytes[i];
            if (value == '#')
            {
                // 7.3.5: a number sign is followed by exactly two hexadecimal digits, and #00 is not allowed.
                if (i + 2 >= bytes.Length)
                {
                    return false;
                }

                var (high, low) = (CharacterClass.HexValue(bytes[i + 1]), CharacterClass.HexValue(bytes[i + 2]));
                value = (high << 4) | low;
                if (high < 0 || low < 0 || value == 0)
                {
                    return false;
                }

                i += 2;
            }

            builder.Append((char)value);
        }

        text = builder.ToString();
        return true;
    }
}
