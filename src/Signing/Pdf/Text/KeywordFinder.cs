using System.Text;
using Market.Signing.Pdf.Pages;
using Market.Signing.Pdf.Reading;

namespace Market.Signing.Pdf.Text;

/// <summary>Where a keyword stands on a page: its middle, in millimetres as displayed.</summary>
internal sealed record KeywordPlace(PdfPage Page, double Right, double Down);

/// <summary>Finds a keyword (关键字) in the text of pages, however the producer cut the text into pieces: characters of one
/// line are put in the order they are seen in, and spaces do not matter.</summary>
internal sealed class KeywordFinder
{
    // Characters of one word that stand further apart, in ems, belong to different things.
    private const double WidestGap = 3;

    // How far apart baselines of one line may lie, in ems.
    private const double SameLine = 0.35;

    // How far characters of one word may run into each other, in ems.
    private const double MostOverlap = 0.6;

    // Bold type is often imitated by printing a character twice.
    private const double SamePlace = 0.2;

    private readonly PdfRevision _revision;
    private readonly TextBudget _budget;
    private readonly TextFonts _fonts;
    private readonly string _keyword;

    /// <exception cref="SealRefusedException">The keyword is empty or too long.</exception>
    public KeywordFinder(PdfFile file, string keyword)
    {
        const int Longest = 200;
        (_revision, _budget) = (file.Current, new TextBudget(file.Source.Length));
        _fonts = new TextFonts(_revision, _budget);
        _keyword = Normal(keyword);
        if (_keyword.Length is 0 or > Longest)
        {
            throw new SealRefusedException(SealRefusedException.KeywordNotFound, "A keyword has 1 to 200 characters.");
        }
    }

    /// <summary>The places on one page in the order they are read: from the top, then from the left.</summary>
    /// <exception cref="PdfFormatException">The page cannot be read.</exception>
    public IEnumerable<KeywordPlace> On(PdfPage page) => Find(PageText.Read(_revision, page, _budget, _fonts), page, _keyword);

    /// <param name="keyword">Without spaces, in the usual forms of its characters.</param>
    internal static IEnumerable<KeywordPlace> Find(IReadOnlyList<PageGlyph> glyphs, PdfPage page, string keyword)
    {
        var found = new List<KeywordPlace>();

        // Most producers write words in their order, which also tells texts apart that are printed over each other.
        foreach (var line in new[] { glyphs.ToList() }.Concat(Lines(glyphs)))
        {
            foreach (var (x, y) in Matches(line, keyword))
            {
                var (right, down) = page.ToDisplayed(x, y);
                if (right >= 0 && right <= page.DisplayedWidth && down >= 0 && down <= page.DisplayedHeight)
                {
                    found.Add(new KeywordPlace(page, right, down));
                }
            }
        }

        return found.DistinctBy(place => (Math.Round(place.Right), Math.Round(place.Down))).OrderBy(place => Math.Round(place.Down)).ThenBy(place => place.Right);
    }

    /// <summary>Full-width and compatibility forms as their usual ones, without spaces.</summary>
    internal static string Normal(string text)
    {
        string normal;
        try
        {
            normal = text.Normalize(NormalizationForm.FormKC);
        }
        catch (ArgumentException)
        {
            // Half a surrogate pair, as damaged character maps have.
            return "";
        }

        return string.Concat(normal.Where(character => !char.IsWhiteSpace(character) && !char.IsControl(character)));
    }

    /// <summary>The characters of each line in the order they are seen in.</summary>
    private static IEnumerable<List<PageGlyph>> Lines(IReadOnlyList<PageGlyph> glyphs)
    {
        foreach (var direction in glyphs.GroupBy(glyph => (int)Math.Round(Math.Atan2(glyph.DirectionY, glyph.DirectionX) * 180 / Math.PI)))
        {
            var first = direction.First();
            var sorted = direction.OrderByDescending(first.HeightOf).ToList();
            for (var start = 0; start < sorted.Count;)
            {
                var end = start + 1;
                while (end < sorted.Count && first.HeightOf(sorted[start]) - first.HeightOf(sorted[end]) <= SameLine * sorted[start].Size)
                {
                    end++;
                }

                yield return [.. sorted[start..end].OrderBy(first.DistanceOf)];
                start = end;
            }
        }
    }

    private static IEnumerable<(double X, double Y)> Matches(List<PageGlyph> line, string keyword)
    {
        var text = new StringBuilder();
        var owners = new List<PageGlyph>();
        foreach (var glyph in line)
        {
            var normal = Normal(glyph.Text);
            if (normal.Length == 0 || IsPrintedTwice(owners, glyph))
            {
                continue;
            }

            text.Append(normal);
            for (var i = 0; i < normal.Length; i++)
            {
                owners.Add(glyph);
            }
        }

        var whole = text.ToString();
        for (var at = whole.IndexOf(keyword, StringComparison.Ordinal); at >= 0; at = whole.IndexOf(keyword, at + 1, StringComparison.Ordinal))
        {
            if (AreTogether(owners, at, keyword.Length))
            {
                yield return MiddleOf(owners[at], owners[at + keyword.Length - 1]);
            }
        }
    }

    // Half way between the beginning of the first character and the end of the last.
    private static (double X, double Y) MiddleOf(PageGlyph first, PageGlyph last)
    {
        var shift = (last.Length - first.Length) / 4;
        return (
            ((first.MiddleX + last.MiddleX) / 2) + (shift * first.DirectionX),
            ((first.MiddleY + last.MiddleY) / 2) + (shift * first.DirectionY));
    }

    private static bool IsPrintedTwice(List<PageGlyph> owners, PageGlyph glyph)
    {
        const int Near = 4;
        for (var i = owners.Count - 1; i >= Math.Max(0, owners.Count - Near); i--)
        {
            var (along, across) = (Math.Abs(owners[i].DistanceOf(glyph)), Math.Abs(owners[i].HeightOf(glyph)));
            if (owners[i].Text == glyph.Text && across <= SamePlace * glyph.Size && along <= Math.Min(SamePlace * glyph.Size, glyph.Length / 2))
            {
                return true;
            }
        }

        return false;
    }

    private static bool AreTogether(List<PageGlyph> owners, int start, int length)
    {
        for (var i = start + 1; i < start + length; i++)
        {
            var (before, next) = (owners[i - 1], owners[i]);
            var gap = before.DistanceOf(next) - before.Length;
            if (before != next && (gap > WidestGap * next.Size || gap < -MostOverlap * next.Size || Math.Abs(before.HeightOf(next)) > SameLine * before.Size))
            {
                return false;
            }
        }

        return true;
    }
}
