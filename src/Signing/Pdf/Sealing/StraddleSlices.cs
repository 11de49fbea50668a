using Market.Signing.Pdf.Pages;

namespace Market.Signing.Pdf.Sealing;

/// <summary>Cuts a straddle seal (骑缝章) across the edges of pages.</summary>
internal static class StraddleSlices
{
    /// <param name="pages">The pages that bear a slice, in order.</param>
    /// <returns>One slice for each page; none for a single page.</returns>
    /// <exception cref="SealRefusedException">The picture is too large for a page's edge.</exception>
    public static IEnumerable<PlacedPicture> Cut(StraddlePlacement straddle, IReadOnlyList<PdfPage> pages)
    {
        if (pages.Count < 2)
        {
            yield break;
        }

        var along = straddle.AlongMillimetres ?? (pages.Min(page => IsUpright(straddle.Side) ? page.DisplayedHeight : page.DisplayedWidth) / 2);
        var next = 0;
        foreach (var size in GroupSizes(pages.Count, straddle.MostSlices))
        {
            for (var i = 0; i < size; i++)
            {
                yield return Slice(straddle, pages[next++], i, size, along);
            }
        }
    }

    /// <summary>Shares pages out among whole seals: evenly, at least two for each, so a seal has one slice too many rather
    /// than a page a seal of its own.</summary>
    public static IEnumerable<int> GroupSizes(int pages, int mostSlices)
    {
        var groups = Math.Max(1, Math.Min((pages + mostSlices - 1) / mostSlices, pages / 2));
        for (var group = 0; group < groups; group++)
        {
            yield return (pages / groups) + (group < pages % groups ? 1 : 0);
        }
    }

    // Fanned out with the first page on top, every later page sticks out further: the outermost slice is the last page's.
    private static PlacedPicture Slice(StraddlePlacement straddle, PdfPage page, int index, int count, double along)
    {
        var (width, height) = (straddle.Picture.WidthMillimetres, straddle.Picture.HeightMillimetres);
        var (across, fromEnd) = ((IsUpright(straddle.Side) ? width : height) / count, count - 1 - index);
        var (left, top) = (along - (width / 2), along - (height / 2));
        return straddle.Side switch
        {
            StraddleSide.Right => At(new PicturePart(index * across, 0, across, height), page.DisplayedWidth - across, top),
            StraddleSide.Left => At(new PicturePart(fromEnd * across, 0, across, height), 0, top),
            StraddleSide.Top => At(new PicturePart(0, index * across, width, across), left, 0),
            StraddleSide.Bottom => At(new PicturePart(0, fromEnd * across, width, across), left, page.DisplayedHeight - across),
            _ => throw new ArgumentOutOfRangeException(nameof(straddle), straddle.Side, "No edge of a page."),
        };

        PlacedPicture At(PicturePart part, double x, double y) => PlacedPicture.At(page, straddle.Picture, part, x, y);
    }

    private static bool IsUpright(StraddleSide side) => side is StraddleSide.Right or StraddleSide.Left;
}
