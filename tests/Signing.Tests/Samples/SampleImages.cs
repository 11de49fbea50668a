using Market.Signing.Documents;

namespace Market.Signing.Tests.Samples;

/// <summary>Pictures computed pixel by pixel, flat enough to compress well.</summary>
internal static class SampleImages
{
    private static readonly (byte R, byte G, byte B)[] Hours =
    [
        (60, 60, 140), (70, 110, 190), (90, 170, 200), (120, 200, 140), (190, 215, 100), (240, 210, 80), (245, 165, 60), (225, 95, 50),
    ];

    /// <summary>A map of sunlight hours around a few buildings.</summary>
    public static PdfImage SunlightMap(int width, int height) => Paint(width, height, (x, y) =>
    {
        foreach (var (left, top, right, bottom) in Buildings(width, height))
        {
            if (x >= left && x < right && y >= top && y < bottom)
            {
                return (225, 225, 225);
            }
        }

        // Shadows fall to the north, longest beside the buildings.
        var hours = 7;
        foreach (var (left, top, right, bottom) in Buildings(width, height))
        {
            if (x >= left - 6 && x < right + 6 && y < bottom && y > top - 34)
            {
                hours = Math.Min(hours, Math.Max(0, (top - y) / 5));
            }
        }

        return Hours[hours];
    });

    /// <summary>A view of towers before a sky.</summary>
    public static PdfImage Skyline(int width, int height) => Paint(width, height, (x, y) =>
    {
        var tower = x * 9 / width;
        var inTower = x * 9 % width;
        var top = height * (20 + (tower * 37 % 45)) / 100;
        if (y > height * 9 / 10)
        {
            return ((byte)120, (byte)150, (byte)100);
        }

        if (y > top && inTower > width / 6 && inTower < width * 5 / 6)
        {
            return x % 6 < 3 && y % 8 < 5 ? ((byte)150, (byte)175, (byte)195) : ((byte)205, (byte)200, (byte)190);
        }

        var sky = (byte)(190 + (60 * (height - y) / height / 4 * 4 / 10));
        return ((byte)(sky - 40), (byte)(sky - 15), sky);
    });

    private static IEnumerable<(int Left, int Top, int Right, int Bottom)> Buildings(int width, int height)
    {
        for (var i = 0; i < 6; i++)
        {
            var (x, y) = (width * (1 + (i % 3 * 3)) / 10, height * (3 + (i / 3 * 4)) / 10);
            yield return (x, y, x + (width / 6), y + (height / 9));
        }
    }

    private static PdfImage Paint(int width, int height, Func<int, int, (byte R, byte G, byte B)> colour)
    {
        var pixels = new byte[width * height * 3];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var at = ((y * width) + x) * 3;
                (pixels[at], pixels[at + 1], pixels[at + 2]) = colour(x, y);
            }
        }

        return PdfImage.FromRgb(width, height, pixels);
    }
}
