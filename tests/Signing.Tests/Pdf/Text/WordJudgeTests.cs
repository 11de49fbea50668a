using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Pages;
using Market.Signing.Pdf.Reading;
using Market.Signing.Pdf.Text;
using Market.Signing.Tests.Samples;

namespace Market.Signing.Tests.Pdf.Text;

/// <summary>Poppler judges what text is found and where.</summary>
public sealed class WordJudgeTests
{
    private const double Tolerance = 1;

    // Enough to judge by; every word of every page would take minutes.
    private const int MostPages = 12;
    private const int MostWords = 60;

    [Theory]
    [InlineData("technical-review.pdf")]
    [InlineData("survey-report.pdf")]
    [InlineData("design-text.pdf")]
    [InlineData("letter.pdf")]
    [InlineData("site-plan-a1.pdf")]
    [InlineData("sunlight-review.pdf")]
    public void Every_word_of_our_documents_is_found_where_poppler_sees_it(string name)
    {
        Assert.SkipUnless(Tools.Has("pdftotext"), "poppler-utils is not installed.");
        var (words, missed) = Judge(SampleDocuments.PathOf(name));

        Assert.NotEqual(0, words);
        Assert.Empty(missed);
    }

    [Fact]
    public void Words_of_documents_by_many_producers_are_found_where_poppler_sees_them()
    {
        var corpus = Environment.GetEnvironmentVariable("MARKET_CORPUS");
        Assert.SkipUnless(corpus is not null && Tools.Has("pdftotext"), "MARKET_CORPUS names no folder of documents by other producers: left out.");
        var (all, found) = (0, 0);
        foreach (var path in Directory.EnumerateFiles(corpus!, "*.pdf", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            try
            {
                var (words, missed) = Judge(path);
                all += words;
                found += words - missed.Count;
                if (missed.Count > 0)
                {
                    TestContext.Current.SendDiagnosticMessage($"{Path.GetFileName(path)}: {missed.Count} of {words} words missed: {string.Join(" | ", missed.Take(6))}");
                }
            }
            catch (PdfFormatException)
            {
                // Damaged or encrypted: other tests ask for the reason.
            }
        }

        TestContext.Current.SendDiagnosticMessage($"{found} of {all} words found");
        Assert.InRange(found, all * 0.99, all);
    }

    private static (int Words, List<string> Missed) Judge(string path)
    {
        using var stream = File.OpenRead(path);
        using var file = PdfFile.Open(stream);
        var pages = new PageTree(file, file.Current).Walk().Take(MostPages).ToList();
        var (budget, missed, words) = (new TextBudget(stream.Length), new List<string>(), 0);
        var fonts = new TextFonts(file.Current, budget);
        foreach (var boxes in BoundingBoxes.Of(path).Where(box => box.Page <= pages.Count && box.Word.Any(char.IsLetterOrDigit)).GroupBy(box => box.Page))
        {
            var page = pages[boxes.Key - 1];
            var glyphs = PageText.Read(file.Current, page, budget, fonts);
            var annotations = AnnotationsOf(file, page);
            foreach (var group in boxes.GroupBy(box => box.Word).Take(MostWords))
            {
                var places = KeywordFinder.Find(glyphs, page, KeywordFinder.Normal(group.Key)).ToList();
                foreach (var box in group.Where(box => !annotations.Exists(area => area.Holds(box))))
                {
                    words++;
                    if (!places.Exists(place => Math.Abs(place.Right - box.Right) < Tolerance && Math.Abs(place.Down - box.Down) < Math.Max(Tolerance, box.Height / 2)))
                    {
                        missed.Add($"{box.Page}: {group.Key} at {box.Right:0.0},{box.Down:0.0} not {string.Join(';', places.Take(2).Select(place => $"{place.Right:0.0},{place.Down:0.0}"))}");
                    }
                }
            }
        }

        return (words, missed);
    }

    // Poppler reads annotations and form fields too; they are not the page's own text.
    private static List<Area> AnnotationsOf(PdfFile file, PdfPage page) =>
    [
        .. (file.Current.Array(page.Dictionary["Annots"]) ?? PdfArray.Empty)
            .Select(item => PdfRectangle.TryRead(file.Current, file.Current.Dictionary(item)?["Rect"] ?? PdfNull.Value))
            .OfType<PdfRectangle>()
            .Select(rectangle => (page.ToDisplayed(rectangle.Left, rectangle.Bottom), page.ToDisplayed(rectangle.Right, rectangle.Top)))
            .Select(corners => new Area(
                Math.Min(corners.Item1.Right, corners.Item2.Right), Math.Min(corners.Item1.Down, corners.Item2.Down),
                Math.Max(corners.Item1.Right, corners.Item2.Right), Math.Max(corners.Item1.Down, corners.Item2.Down))),
    ];

    private sealed record Area(double Left, double Top, double Right, double Bottom)
    {
        public bool Holds(BoundingBoxes box) => box.Right > Left - 2 && box.Right < Right + 2 && box.Down > Top - 2 && box.Down < Bottom + 2;
    }
}
