using Market.Signing.Pdf.Reading;

namespace Market.Signing.Pdf.Filters;

/// <summary>ASCIIHexDecode: ISO 32000-2, 7.4.2.</summary>
internal static class AsciiHexFilter
{
    public static byte[] Decode(byte[] bytes)
    {
        var output = new byte[(bytes.Length + 1) / 2];
        var digits = 0;
        foreach (var value in bytes)
        {
            if (value == '>')
            {
                break;
            }

            var digit = CharacterClass.HexValue(value);
            if (digit >= 0)
            {
                output[digits / 2] |= (byte)(digits % 2 == 0 ? digit << 4 : digit);
                digits++;
            }
            else if (!CharacterClass.IsWhiteSpace(value))
            {
                throw new InvalidDataException("Not a hexadecimal digit.");
            }
        }

        return output[..((digits + 1) / 2)];
    }
}
