using System.Text;
using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Pages;
using Market.Signing.Pdf.Reading;
using Market.Signing.Tests.Samples;

namespace Market.Signing.Tests.Pdf.Reading;

public sealed class PdfFileTests
{
    [Fact]
    public void Each_revision_keeps_its_own_view_of_an_object()
    {
        var text = PdfText.OnePage().Object(4, "(first)").End("/Size 5/Root 1 0 R").Object(4, "(second)").End("/Size 5/Root 1 0 R");
        using var stream = text.Open();
        using var file = PdfFile.Open(stream);

        Assert.Equal(3, file.Revisions.Count);
        Assert.All(file.Revisions, revision => Assert.True(revision.IsRegular));
        Assert.Equal(text.Length, file.Current.End);
        Assert.Equal(0, file.TrailingBytes);
        Assert.Equal(PdfNull.Value, file.Revisions[0].Get(new PdfReference(4)));
        Assert.Equal(PdfString.Text("first"), file.Revisions[1].Get(new PdfReference(4)));
        Assert.Equal(PdfString.Text("second"), file.Revisions[2].Get(new PdfReference(4)));
        Assert.Equal([4], file.Revisions[2].OwnEntries().Select(entry => entry.Number));
    }

    [Fact]
    public void Object_streams_and_cross_reference_streams_are_read()
    {
        using var stream = File.OpenRead(SampleDocuments.PathOf("survey-report.pdf"));
        using var file = PdfFile.Open(stream);

        Assert.Equal(XrefForm.Stream, file.Current.Sections[0].Form);
        Assert.Equal("Catalog", file.Current.Name(file.Current.Catalog["Type"]));
        Assert.Equal(9, new PageTree(file, file.Current).Walk().Count());
    }

    [Fact]
    public void Objects_hidden_in_a_hybrid_file_are_found()
    {
        Assert.SkipUnless(Tools.Has("qpdf"), "qpdf is not installed.");

        // A table that hides object 4, and a cross-reference stream that knows it.
        var text = new PdfText()
            .Object(1, "<</Type/Catalog/Pages 2 0 R>>")
            .Object(2, "<</Type/Pages/Kids[3 0 R]/Count 1>>")
            .Object(3, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 10 10]>>");
        var hidden = text.Length;
        text.Raw("4 0 obj\n(hidden)\nendobj\n");
        var stream = text.Length;
        text.Raw($"5 0 obj\n<</Type/XRef/Size 6/W[1 2 1]/Index[4 1]/Filter/ASCIIHexDecode/Length 9>>stream\n01{hidden:X4}00>\nendstream\nendobj\n");
        text.End($"/Size 6/Root 1 0 R/XRefStm {stream}");
        using var bytes = text.Open();
        using var file = PdfFile.Open(bytes);

        Assert.Equal(PdfString.Text("hidden"), file.Current.Get(new PdfReference(4)));
        Assert.Contains(file.Current.OwnEntries(), entry => entry.Number == 4);
    }

    [Fact]
    public void A_linearized_file_is_one_revision()
    {
        Assert.SkipUnless(Tools.Has("qpdf"), "qpdf is not installed.");
        using var linear = new TemporaryFile([]);
        Tools.Run("qpdf", "--linearize", SampleDocuments.PathOf("technical-review.pdf"), linear.Path);
        using var stream = File.OpenRead(linear.Path);
        using var file = PdfFile.Open(stream);

        Assert.Equal(stream.Length, Assert.Single(file.Revisions).End);
        Assert.Equal(2, file.Current.Sections.Count);
        Assert.Equal(4, new PageTree(file, file.Current).Count);
    }

    [Fact]
    public void Page_attributes_are_inherited_and_turned_as_displayed()
    {
        var text = new PdfText()
            .Object(1, "<</Type/Catalog/Pages 2 0 R>>")
            .Object(2, "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 720 1440]/Rotate 90/CropBox[36 36 684 2000]>>")
            .Object(3, "<</Type/Page/Parent 2 0 R/UserUnit 2>>")
            .End("/Size 4/Root 1 0 R");
        using var stream = text.Open();
        using var file = PdfFile.Open(stream);

        var page = new PageTree(file, file.Current).Find(0);

        Assert.Equal(new PdfRectangle(36, 36, 684, 1440), page.CropBox);
        Assert.Equal(90, page.Rotate);
        Assert.Equal((1440 - 36) * 2 / 72.0 * 25.4, page.DisplayedWidth, 6);
        Assert.Equal((36, 36), page.FromDisplayed(0, 0));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(59)]
    public void A_page_is_found_without_walking_and_agrees_with_walking(int index)
    {
        using var stream = File.OpenRead(SampleDocuments.PathOf("design-text.pdf"));
        using var file = PdfFile.Open(stream);
        var tree = new PageTree(file, file.Current);

        Assert.Equal(tree.Walk().ElementAt(index).Reference, tree.Find(index).Reference);
    }

    public static TheoryData<string, string, string> Broken => new()
    {
        { "another kind of file", "PK\u0003\u0004 not a document", PdfFormatException.NotAPdf },
        { "an empty file", "", PdfFormatException.NotAPdf },
        { "something before the header", "x" + Latin(PdfText.OnePage()), PdfFormatException.Damaged },
        { "no end", Latin(PdfText.OnePage())[..^30], PdfFormatException.Damaged },
        { "a cross-reference elsewhere", Latin(PdfText.OnePage()).Replace("startxref\n", "startxref\n1", StringComparison.Ordinal), PdfFormatException.Damaged },
        { "an upper-case entry", Latin(PdfText.OnePage()).Replace("00000 n", "00000 N", StringComparison.Ordinal), PdfFormatException.Damaged },
        { "an object listed twice", Latin(new PdfText().Object(1, "<<>>").Raw("").End("/Size 2/Root 1 0 R")).Replace("0 1\n0000000000 65535 f \n", "0 2\n0000000000 65535 f \n0000000009 00000 n \n", StringComparison.Ordinal), PdfFormatException.Damaged },
        { "sections in a circle", Latin(PdfText.OnePage()).Replace("/Size 4", "/Size 4/Prev 180", StringComparison.Ordinal), PdfFormatException.Damaged },
        { "a page tree in a circle", Latin(new PdfText().Object(1, "<</Pages 2 0 R>>").Object(2, "<</Kids[2 0 R]/Count 1>>").End("/Size 3/Root 1 0 R")), PdfFormatException.Damaged },
        { "a page that is missing", Latin(new PdfText().Object(1, "<</Pages 2 0 R>>").Object(2, "<</Kids[9 0 R]/Count 1>>").End("/Size 3/Root 1 0 R")), PdfFormatException.Damaged },
        { "more pages than there are", Latin(new PdfText().Object(1, "<</Pages 2 0 R>>").Object(2, "<</Kids[3 0 R]/Count 2>>").Object(3, "<</Type/Page>>").End("/Size 4/Root 1 0 R")), PdfFormatException.Damaged },
        { "no page", Latin(new PdfText().Object(1, "<</Pages 2 0 R>>").Object(2, "<</Kids[]/Count 0>>").End("/Size 3/Root 1 0 R")), PdfFormatException.NoPages },
        { "a page count beyond reason", Latin(new PdfText().Object(1, "<</Pages 2 0 R>>").Object(2, "<</Kids[3 0 R]/Count 2000000000>>").End("/Size 3/Root 1 0 R")), PdfFormatException.LimitExceeded },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_broken_file_is_refused_with_its_code(string why, string file, string code)
    {
        using var stream = new MemoryStream(Encoding.Latin1.GetBytes(file));

        var refused = Assert.Throws<PdfFormatException>(() => PdfInspector.Inspect(stream));

        Assert.True(refused.Code == code, $"{why}: {refused.Code}, {refused.Message}");
    }

    [Fact]
    public void A_stream_that_does_not_end_where_it_says_is_refused()
    {
        using var stream = PdfText.OnePage(page: "/Contents 4 0 R").Object(4, "<</Length 3>>stream\nabcdef\nendstream").End("/Size 5/Root 1 0 R").Open();
        using var file = PdfFile.Open(stream);

        Assert.Throws<PdfFormatException>(() => file.Current.Get(new PdfReference(4)));
    }

    [Fact]
    public void The_length_of_a_stream_may_stand_elsewhere()
    {
        using var stream = PdfText.OnePage().Object(4, "<</Length 5 0 R/Filter/AHx>>stream\n616263>\nendstream").Object(5, "7").End("/Size 6/Root 1 0 R").Open();
        using var file = PdfFile.Open(stream);

        var found = Assert.IsType<PdfStream>(file.Current.Get(new PdfReference(4)));

        Assert.Equal("abc"u8.ToArray(), file.Current.Decode(found));
    }

    private static string Latin(PdfText text) => Encoding.Latin1.GetString(text.Bytes);
}
