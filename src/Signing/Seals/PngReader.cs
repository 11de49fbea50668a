using System.Buffers.Binary;
using Market.Signing.Pdf.Filters;

namespace Market.Signing.Seals;

/// <summary>Reads a PNG file (ISO/IEC 15948) as far as pictures of seals need it: all colour types and depths,
/// with transparency, interlaced or not. Sizes are bounded before anything is unpacked.</summary>
internal static class PngReader
{
    /// <summary>A seal scanned at 1,200 dots per inch is smaller.</summary>
    private const int MostPixelsPerSide = 4096;
    private const int MostFileBytes = 16 << 20;
    private const int AnyPngFilter = 15;

    private static ReadOnlySpan<byte> FileMark => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <exception cref="SealRefusedException">The file is no such picture.</exception>
    public static PixelPicture Read(ReadOnlySpan<byte> file)
    {
        var (header, colours, alpha) = Open(file);
        return PixelPicture.From(header.Width, header.Height, colours, alpha);
    }

    /// <summary>The colours alone, three bytes for each pixel.</summary>
    internal static byte[] Pixels(ReadOnlySpan<byte> file) => Open(file).Colours;

    private static (Header Header, byte[] Colours, byte[] Alpha) Open(ReadOnlySpan<byte> file)
    {
        if (!file.StartsWith(FileMark))
        {
            throw Unusable("The picture is not a PNG file.");
        }

        if (file.Length > MostFileBytes)
        {
            throw Unusable("The picture file is larger than 16 MB.");
        }

        Header? header = null;
        var palette = Array.Empty<byte>();
        var transparency = Array.Empty<byte>();
        using var packed = new MemoryStream();
        for (var rest = file[8..]; rest.Length >= 12;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
            if (length > rest.Length - 12)
            {
                throw Unusable("The picture file is cut off.");
            }

            var kind = BinaryPrimitives.ReadUInt32BigEndian(rest[4..]);
            var data = rest.Slice(8, (int)length);
            rest = rest[((int)length + 12)..];
            switch (kind)
            {
                case Kinds.Header:
                    header = Header.Read(data);
                    break;
                case Kinds.Palette:
                    palette = data.ToArray();
                    break;
                case Kinds.Transparency:
                    transparency = data.ToArray();
                    break;
                case Kinds.Data:
                    packed.Write(data);
                    break;
                case Kinds.End:
                    rest = [];
                    break;
            }
        }

        return header is { } known ? Unpack(known, packed.ToArray(), palette, transparency) : throw Unusable("The picture file has no header.");
    }

    private static (Header Header, byte[] Colours, byte[] Alpha) Unpack(Header header, byte[] packed, byte[] palette, byte[] transparency)
    {
        var (colours, alpha) = (new byte[header.Width * header.Height * 3], new byte[header.Width * header.Height]);
        var pixel = new PixelReader(header, palette, transparency);
        try
        {
            var unpacked = FlateFilter.Decode(packed, header.Passes.Sum(header.BytesOf)).AsSpan();
            foreach (var pass in header.Passes)
            {
                var (length, width) = (header.BytesOf(pass), pass.WidthIn(header.Width));
                if (unpacked.Length < length)
                {
                    throw Unusable("The picture file is cut off.");
                }

                var rows = Predictor.Undo(new PredictorSettings(AnyPngFilter, header.Channels, header.Depth, width), unpacked[..length].ToArray());
                unpacked = unpacked[length..];
                var rowBytes = header.RowBytes(width);
                for (var row = 0; row < pass.HeightIn(header.Height) && width > 0; row++)
                {
                    for (var column = 0; column < width; column++)
                    {
                        var at = ((pass.Y + (row * pass.StepY)) * header.Width) + pass.X + (column * pass.StepX);
                        alpha[at] = pixel.Read(rows.AsSpan(row * rowBytes, rowBytes), column, colours.AsSpan(at * 3, 3));
                    }
                }
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or DecodedTooLargeException)
        {
            throw Unusable("The picture file is damaged.");
        }

        return (header, colours, alpha);
    }

    private static SealRefusedException Unusable(string sentence) => new(SealRefusedException.UnusablePicture, sentence);

    private static class Kinds
    {
        public const uint Header = 0x49484452;
        public const uint Palette = 0x504C5445;
        public const uint Transparency = 0x74524E53;
        public const uint Data = 0x49444154;
        public const uint End = 0x49454E44;
    }

    private readonly record struct Header(int Width, int Height, int Depth, int Colour, bool IsInterlaced)
    {
        // Clause 8.2: the whole picture, or the seven passes of Adam7.
        private static readonly Pass[] Whole = [new(0, 0, 1, 1)];
        private static readonly Pass[] Adam7 = [new(0, 0, 8, 8), new(4, 0, 8, 8), new(0, 4, 4, 8), new(2, 0, 4, 4), new(0, 2, 2, 4), new(1, 0, 2, 2), new(0, 1, 1, 2)];

        public IReadOnlyList<Pass> Passes => IsInterlaced ? Adam7 : Whole;

        public int Channels => Colour switch
        {
            2 => 3,
            4 => 2,
            6 => 4,
            _ => 1,
        };

        public int RowBytes(int width) => ((width * Channels * Depth) + 7) / 8;

        public int BytesOf(Pass pass) => pass.WidthIn(Width) == 0 ? 0 : (RowBytes(pass.WidthIn(Width)) + 1) * pass.HeightIn(Height);

        public static Header Read(ReadOnlySpan<byte> data)
        {
            if (data.Length != 13)
            {
                throw Unusable("The picture file has a malformed header.");
            }

            var (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(data), BinaryPrimitives.ReadUInt32BigEndian(data[4..]));
            var (depth, colour) = (data[8], data[9]);
            if (width is 0 or > MostPixelsPerSide || height is 0 or > MostPixelsPerSide)
            {
                throw Unusable("The picture is empty or larger than 4096 x 4096 pixels.");
            }

            var isKnown = (colour, depth) is (0, 1 or 2 or 4 or 8 or 16) or (3, 1 or 2 or 4 or 8) or (2 or 4 or 6, 8 or 16);
            return isKnown && data[10] == 0 && data[11] == 0 && data[12] <= 1
                ? new Header((int)width, (int)height, depth, colour, data[12] == 1)
                : throw Unusable("The picture's colours are of a kind that PNG files do not have.");
        }
    }

    /// <summary>The pixels that one pass holds.</summary>
    private readonly record struct Pass(int X, int Y, int StepX, int StepY)
    {
        public int WidthIn(int width) => Math.Max(0, (width - X + StepX - 1) / StepX);

        public int HeightIn(int height) => Math.Max(0, (height - Y + StepY - 1) / StepY);
    }

    /// <summary>Takes single pixels out of a row of any colour type; of 16 bits the upper eight count.</summary>
    private sealed class PixelReader(Header header, byte[] palette, byte[] transparency)
    {
        private readonly int[] _clear = header.Colour is 0 or 2 && transparency.Length >= header.Channels * 2
            ? [.. Enumerable.Range(0, header.Channels).Select(i => (int)BinaryPrimitives.ReadUInt16BigEndian(transparency.AsSpan(i * 2)))]
            : [];

        /// <summary>Writes the pixel's colour and returns how opaque it is.</summary>
        public byte Read(ReadOnlySpan<byte> row, int x, Span<byte> colour)
        {
            Span<int> samples = stackalloc int[4];
            for (var i = 0; i < header.Channels; i++)
            {
                samples[i] = Sample(row, (x * header.Channels) + i);
            }

            switch (header.Colour)
            {
                case 3:
                    var at = samples[0] * 3;
                    if (at + 3 > palette.Length)
                    {
                        throw Unusable("The picture uses a colour that its palette does not have.");
                    }

                    palette.AsSpan(at, 3).CopyTo(colour);
                    return samples[0] < transparency.Length ? transparency[samples[0]] : byte.MaxValue;
                case 0 or 4:
                    colour.Fill(Eight(samples[0]));
                    break;
                default:
                    (colour[0], colour[1], colour[2]) = (Eight(samples[0]), Eight(samples[1]), Eight(samples[2]));
                    break;
            }

            return header.Colour is 4 or 6 ? Eight(samples[header.Channels - 1])
                : _clear.Length > 0 && samples[.._clear.Length].SequenceEqual(_clear) ? (byte)0
                : byte.MaxValue;
        }

        private int Sample(ReadOnlySpan<byte> row, int index)
        {
            if (header.Depth == 16)
            {
                return BinaryPrimitives.ReadUInt16BigEndian(row[(index * 2)..]);
            }

            var bit = index * header.Depth;
            return (row[bit / 8] >> (8 - header.Depth - (bit % 8))) & ((1 << header.Depth) - 1);
        }

        private byte Eight(int sample) => (byte)(header.Depth == 16 ? sample >> 8 : sample * 255 / ((1 << header.Depth) - 1));
    }
}
