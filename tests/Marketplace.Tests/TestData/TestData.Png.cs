using System.Buffers.Binary;
using System.IO.Compression;

namespace Market.Marketplace.Tests;

internal static partial class TestData
{
    /// <summary>A square picture of a red ring on a transparent ground, as seal makers deliver it.</summary>
    public static byte[] SealPng(int edge = 64)
    {
        var rows = new byte[edge * ((edge * 4) + 1)];
        for (var y = 0; y < edge; y++)
        {
            for (var x = 0; x < edge; x++)
            {
                var distance = Math.Sqrt(Math.Pow(x - (edge / 2.0), 2) + Math.Pow(y - (edge / 2.0), 2));
                var pixel = (y * ((edge * 4) + 1)) + 1 + (x * 4);
                (rows[pixel], rows[pixel + 3]) = (0xD0, distance < edge / 2.0 && distance > edge / 2.4 ? (byte)0xFF : (byte)0);
            }
        }

        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            zlib.Write(rows);
        }

        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, edge);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), edge);
        (header[8], header[9]) = (8, 6);
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. Chunk("IHDR"u8, header), .. Chunk("IDAT"u8, compressed.ToArray()), .. Chunk("IEND"u8, [])];
    }

    private static byte[] Chunk(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        var chunk = new byte[12 + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        type.CopyTo(chunk.AsSpan(4));
        data.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), Crc(chunk.AsSpan(4, 4 + data.Length)));
        return chunk;
    }

    // ISO 15948, annex D.
    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = 0xFFFFFFFFu;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320u);
            }
        }

        return ~crc;
    }
}
