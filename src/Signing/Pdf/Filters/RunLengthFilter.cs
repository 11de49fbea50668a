namespace Market.Signing.Pdf.Filters;

/// <summary>RunLengthDecode: ISO 32000-2, 7.4.5.</summary>
internal static class RunLengthFilter
{
    private const int EndOfData = 128;

    public static byte[] Decode(byte[] bytes, int limit)
    {
        using var output = new DecodedOutput(limit);
        Span<byte> run = stackalloc byte[128];
        var position = 0;
        while (position < bytes.Length && bytes[position] != EndOfData)
        {
            var length = bytes[position++];
            var (count, taken) = length < EndOfData ? (length + 1, length + 1) : (257 - length, 1);
            if (position + taken > bytes.Length)
            {
                throw new InvalidDataException("A run is cut off.");
            }

            if (length < EndOfData)
            {
                output.Write(bytes.AsSpan(position, count));
            }
            else
            {
                run[..count].Fill(bytes[position]);
                output.Write(run[..count]);
            }

            position += taken;
        }

        return output.ToArray();
    }
}
