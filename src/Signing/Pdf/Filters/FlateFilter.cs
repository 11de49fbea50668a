using System.Buffers;
using System.IO.Compression;

namespace Market.Signing.Pdf.Filters;

/// <summary>FlateDecode: ISO 32000-2, 7.4.4.</summary>
internal static class FlateFilter
{
    public static byte[] Decode(byte[] bytes, int limit)
    {
        using var inflater = new ZLibStream(new MemoryStream(bytes, writable: false), CompressionMode.Decompress);
        using var output = new DecodedOutput(limit);
        var buffer = ArrayPool<byte>.Shared.Rent(16 << 10);
        try
        {
            int read;
            while ((read = inflater.Read(buffer)) > 0)
            {
                output.Write(buffer.AsSpan(0, read));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return output.ToArray();
    }

    public static byte[] Encode(ReadOnlySpan<byte> bytes)
    {
        using var output = new MemoryStream();
        using (var deflater = new ZLibStream(output, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            deflater.Write(bytes);
        }

        return output.ToArray();
    }
}
