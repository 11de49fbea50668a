using System.Text;
using Market.Signing.Pdf.Pages;
using Market.Signing.Pdf.Reading;
using Market.Signing.Tests.Samples;

namespace Market.Signing.Tests.Pdf.Repair;

public sealed class RepairTests
{
    public static TheoryData<string, string> Cases => Damage.Cases;

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_rebuilt_document_is_clean_and_looks_as_the_damaged_one_is_shown(string way, string name)
    {
        Assert.SkipUnless(Tools.Has("qpdf") && Tools.Has("mutool"), "qpdf or mupdf-tools is not installed.");
        var damaged = Damage.Do(way, await File.ReadAllBytesAsync(SampleDocuments.PathOf(name), TestContext.Current.CancellationToken));

        var (rebuilt, report) = await RebuildAsync(damaged);

        Assert.NotEmpty(report.Notes);
        using var before = new TemporaryFile(damaged);
        using var after = new TemporaryFile(rebuilt);
        var qpdf = Tools.Run("qpdf", "--check", after.Path);
        Assert.True(qpdf.ExitCode == 0, qpdf.Output);
        Assert.Equal(Pictures(before.Path), Pictures(after.Path));
        Assert.NotEmpty(Pictures(after.Path));
    }

    /// <summary>ISO 32000-2, 7.3.8.1 wants the line end at once. Poppler and qpdf pass over the blanks, mupdf shows an empty page.</summary>
    [Fact]
    public async Task Content_whose_keyword_is_followed_by_blanks_is_kept()
    {
        Assert.SkipUnless(Tools.Has("pdftotext"), "poppler-utils is not installed.");
        var text = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(SampleDocuments.PathOf("letter.pdf"), TestContext.Current.CancellationToken));

        var (rebuilt, report) = await RebuildAsync(Encoding.Latin1.GetBytes(text.Replace(">>stream\n", ">>stream \t\n", StringComparison.Ordinal)));

        using var after = new TemporaryFile(rebuilt);
        Assert.Equal(Tools.Run("pdftotext", SampleDocuments.PathOf("letter.pdf"), "-").Output, Tools.Run("pdftotext", after.Path, "-").Output);
        Assert.DoesNotContain(report.Notes, note => note.Code == RepairNote.ObjectsLost);
    }

    [Theory]
    [InlineData("junk before the header", RepairNote.JunkBeforeHeader)]
    [InlineData("lengths of streams are wrong", RepairNote.StreamLength)]
    [InlineData("the page tree counts wrong", RepairNote.PageTree)]
    [InlineData("startxref points elsewhere", RepairNote.CrossReference)]
    public async Task The_report_says_what_was_wrong(string way, string code)
    {
        var (_, report) = await RebuildAsync(Damage.Do(way, await File.ReadAllBytesAsync(SampleDocuments.PathOf("letter.pdf"), TestContext.Current.CancellationToken)));

        Assert.Contains(report.Notes, note => note.Code == code && note.Count > 0);
    }

    [Fact]
    public async Task Without_any_trailer_the_catalog_is_found_among_the_objects()
    {
        var text = Encoding.Latin1.GetString(PdfText.OnePage().Bytes);
        var (rebuilt, report) = await RebuildAsync(Encoding.Latin1.GetBytes(text[..text.IndexOf("xref", StringComparison.Ordinal)]));

        using var file = PdfFile.Open(new MemoryStream(rebuilt));
        Assert.Single(new PageTree(file, file.Current).Walk());
        Assert.Contains(report.Notes, note => note.Code == RepairNote.Trailer);
    }

    [Fact]
    public async Task Pages_that_are_missing_are_left_out_and_the_newer_of_two_objects_counts()
    {
        var text = Encoding.Latin1.GetString(new PdfText()
            .Object(1, "<</Type/Catalog/Pages 2 0 R>>")
            .Object(2, "<</Type/Pages/Kids[9 0 R 3 0 R 2 0 R]/Count 3>>")
            .Object(3, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 10 10]>>")
            .Object(3, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 20 20]>>")
            .Bytes);
        var (rebuilt, _) = await RebuildAsync(Encoding.Latin1.GetBytes(text));

        using var file = PdfFile.Open(new MemoryStream(rebuilt));
        Assert.Equal(20, Assert.Single(new PageTree(file, file.Current).Walk()).MediaBox.Width);
    }

    [Fact]
    public async Task A_damaged_signed_document_is_refused_with_its_own_code()
    {
        var damaged = Damage.Do("startxref points elsewhere", await Sealing.Sealing.SealAsync(PdfText.OnePage().Bytes, Sealing.Sealing.Options()));

        var refused = await Assert.ThrowsAsync<PdfFormatException>(() => RebuildAsync(damaged));

        Assert.Equal(PdfFormatException.DamagedSigned, refused.Code);
    }

    /// <summary>A transfer that broke off: whatever is left of the seal, no copy without it is passed off as the document.</summary>
    [Theory]
    [InlineData("in its last digits", "endobj", false)]
    [InlineData("in its first digits", "/Contents<", true)]
    public async Task A_signature_that_is_cut_off_is_still_one(string where, string behind, bool first)
    {
        var signed = Encoding.Latin1.GetString(await Sealing.Sealing.SealAsync(PdfText.OnePage().Bytes, Sealing.Sealing.Options()));
        var range = signed.IndexOf("/ByteRange", StringComparison.Ordinal);
        var cut = first
            ? signed.LastIndexOf(behind, StringComparison.Ordinal) + behind.Length + 8
            : signed.IndexOf(behind, range, StringComparison.Ordinal) - 8;

        var refused = await Assert.ThrowsAsync<PdfFormatException>(() => RebuildAsync(Encoding.Latin1.GetBytes(signed[..cut])));

        Assert.True(refused.Code == PdfFormatException.DamagedSigned, $"{where}: {refused.Code}");
    }

    [Fact]
    public async Task A_field_with_a_value_is_signed_also_where_the_signature_is_lost()
    {
        var text = PdfText.OnePage().Object(4, "<</FT/Sig/T(Seal1)/V 5 0 R/Type/Annot/Subtype/Widget/Rect[0 0 0 0]>>").Bytes;

        var refused = await Assert.ThrowsAsync<PdfFormatException>(() => RebuildAsync(text));

        Assert.Equal(PdfFormatException.DamagedSigned, refused.Code);
    }

    [Theory]
    [InlineData("no pages", "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj", PdfFormatException.NoPages)]
    [InlineData("no catalog", "%PDF-1.4\n1 0 obj<</Type/Page>>endobj", PdfFormatException.Damaged)]
    [InlineData("nothing", "%PDF-1.4\n", PdfFormatException.Damaged)]
    [InlineData("encrypted", "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj trailer<</Root 1 0 R/Encrypt 2 0 R>>", PdfFormatException.Damaged)]
    [InlineData("another kind of file", "1 0 obj<</Type/Catalog>>endobj", PdfFormatException.NotAPdf)]
    public async Task What_cannot_be_rebuilt_is_refused(string why, string text, string code)
    {
        var refused = await Assert.ThrowsAsync<PdfFormatException>(() => RebuildAsync(Encoding.Latin1.GetBytes(text)));

        Assert.True(refused.Code == code, $"{why}: {refused.Code}, {refused.Message}");
    }

    private static async Task<(byte[] Rebuilt, RepairReport Report)> RebuildAsync(byte[] damaged)
    {
        using var output = new MemoryStream();
        var report = await PdfRepair.RebuildAsync(new MemoryStream(damaged), output, TestContext.Current.CancellationToken);
        return (output.ToArray(), report);
    }

    // Digests of the pages as mupdf draws them, which repairs what it opens.
    private static List<string> Pictures(string path) =>
        [.. Tools.Run("mutool", "draw", "-q", "-r", "36", "-s", "5", "-o", "/dev/null", "-F", "pgm", path).Output.Split('\n')
            .Where(line => line.StartsWith("page ", StringComparison.Ordinal))
            .Select(line => line[(line.IndexOf(' ', 5) + 1)..])];
}
