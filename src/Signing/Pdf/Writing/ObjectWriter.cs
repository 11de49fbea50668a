using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Reading;

namespace Market.Signing.Pdf.Writing;

/// <summary>Writes objects as ISO 32000-2, 7.3 spells them.</summary>
internal static class ObjectWriter
{
    public static void Write(PdfBuffer buffer, PdfObject value)
    {
        switch (value)
        {
            case PdfBoolean boolean:
                buffer.Write(boolean.Value ? "true"u8 : "false"u8);
                break;
            case PdfInteger integer:
                buffer.Write(integer.Value);
                break;
            case PdfReal real:
                buffer.WriteLatin1(real.Text);
                break;
            case PdfName name:
                WriteName(buffer, name.Value);
                break;
            case PdfString text:
                WriteString(buffer, text);
                break;
            case PdfReference reference:
                buffer.Write(reference.Number);
                buffer.Write((byte)' ');
                buffer.Write(reference.Generation);
                buffer.Write(" R"u8);
                break;
            case PdfArray array:
                WriteArray(buffer, array);
                break;
            case PdfDictionary dictionary:
                WriteDictionary(buffer, dictionary);
                break;
            case PdfStream:
                throw new ArgumentException("A stream is written with its content.", nameof(value));
            default:
                buffer.Write("null"u8);
                break;
        }
    }

    public static void WriteName(PdfBuffer buffer, string name)
    {
        buffer.Write((byte)'/');
        foreach (var character in name)
        {
            // 7.3.5: anything outside the visible ASCII characters, and what would end a name, is written as #xx.
            if (character is > ' ' and <= '~' and not '#' && !CharacterClass.IsDelimiter(character))
            {
                buffer.Write((byte)character);
            }
            else
            {
                buffer.Write((byte)'#');
                WriteHex(buffer, (byte)character);
            }
        }
    }

    private static void WriteString(PdfBuffer buffer, PdfString text)
    {
        if (text.IsHexadecimal)
        {
            buffer.Write((byte)'<');
            foreach (var value in text.Bytes.Span)
            {
                WriteHex(buffer, value);
            }

            buffer.Write((byte)'>');
            return;
        }

        buffer.Write((byte)'(');
        foreach (var value in text.Bytes.Span)
        {
            switch (value)
            {
                case (byte)'(' or (byte)')' or (byte)'\\':
                    buffer.Write((byte)'\\');
                    buffer.Write(value);
                    break;
                case (byte)'\r':
                    buffer.Write("\\r"u8);
                    break;
                default:
                    buffer.Write(value);
                    break;
            }
        }

        buffer.Write((byte)')');
    }

    private static void WriteArray(PdfBuffer buffer, PdfArray array)
    {
        buffer.Write((byte)'[');
        for (var i = 0; i < array.Count; i++)
        {
            if (i > 0)
            {
                buffer.Write((byte)' ');
            }

            Write(buffer, array[i]);
        }

        buffer.Write((byte)']');
    }

    private static void WriteDictionary(PdfBuffer buffer, PdfDictionary dictionary)
    {
        buffer.Write("<<"u8);
        foreach (var (key, value) in dictionary.Entries)
        {
            WriteName(buffer, key);
            if (value is PdfInteger or PdfReal or PdfReference or PdfBoolean or PdfNull)
            {
                buffer.Write((byte)' ');
            }

            Write(buffer, value);
        }

        buffer.Write(">>"u8);
    }

    private static void WriteHex(PdfBuffer buffer, byte value)
    {
        buffer.Write("0123456789ABCDEF"u8[value >> 4]);
        buffer.Write("0123456789ABCDEF"u8[value & 15]);
    }
}
