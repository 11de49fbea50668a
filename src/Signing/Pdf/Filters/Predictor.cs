using Market.Signing.Pdf.Objects;

namespace Market.Signing.Pdf.Filters;

/// <summary>The parameters of Flate and LZW predictors: ISO 32000-2, table 8.</summary>
internal readonly record struct PredictorSettings(int Predictor, int Colors, int BitsPerComponent, int Columns)
{
    public static PredictorSettings From(PdfDictionary dictionary, Func<PdfObject, PdfObject> resolve)
    {
        return new PredictorSettings(Get("Predictor", 1, 15), Get("Colors", 1, 64), Get("BitsPerComponent", 8, 16), Get("Columns", 1, 1 << 24));

        int Get(string key, int otherwise, int most) => resolve(dictionary[key]) switch
        {
            PdfNull => otherwise,
            PdfInteger { Value: >= 1 } number when number.Value <= most => (int)number.Value,
            _ => throw new InvalidDataException("A predictor has impossible parameters."),
        };
    }

    public int BytesPerPixel => Math.Max(1, Colors * BitsPerComponent / 8);

    public int BytesPerRow => ((Colors * BitsPerComponent * Columns) + 7) / 8;
}

/// <summary>Undoes PNG and TIFF prediction: ISO 32000-2, 7.4.4.4; PNG, clause 9.</summary>
internal static class Predictor
{
    public static byte[] Undo(PredictorSettings settings, byte[] bytes) => settings.Predictor switch
    {
        1 => bytes,
        2 => UndoTiff(settings, bytes),
        >= 10 => UndoPng(settings, bytes),
        _ => throw new InvalidDataException("An unknown predictor."),
    };

    private static byte[] UndoPng(PredictorSettings settings, byte[] bytes)
    {
        var (width, pixel) = (settings.BytesPerRow, settings.BytesPerPixel);
        var rows = (bytes.Length + width) / (width + 1);
        var output = new byte[Math.Max(0, bytes.Length - rows)];
        ReadOnlySpan<byte> above = new byte[width];
        for (int row = 0, from = 0, to = 0; row < rows; row++)
        {
            var type = bytes[from++];
            var length = Math.Min(width, bytes.Length - from);
            var line = output.AsSpan(to, length);
            bytes.AsSpan(from, length).CopyTo(line);
            UndoPngRow(type, line, above, pixel);
            above = line.Length == width ? line : above;
            from += length;
            to += length;
        }

        return output;
    }

    private static void UndoPngRow(byte type, Span<byte> line, ReadOnlySpan<byte> above, int pixel)
    {
        for (var i = 0; i < line.Length; i++)
        {
            int left = i >= pixel ? line[i - pixel] : 0;
            int upperLeft = i >= pixel ? above[i - pixel] : 0;
            var predicted = type switch
            {
                0 => 0,
                1 => left,
                2 => above[i],
                3 => (left + above[i]) / 2,
                4 => Paeth(left, above[i], upperLeft),
                _ => throw new InvalidDataException("An unknown PNG filter type."),
            };
            line[i] = unchecked((byte)(line[i] + predicted));
        }
    }

    private static int Paeth(int left, int above, int upperLeft)
    {
        var estimate = left + above - upperLeft;
        var (toLeft, toAbove, toUpperLeft) = (Math.Abs(estimate - left), Math.Abs(estimate - above), Math.Abs(estimate - upperLeft));
        return toLeft <= toAbove && toLeft <= toUpperLeft ? left : toAbove <= toUpperLeft ? above : upperLeft;
    }

    private static byte[] UndoTiff(PredictorSettings settings, byte[] bytes)
    {
        var (width, colors, bits) = (settings.BytesPerRow, settings.Colors, settings.BitsPerComponent);
        var output = bytes.ToArray();
        for (var start = 0; start < output.Length; start += width)
        {
            var line = output.AsSpan(start, Math.Min(width, output.Length - start));
            switch (bits)
            {
                case 8:
                    for (var i = colors; i < line.Length; i++)
                    {
                        line[i] = unchecked((byte)(line[i] + line[i - colors]));
                    }

                    break;
                case 16:
                    for (var i = 2 * colors; i + 1 < line.Length; i += 2)
                    {
                        var sum = unchecked((ushort)(Sample16(line, i) + Sample16(line, i - (2 * colors))));
                        (line[i], line[i + 1]) = ((byte)(sum >> 8), (byte)(sum & 0xFF));
                    }

                    break;
                case 1 or 2 or 4:
                    UndoTiffBits(line, colors, bits);
                    break;
                default:
                    throw new InvalidDataException("An unknown sample size.");
            }
        }

        return output;
    }

    private static int Sample16(Span<byte> line, int index) => (line[index] << 8) | line[index + 1];

    private static void UndoTiffBits(Span<byte> line, int colors, int bits)
    {
        var perByte = 8 / bits;
        var mask = (1 << bits) - 1;
        for (var sample = colors; sample < line.Length * perByte; sample++)
        {
            var sum = (Get(line, sample) + Get(line, sample - colors)) & mask;
            var shift = Shift(sample);
            line[sample / perByte] = (byte)((line[sample / perByte] & ~(mask << shift) & 0xFF) | (sum << shift));
        }

        int Shift(int sample) => 8 - bits - (sample % perByte * bits);

        int Get(Span<byte> bytes, int sample) => (bytes[sample / perByte] >> Shift(sample)) & mask;
    }
}
