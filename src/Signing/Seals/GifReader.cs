using System.Buffers.Binary;

namespace Market.Signing.Seals;

/// <summary>Reads the first picture of a GIF file (GIF89a) with its transparency, as electronic seals carry them. Sizes are
/// bounded before anything is unpacked.</summary>
internal static class GifReader
{
    private const int MostPixelsPerSide = 4096;
    private const int HeaderBytes = 13;
    private const int DescriptorBytes = 10;

    /// <exception cref="SealRefusedException">The file is no such picture.</exception>
    public static PixelPicture Read(ReadOnlySpan<byte> file)
    {
        var (width, height, colours, alpha) = Open(file);
        return PixelPicture.From(width, height, colours, alpha);
    }

    /// <summary>The pixels: three bytes of colour, and one that tells how opaque each is.</summary>
    internal static (int Width, int Height, byte[] Colours, byte[] Alpha) Open(ReadOnlySpan<byte> file)
    {
        try
        {
            return ReadFirst(file);
        }
        catch (Exception exception) when (exception is ArgumentOutOfRangeException or IndexOutOfRangeException)
        {
            throw Unusable("The picture file is cut off.");
        }
    }

    private static (int Width, int Height, byte[] Colours, byte[] Alpha) ReadFirst(ReadOnlySpan<byte> file)
    {
        var (width, height) = (U16(file, 6), U16(file, 8));
        if (width is 0 or > MostPixelsPerSide || height is 0 or > MostPixelsPerSide)
        {
            throw Unusable("The picture is empty or larger than 4096 x 4096 pixels.");
        }

        var at = HeaderBytes;
        var palette = Table(file, file[10], ref at);
        int? clear = null;
        while (true)
        {
            switch (file[at])
            {
                case 0x21:
                    // 23: what a graphic control extension says counts for the next picture.
                    clear = file[at + 1] == 0xF9 && (file[at + 3] & 1) != 0 ? file[at + 6] : clear;
                    at += 2;
                    SkipBlocks(file, ref at, null);
                    break;
                case 0x2C:
                    return ReadPicture(file, at, width, height, palette, clear);
                default:
                    throw Unusable("The picture file holds no picture.");
            }
        }
    }

    private static (int Width, int Height, byte[] Colours, byte[] Alpha) ReadPicture(
        ReadOnlySpan<byte> file, int at, int width, int height, byte[] palette, int? clear)
    {
        var (left, top, columns, rows) = (U16(file, at + 1), U16(file, at + 3), U16(file, at + 5), U16(file, at + 7));
        var flags = file[at + 9];
        if (columns == 0 || rows == 0 || left + columns > width || top + rows > height)
        {
            throw Unusable("The picture file contradicts itself.");
        }

        at += DescriptorBytes;
        var own = Table(file, flags, ref at);
        palette = own.Length == 0 ? palette : own;
        var codeSize = (int)file[at++];
        var packed = new MemoryStream();
        SkipBlocks(file, ref at, packed);
        var indexes = GifLzw.Unpack(packed.ToArray(), codeSize, columns * rows) ?? throw Unusable("The picture file is damaged.");

        var (colours, alpha) = (new byte[width * height * 3], new byte[width * height]);
        for (var i = 0; i < indexes.Length; i++)
        {
            var row = (flags & 0x40) != 0 ? Interlaced(i / columns, rows) : i / columns;
            var pixel = ((top + row) * width) + left + (i % columns);
            palette.AsSpan(indexes[i] * 3, 3).CopyTo(colours.AsSpan(pixel * 3));
            alpha[pixel] = indexes[i] == clear ? byte.MinValue : byte.MaxValue;
        }

        return (width, height, colours, alpha);
    }

    // Appendix E: every eighth row from 0, then from 4, every fourth from 2, every second from 1.
    private static int Interlaced(int index, int rows)
    {
        foreach (var (first, step) in (ReadOnlySpan<(int, int)>)[(0, 8), (4, 8), (2, 4), (1, 2)])
        {
            var count = Math.Max(0, (rows - first + step - 1) / step);
            if (index < count)
            {
                return first + (index * step);
            }

            index -= count;
        }

        return 0;
    }

    private static byte[] Table(ReadOnlySpan<byte> file, byte flags, ref int at)
    {
        var length = (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
        at += length;
        return file.Slice(at - length, length).ToArray();
    }

    private static void SkipBlocks(ReadOnlySpan<byte> file, ref int at, MemoryStream? content)
    {
        while (file[at] != 0)
        {
            content?.Write(file.Slice(at + 1, file[at]));
            at += file[at] + 1;
        }

        at++;
    }

    private static int U16(ReadOnlySpan<byte> file, int at) => BinaryPrimitives.ReadUInt16LittleEndian(file.Slice(at, 2));

    private static SealRefusedException Unusable(string sentence) => new(SealRefusedException.UnusablePicture, sentence);
}
