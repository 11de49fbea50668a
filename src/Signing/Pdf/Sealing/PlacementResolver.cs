using Market.Signing.Pdf.Pages;

namespace Market.Signing.Pdf.Sealing;

/// <summary>Finds out where on the document at hand a placement puts its picture.</summary>
internal sealed class PlacementResolver(PageTree tree)
{
    // So many pages are looked up one by one; for more the tree is walked once.
    private const int FewPages = 8;

    private List<PdfPage>? _walked;

    /// <summary>The pictures in the order of the pages.</summary>
    /// <exception cref="SealRefusedException">The document has no such place.</exception>
    public IEnumerable<PlacedPicture> Resolve(SealPlacement placement) => placement switch
    {
        SealImpression place => [PlacedPicture.Around(PageAt(place.Page), place.Picture, place.XMillimetres, place.YMillimetres)],
        EveryPagePlacement every => PagesOf(every.Pages).Select(page => PlacedPicture.Around(page, every.Picture, every.XMillimetres, every.YMillimetres)),
        TitleBlockPlacement block => PagesOf(block.Pages).Select(page => PlacedPicture.Around(
            page, block.Picture, page.DisplayedWidth - block.FromRightMillimetres, page.DisplayedHeight - block.FromBottomMillimetres)),
        StraddlePlacement straddle => StraddleSlices.Cut(straddle, [.. PagesOf(straddle.Pages)]),
        DefaultPlacement standard => [LowerRight(PageAt(-1), standard)],
        FieldPlacement field => throw new SealRefusedException(
            SealRefusedException.UnusableField, $"A seal fills one field, which is its first place; '{field.FieldName}' is not."),
        _ => throw new ArgumentException($"{placement.GetType().Name} is no placement of this library.", nameof(placement)),
    };

    /// <summary>The page of that number; negative counts from the end.</summary>
    /// <exception cref="SealRefusedException">There is no such page.</exception>
    public PdfPage PageAt(int number)
    {
        var index = PageSet.Resolve(number, tree.Count) - 1;
        return _walked is null ? tree.Find(index) : _walked[index];
    }

    private IEnumerable<PdfPage> PagesOf(PageSet set)
    {
        var numbers = set.NumbersIn(tree.Count);
        if (numbers.Count > FewPages)
        {
            _walked ??= [.. tree.Walk()];
        }

        return numbers.Select(PageAt);
    }

    private static PlacedPicture LowerRight(PdfPage page, DefaultPlacement placement)
    {
        var (width, height, margin) = (placement.Picture.WidthMillimetres, placement.Picture.HeightMillimetres, placement.MarginMillimetres);
        return PlacedPicture.Around(
            page, placement.Picture,
            Math.Max(page.DisplayedWidth - margin - (width / 2), width / 2),
            Math.Max(page.DisplayedHeight - margin - (height / 2), height / 2));
    }
}
