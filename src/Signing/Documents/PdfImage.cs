using System.Buffers.Binary;
using Market.Signing.Pdf.Filters;
using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Writing;

namespace Market.Signing.Documents;

/// <summary>A picture made of pixels: RGB compressed without loss, or a JPEG file taken as it is.</summary>
public sealed class PdfImage
{
    private readonly byte[] _encoded;
    private readonly string _filter;
    private readonly string _colourSpace;

    private PdfImage(int width, int height, byte[] encoded, string filter, string colourSpace)
    {
        (Width, Height, _encoded, _filter, _colourSpace) = (width, height, encoded, filter, colourSpace);
    }

    /// <summary>Pixels.</summary>
    public int Width { get; }

    /// <summary>Pixels.</summary>
    public int Height { get; }

    /// <param name="rgb">Three bytes per pixel, rows from the top.</param>
    public static PdfImage FromRgb(int width, int height, ReadOnlySpan<byte> rgb)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        return rgb.Length == width * height * 3
            ? new PdfImage(width, height, FlateFilter.Encode(rgb), "FlateDecode", "DeviceRGB")
            : throw new ArgumentException("There must be three bytes for each pixel.", nameof(rgb));
    }

    /// <summary>A baseline or progressive JPEG file with one or three components.</summary>
    /// <exception cref="ArgumentException">The bytes are no such file.</exception>
    public static PdfImage FromJpeg(byte[] file)
    {
        if (file.Length < 4 || file[0] != 0xFF || file[1] != 0xD8)
        {
            throw new ArgumentException("Not a JPEG file.", nameof(file));
        }

        // ITU-T T.81, B.1.1: marker segments, until a start-of-frame tells the size.
        for (var position = 2; position + 9 < file.Length && file[position] == 0xFF;)
        {
            var marker = file[position + 1];
            if (marker is >= 0xC0 and <= 0xC2)
            {
                var height = BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(position + 5));
                var width = BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(position + 7));
                return file[position + 9] switch
                {
                    1 => new PdfImage(width, height, file, "DCTDecode", "DeviceGray"),
                    3 => new PdfImage(width, height, file, "DCTDecode", "DeviceRGB"),
                    _ => throw new ArgumentException("A JPEG file of this colour space is not supported.", nameof(file)),
                };
            }

            position += 2 + BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(position + 2));
        }

        throw new ArgumentException("Not a JPEG file with a size.", nameof(file));
    }

    internal PdfReference WriteTo(IObjectSink sink) => sink.AddStream(
        new PdfDictionary(
            ("Type", new PdfName("XObject")),
            ("Subtype", new PdfName("Image")),
            ("Width", new PdfInteger(Width)),
            ("Height", new PdfInteger(Height)),
            ("ColorSpace", new PdfName(_colourSpace)),
            ("BitsPerComponent", new PdfInteger(8)),
            ("Filter", new PdfName(_filter))),
        _encoded);
}
