using System.Globalization;
using System.Text;

namespace Market.Signing.Tests.Pdf.Sealing;

/// <summary>A page as mutool paints it, in grey.</summary>
internal sealed record RenderedPage(int Width, int Height, byte[] Points, double PixelsPerMillimetre)
{
    private const byte Dark = 200;

    /// <param name="page">From 1.</param>
    public static RenderedPage Draw(string path, int page, int dotsPerInch)
    {
        var output = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".pgm");
        try
        {
            Tools.Run("mutool", "draw", "-q", "-r", dotsPerInch.ToString(CultureInfo.InvariantCulture), "-c", "gray", "-F", "pgm", "-o", output, path, $"{page}");
            var file = File.ReadAllBytes(output);
            var header = Encoding.Latin1.GetString(file, 0, 64).Split('\n', ' ');
            var (width, height) = (int.Parse(header[1], null), int.Parse(header[2], null));
            return new RenderedPage(width, height, file[^(width * height)..], dotsPerInch / 25.4);
        }
        finally
        {
            File.Delete(output);
        }
    }

    /// <summary>The box of everything painted, in millimetres from the upper left corner.</summary>
    public (double Left, double Top, double Right, double Bottom) Painted()
    {
        var (left, top, right, bottom) = (Width, Height, -1, -1);
        for (var i = 0; i < Points.Length; i++)
        {
            if (Points[i] < Dark)
            {
                var (x, y) = (i % Width, i / Width);
                (left, top, right, bottom) = (Math.Min(left, x), Math.Min(top, y), Math.Max(right, x), Math.Max(bottom, y));
            }
        }

        Assert.True(right >= 0, "Nothing is painted.");
        return (left / PixelsPerMillimetre, top / PixelsPerMillimetre, (right + 1) / PixelsPerMillimetre, (bottom + 1) / PixelsPerMillimetre);
    }

    /// <summary>A part as wide and high as told, in pixels.</summary>
    public RenderedPage Cut(int left, int top, int width, int height)
    {
        var part = new byte[width * height];
        for (var row = 0; row < height; row++)
        {
            Points.AsSpan(((top + row) * Width) + left, width).CopyTo(part.AsSpan(row * width));
        }

        return new RenderedPage(width, height, part, PixelsPerMillimetre);
    }

    /// <summary>Parts side by side.</summary>
    public static RenderedPage Join(IReadOnlyList<RenderedPage> parts, bool isUpright)
    {
        var (width, height) = isUpright
            ? (parts.Sum(part => part.Width), parts[0].Height)
            : (parts[0].Width, parts.Sum(part => part.Height));
        var points = new byte[width * height];
        var (x, y) = (0, 0);
        foreach (var part in parts)
        {
            for (var row = 0; row < part.Height; row++)
            {
                part.Points.AsSpan(row * part.Width, part.Width).CopyTo(points.AsSpan(((y + row) * width) + x));
            }

            (x, y) = isUpright ? (x + part.Width, y) : (x, y + part.Height);
        }

        return new RenderedPage(width, height, points, parts[0].PixelsPerMillimetre);
    }

    /// <summary>Where two pictures of the same size differ by more than the smoothing of edges.</summary>
    public IEnumerable<(int X, int Y)> Differences(RenderedPage other, int tolerance = 48)
    {
        Assert.Equal((Width, Height), (other.Width, other.Height));
        for (var i = 0; i < Points.Length; i++)
        {
            if (Math.Abs(Points[i] - other.Points[i]) > tolerance)
            {
                yield return (i % Width, i / Width);
            }
        }
    }
}
