using System.Text;
using Market.Signing.Seals;
using Market.Signing.Tests.Pdf;
using Market.Signing.Tests.Pdf.Sealing;

namespace Market.Signing.Tests.Seals;

public sealed class ImageSealTests
{
    private const string PdfA = "<x:xmpmeta><rdf:Description pdfaid:part=\"{0}\" pdfaid:conformance=\"B\"/></x:xmpmeta>";

    public static TheoryData<string, byte[]> ColourTypes => new()
    {
        { "grey of one bit", PngFile.Of(8, 2, 1, 0, [[0b00001111], [0b11110000]]) },
        { "grey of 16 bits with a clear value", PngFile.Of(2, 1, 16, 0, [[0x12, 0x34, 0xFF, 0xFF]], transparency: [0xFF, 0xFF]) },
        { "grey with alpha", PngFile.Of(2, 1, 8, 4, [[0, 255, 0, 0]]) },
        { "colours", PngFile.Of(2, 1, 8, 2, [[220, 20, 30, 255, 255, 255]]) },
        { "colours of 16 bits with alpha", PngFile.Of(1, 1, 16, 6, [[220, 0, 20, 0, 30, 0, 255, 255]]) },
        { "palette of four bits with alpha", PngFile.Of(3, 1, 4, 3, [[0x01, 0x20]], palette: [0, 0, 0, 220, 20, 30, 9, 9, 9], transparency: [0]) },
        { "interlaced", PngFile.Of(2, 2, 8, 0, [[1], [2], [3, 4]], isInterlaced: true) },
    };

    public static TheoryData<string, byte[]> Bad => new()
    {
        { "nothing", [] },
        { "no PNG", Encoding.ASCII.GetBytes("GIF89a and so on") },
        { "only the mark", PngFile.Ring(4)[..8] },
        { "cut in the data", PngFile.Ring(64)[..90] },
        { "too wide", PngFile.Of(100_000, 1, 1, 0, [[0]]) },
        { "no height", PngFile.Of(1, 0, 8, 0, []) },
        { "unknown colours", PngFile.Of(1, 1, 8, 5, [[0]]) },
        { "an impossible depth", PngFile.Of(1, 1, 4, 6, [[0, 0]]) },
        { "too few rows", PngFile.Of(4, 4, 8, 0, [[1, 2, 3, 4]]) },
        { "more data than pixels", PngFile.Of(1, 1, 8, 0, [.. Enumerable.Repeat(new byte[100_000], 100)]) },
        { "a colour beyond the palette", PngFile.Of(1, 1, 8, 3, [[9]], palette: [0, 0, 0]) },
    };

    [Theory]
    [MemberData(nameof(ColourTypes))]
    public async Task Every_kind_of_PNG_picture_is_a_seal(string why, byte[] png)
    {
        var bytes = await Pdf.Sealing.Sealing.SealAsync(PdfText.OnePage().Bytes, Pdf.Sealing.Sealing.Options(new SealImpression(1, 100, 100, SealPicture.Image(png, 20, why))));

        using var file = new TemporaryFile(bytes);
        Assert.SkipUnless(Tools.Has("qpdf"), "qpdf is not installed.");
        Assert.Equal(0, Tools.Run("qpdf", "--check", file.Path).ExitCode);
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void Anything_else_is_refused(string why, byte[] png) =>
        Assert.Equal("unusable-picture", Assert.Throws<SealRefusedException>(() => SealPicture.Image(png, 20, why)).Code);

    [Fact]
    public void Pixels_come_out_as_they_went_in()
    {
        Assert.Equal([0, 85, 170, 255], Greys(PngFile.Of(4, 1, 2, 0, [[0b00011011]])));
        // The passes of Adam7: the first pixel, the one two rows below, those to the right of both, the row between.
        Assert.Equal([1, 3, 5, 6, 2, 4], Greys(PngFile.Of(2, 3, 8, 0, [[1], [2], [3], [4], [5, 6]], isInterlaced: true)));
    }

    [Fact]
    public async Task A_picture_is_never_stretched_and_has_its_registered_width()
    {
        Assert.SkipUnless(Tools.Has("mutool"), "mupdf-tools is not installed.");
        var picture = SealPicture.Image(PngFile.Ring(240), 42, "公章");
        using var file = new TemporaryFile(await Pdf.Sealing.Sealing.SealAsync(PdfText.OnePage().Bytes, Pdf.Sealing.Sealing.Options(new SealImpression(1, 100, 100, picture))));

        var painted = RenderedPage.Draw(file.Path, 1, 127).Painted();

        Assert.Equal(42, picture.HeightMillimetres, 3);
        Assert.Equal((79, 121, 79, 121), (Math.Round(painted.Left), Math.Round(painted.Right), Math.Round(painted.Top), Math.Round(painted.Bottom)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Text_under_a_seal_stays_as_dark_as_it_was(bool isOpaque)
    {
        Assert.SkipUnless(Tools.Has("mutool"), "mupdf-tools is not installed.");
        foreach (var picture in new[] { SealPicture.Image(PngFile.Ring(240, isOpaque), 42, "公章"), Pdf.Sealing.Sealing.UnitSeal })
        {
            var black = BlackPage();
            using var before = new TemporaryFile(black);
            using var after = new TemporaryFile(await Pdf.Sealing.Sealing.SealAsync(
                black, Pdf.Sealing.Sealing.Options(new SealImpression(1, 60, 60, picture), new SealImpression(1, 150, 60, picture))));

            Assert.Empty(RenderedPage.Draw(before.Path, 1, 72).Differences(RenderedPage.Draw(after.Path, 1, 72), tolerance: 8));
        }
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public async Task A_document_for_the_archive_gets_no_more_than_its_part_allows(int part, bool allowsTransparency)
    {
        var metadata = string.Format(null, CompositeFormat.Parse(PdfA), part);
        var document = new PdfText()
            .Object(1, "<</Type/Catalog/Pages 2 0 R/Metadata 4 0 R>>")
            .Object(2, "<</Type/Pages/Kids[3 0 R]/Count 1>>")
            .Object(3, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595.276 841.89]/Resources<<>>>>")
            .Object(4, $"<</Type/Metadata/Subtype/XML/Length {metadata.Length}>>stream\n{metadata}\nendstream")
            .End("/Size 5/Root 1 0 R").Bytes;

        var text = Encoding.Latin1.GetString(await Pdf.Sealing.Sealing.SealAsync(
            document, Pdf.Sealing.Sealing.Options(new SealImpression(1, 100, 100, SealPicture.Image(PngFile.Ring(64), 42, "公章")))));

        Assert.Equal(allowsTransparency, text.Contains("/BM/Multiply", StringComparison.Ordinal));
        Assert.Equal(allowsTransparency, text.Contains("/SMask", StringComparison.Ordinal));
        Assert.Contains("/DefaultRGB", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_demonstration_says_so_over_the_picture()
    {
        var picture = SealPicture.Image(PngFile.Ring(64), 42, "公章", demonstration: true);

        Assert.Contains("演示", picture.Description, StringComparison.Ordinal);
        var marked = await Pdf.Sealing.Sealing.SealAsync(PdfText.OnePage().Bytes, Pdf.Sealing.Sealing.Options(new SealImpression(1, 100, 100, picture)));
        Assert.Contains("/ToUnicode", Encoding.Latin1.GetString(marked), StringComparison.Ordinal);
    }

    private static byte[] BlackPage() => new PdfText()
        .Object(1, "<</Type/Catalog/Pages 2 0 R>>")
        .Object(2, "<</Type/Pages/Kids[3 0 R]/Count 1>>")
        .Object(3, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595.276 841.89]/Resources<<>>/Contents 4 0 R>>")
        .Object(4, "<</Length 22>>stream\n0 g 0 0 600 900 re f  \nendstream")
        .End("/Size 5/Root 1 0 R").Bytes;

    private static IEnumerable<int> Greys(byte[] png) => PngReader.Pixels(png).Where((_, i) => i % 3 == 0).Select(value => (int)value);
}
