using Market.Signing.Pdf.Pages;
using Market.Signing.Pdf.Reading;
using Market.Signing.Pdf.Text;

namespace Market.Signing.Pdf.Sealing;

/// <summary>Finds out where on the document at hand a placement puts its picture.</summary>
internal sealed class PlacementResolver(PdfFile file, PageTree tree)
{
    // So many pages are looked up one by one; for more the tree is walked once.
    private const int FewPages = 8;

    // A word in so many places is no place for a seal, but a mistake.
    private const int MostOccurrences = 2000;

    private List<PdfPage>? _walked;

    /// <summary>The pictures in the order of the pages.</summary>
    /// <exception cref="SealRefusedException">The document has no such place.</exception>
    public IEnumerable<PlacedPicture> Resolve(SealPlacement placement) => placement switch
    {
        SealImpression place => [PlacedPicture.Around(PageAt(place.Page), place.Picture, place.XMillimetres, place.YMillimetres)],
        EveryPagePlacement every => PagesOf(every.Pages).Select(page => PlacedPicture.Around(page, every.Picture, every.XMillimetres, every.YMillimetres)),
        TitleBlockPlacement block => PagesOf(block.Pages).Select(page => PlacedPicture.Around(
            page, block.Picture, page.DisplayedWidth - block.FromRightMillimetres, page.DisplayedHeight - block.FromBottomMillimetres)),
        KeywordPlacement keyword => OnKeyword(keyword),
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

    private List<PlacedPicture> OnKeyword(KeywordPlacement placement)
    {
        var finder = new KeywordFinder(file, placement.Keyword);
        var pages = PagesOf(placement.Pages);
        var found = placement.Occurrence switch
        {
            KeywordOccurrence.First => pages.SelectMany(finder.On).Take(1),
            KeywordOccurrence.Last => pages.Reverse().Select(page => finder.On(page).LastOrDefault()).OfType<KeywordPlace>().Take(1),
            _ => pages.SelectMany(finder.On),
        };
        var places = found.Select(place => OnKeyword(placement, place)).Take(MostOccurrences + 1).ToList();
        return places.Count switch
        {
            0 => throw new SealRefusedException(
                SealRefusedException.KeywordNotFound,
                $"The keyword '{placement.Keyword}' is not in the text of the pages; it may be drawn as lines. Place the seal in the title block or by page and millimetres."),
            > MostOccurrences => throw new SealRefusedException(
                SealRefusedException.TooManyPlaces, $"The keyword '{placement.Keyword}' stands in more than {MostOccurrences} places."),
            _ => places,
        };
    }

    private static PlacedPicture OnKeyword(KeywordPlacement placement, KeywordPlace place) => PlacedPicture.Around(
        place.Page, placement.Picture,
        Within(place.Right + placement.RightMillimetres, placement.Picture.WidthMillimetres, place.Page.DisplayedWidth),
        Within(place.Down + placement.DownMillimetres, placement.Picture.HeightMillimetres, place.Page.DisplayedHeight));

    /// <summary>The middle nearest to the wanted one with which the whole picture lies on the page; if it can.</summary>
    private static double Within(double middle, double size, double page) => Math.Max(Math.Min(middle, page - (size / 2)), size / 2);

    private static PlacedPicture LowerRight(PdfPage page, DefaultPlacement placement)
    {
        var (width, height, margin) = (placement.Picture.WidthMillimetres, placement.Picture.HeightMillimetres, placement.MarginMillimetres);
        return PlacedPicture.Around(
            page, placement.Picture,
            Within(page.DisplayedWidth - margin - (width / 2), width, page.DisplayedWidth),
            Within(page.DisplayedHeight - margin - (height / 2), height, page.DisplayedHeight));
    }
}
