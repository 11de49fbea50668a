using System.IO.Compression;

namespace Market.Signing.Pdf.Filters;

/// <summary>FlateDecode: ISO 32000-2, 7.4.4.</summary>
internal static class FlateFilter
{
    public static byte[] Decode(byte[] bytes, int limit)
    {
        using var inflater = new ZLibStream(new MemoryStream(bytes, writable: false), CompressionMode.Decompress);
        using var output = new MemoryStream(Math.Min(limit, Math.Max(256, bytes.Length)));
        var buffer = new byte[16 << 10];
        int read;
        while ((read = inflater.Read(buffer)) > 0)
        {
            if (output.Length + read > limit)
            {
                throw new DecodedTooLargeException();
            }

            output.Write(buffer, 0, read);
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
