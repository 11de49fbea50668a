using System.Buffers;
using Market.Signing.Pdf.Objects;

namespace Market.Signing.Pdf.Reading;

/// <summary>Reads strings: ISO 32000-2, 7.3.4.</summary>
internal static class StringReader
{
    public static bool TryReadString(ref ByteCursor cursor, out PdfString text)
    {
        text = null!;
        return cursor.Peek() switch
        {
            '(' => TryReadLiteral(ref cursor, out text),
            '<' when cursor.Peek(1) != '<' => TryReadHexadecimal(ref cursor, out text),
            _ => false,
        };
    }

    private static bool TryReadHexadecimal(ref ByteCursor cursor, out PdfString text)
    {
        text = null!;
        var end = cursor.Rest.IndexOf((byte)'>');
        if (end < 0)
        {
            cursor.Peek(cursor.Rest.Length);
            return false;
        }

        var source = cursor.Rest[1..end];
        var bytes = new byte[(source.Length + 1) / 2];
        var digits = 0;
        foreach (var character in source)
        {
            var digit = CharacterClass.HexValue(character);
            if (digit >= 0)
            {
                // 7.3.4.3: a missing last digit counts as 0.
                bytes[digits / 2] |= (byte)(digits % 2 == 0 ? digit << 4 : digit);
                digits++;
            }
            else if (!CharacterClass.IsWhiteSpace(character))
            {
                return false;
            }
        }

        text = new PdfString(bytes.AsMemory(0, (digits + 1) / 2), IsHexadecimal: true);
        cursor.Skip(end + 1);
        return true;
    }

    private static bool TryReadLiteral(ref ByteCursor cursor, out PdfString text)
    {
        text = null!;
        var start = cursor;
        var bytes = new ArrayBufferWriter<byte>();
        var nesting = 0;
        while (true)
        {
            var value = cursor.Peek();
            switch (value)
            {
                case -1:
                    return cursor.Return(start);
                case '(':
                    cursor.Skip(1);
                    if (nesting++ > 0)
                    {
                        Add(bytes, value);
                    }

                    break;
                case ')':
                    cursor.Skip(1);
                    if (--nesting == 0)
                    {
                        text = new PdfString(bytes.WrittenMemory);
                        return true;
                    }

                    Add(bytes, value);
                    break;
                case '\\':
                    cursor.Skip(1);
                    AddEscaped(ref cursor, bytes);
                    break;
                case '\r':
                    // 7.3.4.2: an end-of-line marker within a string counts as one line feed.
                    cursor.Skip(cursor.Peek(1) == '\n' ? 2 : 1);
                    Add(bytes, '\n');
                    break;
                default:
                    cursor.Skip(1);
                    Add(bytes, value);
                    break;
            }
        }
    }

    private static void AddEscaped(ref ByteCursor cursor, ArrayBufferWriter<byte> bytes)
    {
        var value = cursor.Peek();
        if (value is >= '0' and <= '7')
        {
            var code = 0;
            for (var digits = 0; digits < 3 && cursor.Peek() is >= '0' and <= '7'; digits++)
            {
                code = (code * 8) + cursor.Peek() - '0';
                cursor.Skip(1);
            }

            // 7.3.4.2: high-order overflow shall be ignored.
            Add(bytes, code & 0xFF);
            return;
        }

        cursor.Skip(value == '\r' && cursor.Peek(1) == '\n' ? 2 : 1);
        switch (value)
        {
            case '\r' or '\n' or -1:
                return;
            case 'n':
                Add(bytes, '\n');
                return;
            case 'r':
                Add(bytes, '\r');
                return;
            case 't':
                Add(bytes, '\t');
                return;
            case 'b':
                Add(bytes, '\b');
                return;
            case 'f':
                Add(bytes, '\f');
                return;
            default:
                // Table 3: a reverse solidus before any other character is ignored.
                Add(bytes, value);
                return;
        }
    }

    private static void Add(ArrayBufferWriter<byte> bytes, int value)
    {
        bytes.GetSpan(1)[0] = (byte)value;
        bytes.Advance(1);
    }
}
