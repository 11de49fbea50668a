using Market.Signing.Isolation;
using Market.Signing.Pdf.Filters;
using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Writing;

namespace Market.Signing.Seals;

/// <summary>A picture made of pixels with how opaque each is, compressed and ready to be written (ISO 32000-2, 8.9.5).</summary>
internal sealed class PixelPicture
{
    // From here on a pixel counts as there for a stencil, which knows nothing between.
    private const byte Half = 128;

    private readonly byte[] _colours;
    private readonly bool _isGrey;
    private readonly byte[]? _alpha;
    private readonly byte[]? _stencil;

    private PixelPicture(int width, int height, byte[] colours, bool isGrey, byte[]? alpha, byte[]? stencil) =>
        (Width, Height, _colours, _isGrey, _alpha, _stencil) = (width, height, colours, isGrey, alpha, stencil);

    /// <summary>A picture that was made ready elsewhere.</summary>
    public PixelPicture(WirePixels parts)
        : this(parts.Width, parts.Height, parts.Colours, parts.IsGrey, parts.Alpha, parts.Stencil)
    {
    }

    /// <summary>All of it, compressed as it is.</summary>
    public WirePixels Parts => new(Width, Height, _colours, _isGrey, _alpha, _stencil);

    /// <summary>Pixels.</summary>
    public int Width { get; }

    /// <summary>Pixels.</summary>
    public int Height { get; }

    /// <param name="colours">Three bytes for each pixel; changed where nothing is seen.</param>
    /// <param name="alpha">One byte for each pixel, 255 being opaque.</param>
    public static PixelPicture From(int width, int height, byte[] colours, byte[] alpha)
    {
        var isOpaque = alpha.AsSpan().IndexOfAnyExcept(byte.MaxValue) < 0;
        if (!isOpaque)
        {
            HideUnseenColours(colours, alpha);
        }

        var isGrey = IsGrey(colours);
        return new PixelPicture(
            width, height, FlateFilter.Encode(isGrey ? FirstOfThree(colours) : colours), isGrey,
            isOpaque ? null : FlateFilter.Encode(alpha), isOpaque ? null : FlateFilter.Encode(StencilOf(width, height, alpha)));
    }

    /// <summary>Writes the picture and returns its image XObject.</summary>
    /// <param name="hardEdges">Whether the document may hold no soft mask (PDF/A-1).</param>
    public PdfReference WriteTo(IObjectSink sink, bool hardEdges)
    {
        var image = Image(_isGrey ? "DeviceGray" : "DeviceRGB", 8);
        if (_alpha is not null && hardEdges)
        {
            // 8.9.6.2: a stencil mask; 1 masks out.
            var mask = new PdfDictionary(
                ("Type", new PdfName("XObject")), ("Subtype", new PdfName("Image")), ("Width", new PdfInteger(Width)), ("Height", new PdfInteger(Height)),
                ("ImageMask", PdfBoolean.True), ("BitsPerComponent", new PdfInteger(1)), ("Filter", new PdfName("FlateDecode")));
            image = image.With("Mask", sink.AddStream(mask, _stencil));
        }
        else if (_alpha is not null)
        {
            image = image.With("SMask", sink.AddStream(Image("DeviceGray", 8), _alpha));
        }

        return sink.AddStream(image, _colours);
    }

    private PdfDictionary Image(string colourSpace, int bits) => new(
        ("Type", new PdfName("XObject")),
        ("Subtype", new PdfName("Image")),
        ("Width", new PdfInteger(Width)),
        ("Height", new PdfInteger(Height)),
        ("ColorSpace", new PdfName(colourSpace)),
        ("BitsPerComponent", new PdfInteger(bits)),
        ("Filter", new PdfName("FlateDecode")));

    // A pixel that is not seen takes the mean colour of those that are: edges get no fringe when readers smooth them.
    private static void HideUnseenColours(byte[] colours, byte[] alpha)
    {
        Span<long> sum = stackalloc long[3];
        long seen = 0;
        for (var i = 0; i < alpha.Length; i++)
        {
            seen += alpha[i];
            for (var channel = 0; channel < 3; channel++)
            {
                sum[channel] += (long)alpha[i] * colours[(i * 3) + channel];
            }
        }

        for (var i = 0; i < alpha.Length; i++)
        {
            if (alpha[i] == 0)
            {
                for (var channel = 0; channel < 3; channel++)
                {
                    colours[(i * 3) + channel] = (byte)(seen == 0 ? 0 : sum[channel] / seen);
                }
            }
        }
    }

    private static bool IsGrey(byte[] colours)
    {
        for (var i = 0; i < colours.Length; i += 3)
        {
            if (colours[i] != colours[i + 1] || colours[i] != colours[i + 2])
            {
                return false;
            }
        }

        return true;
    }

    private static byte[] FirstOfThree(byte[] colours)
    {
        var grey = new byte[colours.Length / 3];
        for (var i = 0; i < grey.Length; i++)
        {
            grey[i] = colours[i * 3];
        }

        return grey;
    }

    private static byte[] StencilOf(int width, int height, byte[] alpha)
    {
        var rowBytes = (width + 7) / 8;
        var stencil = new byte[rowBytes * height];
        for (var i = 0; i < alpha.Length; i++)
        {
            if (alpha[i] < Half)
            {
                var (x, y) = (i % width, i / width);
                stencil[(y * rowBytes) + (x / 8)] |= (byte)(0x80 >> (x % 8));
            }
        }

        return stencil;
    }
}
