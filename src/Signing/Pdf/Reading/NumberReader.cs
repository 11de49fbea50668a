using System.Globalization;
using System.Text;
using Market.Signing.Pdf.Objects;

namespace Market.Signing.Pdf.Reading;

/// <summary>Reads numbers: ISO 32000-2, 7.3.3. No exponent, one sign, one point, at least one digit.</summary>
internal static class NumberReader
{
    private const int LongestNumber = 64;

    public static bool TryReadNumber(ref ByteCursor cursor, out PdfNumber number)
    {
        number = null!;
        var length = 0;
        var (digits, points) = (0, 0);
        for (var value = cursor.Peek(); CharacterClass.IsRegular(value); value = cursor.Peek(++length))
        {
            if (CharacterClass.IsDigit(value))
            {
                digits++;
            }
            else if (value == '.')
            {
                points++;
            }
            else if (value is not ('+' or '-') || length > 0)
            {
                return false;
            }

            if (length > LongestNumber)
            {
                return false;
            }
        }

        if (digits == 0 || points > 1)
        {
            return false;
        }

        var bytes = cursor.Slice(cursor.Position, length);
        if (points == 0)
        {
            // A whole number too large for 64 bits has no meaning anywhere in a PDF.
            if (!long.TryParse(bytes, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
            {
                return false;
            }

            number = new PdfInteger(whole);
        }
        else
        {
            var text = Encoding.ASCII.GetString(bytes);
            number = new PdfReal(double.Parse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture), text);
        }

        cursor.Skip(length);
        return true;
    }

    /// <summary>Reads an unsigned whole number, as in object headers and cross-reference sections.</summary>
    public static bool TryReadUnsigned(ref ByteCursor cursor, out long value)
    {
        value = 0;
        var length = 0;
        for (var digit = cursor.Peek(); CharacterClass.IsDigit(digit); digit = cursor.Peek(++length))
        {
            if (length == 18)
            {
                return false;
            }

            value = (value * 10) + digit - '0';
        }

        if (length == 0 || CharacterClass.IsRegular(cursor.Peek(length)))
        {
            return false;
        }

        cursor.Skip(length);
        return true;
    }
}
