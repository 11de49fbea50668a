using System.Text;
using Market.Signing.Fonts;
using Market.Signing.Pdf.Filters;
using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Sealing;
using Market.Signing.Pdf.Writing;

namespace Market.Signing.Documents;

/// <summary>Writes a new PDF document set in Noto Serif SC, of which only the characters used are embedded. Pages are
/// drawn first, then <see cref="Save"/> writes all of it.</summary>
public sealed class PdfDocumentWriter
{
    private const double PointsPerMillimetre = 72 / 25.4;

    private readonly List<PdfCanvas> _pages = [];

    public IReadOnlyList<PdfCanvas> Pages => _pages;

    internal FontSubset Regular { get; } = new(FontLibrary.Serif);

    internal FontSubset Bold { get; } = new(FontLibrary.SerifBold);

    /// <summary>Characters that were to be drawn and are not in the font, by code point.</summary>
    internal SortedSet<int> Missing { get; } = [];

    /// <summary>Adds a page, A4 upright unless told otherwise.</summary>
    public PdfCanvas AddPage(double widthMillimetres = 210, double heightMillimetres = 297)
    {
        var page = new PdfCanvas(this, widthMillimetres, heightMillimetres);
        _pages.Add(page);
        return page;
    }

    /// <summary>Writes the document. The same drawing gives the same bytes.</summary>
    /// <param name="createdAt">The moment of making, also used to identify the file.</param>
    /// <exception cref="InvalidOperationException">There is no page.</exception>
    public void Save(Stream output, string title, DateTimeOffset createdAt, PdfFileForm form = PdfFileForm.CrossReferenceTable)
    {
        if (_pages.Count == 0)
        {
            throw new InvalidOperationException("A document has at least one page.");
        }

        using var file = new NewFile(form);
        var fonts = new OrderedDictionary<string, PdfObject>(StringComparer.Ordinal);
        AddFont(file, fonts, "F0", Regular);
        AddFont(file, fonts, "F1", Bold);
        var fontResources = file.Add(new PdfDictionary(fonts));
        var tree = file.Allocate();
        var images = new Dictionary<PdfImage, PdfReference>();
        var kids = _pages.Select(page => (PdfObject)WritePage(file, page, tree, fontResources, images)).ToList();
        file.Put(tree, new PdfDictionary(("Type", new PdfName("Pages")), ("Kids", new PdfArray(kids)), ("Count", new PdfInteger(kids.Count))));
        var catalog = file.Add(new PdfDictionary(
            ("Type", new PdfName("Catalog")),
            ("Pages", tree),
            ("Lang", PdfString.Text("zh-CN")),
            ("ViewerPreferences", new PdfDictionary(("DisplayDocTitle", PdfBoolean.True)))));
        var information = file.Add(new PdfDictionary(
            ("Title", PdfString.Text(title)),
            ("Producer", PdfString.Text("Market")),
            ("CreationDate", PdfString.Text(SignaturePlaceholder.FormatDate(createdAt)))));
        file.Finish(catalog, information, $"{title} {createdAt.UtcTicks}");
        output.Write(file.Buffer.Span);
    }

    /// <summary>The text as it can be drawn: names and reasons are written by people, and a document must not fail for a rare character. What the font
    /// lacks becomes □ and is noted.</summary>
    internal string Drawable(string text)
    {
        if (text.EnumerateRunes().All(IsDrawable))
        {
            return text;
        }

        var drawable = new StringBuilder(text.Length);
        foreach (var character in text.EnumerateRunes())
        {
            if (IsDrawable(character))
            {
                drawable.Append(character);
            }
            else if (Rune.IsControl(character))
            {
                drawable.Append(' ');
            }
            else
            {
                drawable.Append('□');
                Missing.Add(character.Value);
            }
        }

        return drawable.ToString();
    }

    private static bool IsDrawable(Rune character) =>
        !Rune.IsControl(character) && FontLibrary.Serif.GlyphOf(character.Value) > 0 && FontLibrary.SerifBold.GlyphOf(character.Value) > 0;

    private static void AddFont(NewFile file, OrderedDictionary<string, PdfObject> fonts, string name, FontSubset subset)
    {
        if (subset.Used.Count > 0)
        {
            fonts[name] = new EmbeddedFont(subset).WriteTo(file);
        }
    }

    private static PdfReference WritePage(
        NewFile file, PdfCanvas page, PdfReference tree, PdfReference fonts, Dictionary<PdfImage, PdfReference> images)
    {
        var shown = new OrderedDictionary<string, PdfObject>(StringComparer.Ordinal);
        for (var i = 0; i < page.Images.Count; i++)
        {
            if (!images.TryGetValue(page.Images[i], out var written))
            {
                images[page.Images[i]] = written = page.Images[i].WriteTo(file);
            }

            shown[$"Im{i}"] = written;
        }

        var content = file.AddStream(
            new PdfDictionary(("Filter", new PdfName("FlateDecode"))), FlateFilter.Encode(Encoding.ASCII.GetBytes(page.Content)));
        var resources = new PdfDictionary(("Font", fonts));
        return file.Add(new PdfDictionary(
            ("Type", new PdfName("Page")),
            ("Parent", tree),
            ("MediaBox", PdfArray.OfReals(0, 0, page.WidthMillimetres * PointsPerMillimetre, page.HeightMillimetres * PointsPerMillimetre)),
            ("Resources", shown.Count == 0 ? resources : resources.With("XObject", new PdfDictionary(shown))),
            ("Contents", content)));
    }
}
