using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Market.Signing.Tests.Seals;

/// <summary>PNG files made for tests.</summary>
internal static class PngFile
{
    /// <param name="rows">The rows as they are packed, each after its filter byte 0.</param>
    public static byte[] Of(int width, int height, int depth, int colour, byte[][] rows, byte[]? palette = null, byte[]? transparency = null, bool isInterlaced = false)
    {
        using var file = new MemoryStream();
        file.Write([0x89, .. "PNG\r\n\x1a\n"u8]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = ((byte)depth, (byte)colour, (byte)(isInterlaced ? 1 : 0));
        Write(file, "IHDR", header);
        if (palette is not null)
        {
            Write(file, "PLTE", palette);
        }

        if (transparency is not null)
        {
            Write(file, "tRNS", transparency);
        }

        using var packed = new MemoryStream();
        using (var deflater = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            foreach (var row in rows)
            {
                deflater.WriteByte(0);
                deflater.Write(row);
            }
        }

        Write(file, "IDAT", packed.ToArray());
        Write(file, "IEND", []);
        return file.ToArray();
    }

    /// <summary>A red ring, transparent around.</summary>
    public static byte[] Ring(int size, bool isOpaque = false) => Of(size, size, 8, isOpaque ? 2 : 6, [.. Enumerable.Range(0, size).Select(y => (byte[])[
        .. Enumerable.Range(0, size).SelectMany(x => Pixel(isOpaque, Math.Sqrt(Math.Pow(x + 0.5 - (size / 2.0), 2) + Math.Pow(y + 0.5 - (size / 2.0), 2)) / size * 2))])]);

    private static byte[] Pixel(bool isOpaque, double distance) => (distance is > 0.9 and < 1, isOpaque) switch
    {
        (true, true) => [220, 20, 30],
        (false, true) => [255, 255, 255],
        (true, false) => [220, 20, 30, 255],
        _ => [255, 255, 255, 0],
    };

    // The checksums are left zero: the deflated data has its own.
    private static void Write(MemoryStream file, string kind, byte[] data)
    {
        var start = new byte[8];
        BinaryPrimitives.WriteInt32BigEndian(start, data.Length);
        Encoding.ASCII.GetBytes(kind, start.AsSpan(4));
        file.Write(start);
        file.Write(data);
        file.Write([0, 0, 0, 0]);
    }
}
