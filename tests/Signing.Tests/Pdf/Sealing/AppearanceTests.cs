using Market.Signing.Tests.Samples;

namespace Market.Signing.Tests.Pdf.Sealing;

public sealed class AppearanceTests
{
    private const int DotsPerInch = 72;

    [Theory]
    [InlineData("technical-review.pdf")]
    [InlineData("survey-report.pdf")]
    public async Task The_text_of_every_page_stays_the_same(string name)
    {
        Assert.SkipUnless(Tools.Has("pdftotext"), "poppler-utils is not installed.");
        var path = SampleDocuments.PathOf(name);

        using var file = new TemporaryFile(await SealedAsync(path));

        Assert.Equal(Tools.Run("pdftotext", path, "-").Output, Tools.Run("pdftotext", file.Path, "-").Output);
    }

    [Fact]
    public async Task Nothing_outside_the_seal_looks_different()
    {
        Assert.SkipUnless(Tools.Has("mutool"), "mupdf-tools is not installed.");
        var path = SampleDocuments.PathOf("technical-review.pdf");
        using var file = new TemporaryFile(await SealedAsync(path));

        var before = Draw(path, 4);
        var after = Draw(file.Path, 4);

        var changed = before.Differences(after).ToList();
        Assert.NotEmpty(changed);
        var centre = (X: 150 / 25.4 * DotsPerInch, Y: 240 / 25.4 * DotsPerInch);
        var radius = (20 / 25.4 * DotsPerInch) + 1.5;
        Assert.All(changed, point => Assert.True(Math.Sqrt(Math.Pow(point.X - centre.X, 2) + Math.Pow(point.Y - centre.Y, 2)) < radius));
    }

    [Theory]
    [InlineData("technical-review.pdf")]
    [InlineData("survey-report.pdf")]
    public async Task Seals_drawn_into_every_page_and_across_all_edges_leave_text_and_look_as_they_were(string name)
    {
        Assert.SkipUnless(Tools.Has("pdftotext") && Tools.Has("mutool"), "poppler-utils or mupdf-tools is not installed.");
        var path = SampleDocuments.PathOf(name);
        using var file = new TemporaryFile(await Sealing.SealAsync(
            await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken),
            Sealing.Options(new EveryPagePlacement(105, 150, Sealing.UnitSeal), new StraddlePlacement(Sealing.UnitSeal))));

        Assert.Equal(Tools.Run("pdftotext", path, "-").Output, Tools.Run("pdftotext", file.Path, "-").Output);
        foreach (var page in new[] { 1, 3 })
        {
            var (before, after) = (Draw(path, page), Draw(file.Path, page));
            Assert.All(before.Differences(after), point =>
            {
                var (x, y) = (point.X / (double)DotsPerInch * 25.4, point.Y / (double)DotsPerInch * 25.4);
                Assert.True(
                    Math.Sqrt(Math.Pow(x - 105, 2) + Math.Pow(y - 150, 2)) < 20.5 || (x > 210 - 11 && Math.Abs(y - 148.5) < 20.5), $"{x:0.0}, {y:0.0}");
            });
        }
    }

    [Theory]
    [InlineData(90)]
    [InlineData(180)]
    [InlineData(270)]
    public async Task On_a_turned_page_the_seal_stands_upright_at_the_same_place(int rotation)
    {
        Assert.SkipUnless(Tools.Has("mutool"), "mupdf-tools is not installed.");
        var size = rotation == 180 ? "595.276 841.89" : "841.89 595.276";
        var turned = new PdfText()
            .Object(1, "<</Type/Catalog/Pages 2 0 R>>")
            .Object(2, "<</Type/Pages/Kids[3 0 R]/Count 1>>")
            .Object(3, $"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {size}]/Rotate {rotation}>>")
            .End("/Size 4/Root 1 0 R").Bytes;
        var options = Sealing.Options(new SealImpression(1, 150, 240, Sealing.UnitSeal), new SealImpression(1, 60, 60, Sealing.UnitSeal));

        using var upright = new TemporaryFile(await Sealing.SealAsync(PdfText.OnePage().Bytes, options));
        using var other = new TemporaryFile(await Sealing.SealAsync(turned, options));

        // Anti-aliasing differs by a hair when glyphs are turned; a wrong turn would differ by thousands of points.
        Assert.InRange(Draw(upright.Path, 1).Differences(Draw(other.Path, 1)).Count(), 0, 60);
    }

    private static async Task<byte[]> SealedAsync(string path) => await Sealing.SealAsync(
        await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken),
        Sealing.Options(new SealImpression(-1, 150, 240, Sealing.UnitSeal)));

    private static RenderedPage Draw(string path, int page) => RenderedPage.Draw(path, page, DotsPerInch);
}
