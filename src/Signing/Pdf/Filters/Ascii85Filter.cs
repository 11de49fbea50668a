using Market.Signing.Pdf.Reading;

namespace Market.Signing.Pdf.Filters;

/// <summary>ASCII85Decode: ISO 32000-2, 7.4.3.</summary>
internal static class Ascii85Filter
{
    public static byte[] Decode(byte[] bytes)
    {
        var output = new MemoryStream(bytes.Length);
        Span<byte> quad = stackalloc byte[4];
        ulong group = 0;
        var count = 0;
        foreach (var value in bytes)
        {
            switch (value)
            {
                case (byte)'~':
                    WriteRest(output, group, count, quad);
                    return output.ToArray();
                case (byte)'z' when count == 0:
                    output.Write([0, 0, 0, 0]);
                    break;
                case >= (byte)'!' and <= (byte)'u':
                    group = (group * 85) + value - '!';
                    if (++count == 5)
                    {
                        Unpack(group, quad);
                        output.Write(quad);
                        (group, count) = (0, 0);
                    }

                    break;
                default:
                    if (!CharacterClass.IsWhiteSpace(value))
                    {
                        throw new InvalidDataException("Not an ASCII85 digit.");
                    }

                    break;
            }
        }

        WriteRest(output, group, count, quad);
        return output.ToArray();
    }

    private static void WriteRest(MemoryStream output, ulong group, int count, Span<byte> quad)
    {
        if (count == 0)
        {
            return;
        }

        if (count == 1)
        {
            throw new InvalidDataException("A last ASCII85 group has one digit only.");
        }

        for (var i = count; i < 5; i++)
        {
            group = (group * 85) + 84;
        }

        Unpack(group, quad);
        output.Write(quad[..(count - 1)]);
    }

    private static void Unpack(ulong group, Span<byte> quad)
    {
        if (group > uint.MaxValue)
        {
            throw new InvalidDataException("An ASCII85 group is too large.");
        }

        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(quad, (uint)group);
    }
}
