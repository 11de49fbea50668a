using Market.Signing.Pdf.Sealing;

namespace Market.Signing.Tests.Pdf.Sealing;

public sealed class StraddleTests
{
    // Ten pixels to the millimetre, so that slices of whole millimetres end between pixels.
    private const int DotsPerInch = 254;

    // 210 x 297, 297 x 420 and 297 x 210 mm as displayed, in whole pixels; turned and cropped in every way.
    private static readonly string[] Mixed =
    [
        "/MediaBox[0 0 595.2756 841.8898]", "/MediaBox[0 0 841.8898 595.2756]/Rotate 90", "/MediaBox[0 0 595.2756 841.8898]/Rotate 180",
        "/MediaBox[0 0 841.8898 595.2756]/Rotate 270", "/MediaBox[-50 -50 2000 2000]/CropBox[28.3465 56.6929 623.6221 898.5827]",
        "/MediaBox[0 0 297.6378 420.9449]/UserUnit 2", "/MediaBox[0 0 1190.5512 841.8898]/Rotate 90", "/MediaBox[0 0 841.8898 1190.5512]",
        "/MediaBox[0 0 841.8898 595.2756]", "/MediaBox[0 0 595.2756 841.8898]/Rotate 90", "/MediaBox[0 0 595.2756 841.8898]",
        "/MediaBox[0 0 595.2756 841.8898]",
    ];

    [Theory]
    [InlineData(StraddleSide.Right)]
    [InlineData(StraddleSide.Left)]
    [InlineData(StraddleSide.Top)]
    [InlineData(StraddleSide.Bottom)]
    public async Task Twelve_slices_on_turned_and_differently_sized_pages_make_the_whole_seal_again(StraddleSide side)
    {
        Assert.SkipUnless(Tools.Has("mutool"), "mupdf-tools is not installed.");
        const int Seal = 480;
        const int Slice = Seal / 12;
        var picture = SealPicture.Round("长沙市规划技术审查中心有限公司", "技术审查专用章", number: "4301030012345", diameterMillimetres: 48);
        using var straddled = new TemporaryFile(await Sealing.SealAsync(
            SamplePages.Of(Mixed), Sealing.Options(new StraddlePlacement(picture) { Side = side, AlongMillimetres = 100 })));
        using var whole = new TemporaryFile(await Sealing.SealAsync(
            SamplePages.Of(Mixed[0]), Sealing.Options(new SealImpression(1, 100, 100, picture))));
        var isUpright = side is StraddleSide.Right or StraddleSide.Left;

        var slices = Enumerable.Range(1, 12).Select(number => RenderedPage.Draw(straddled.Path, number, DotsPerInch)).Select(page => side switch
        {
            StraddleSide.Right => page.Cut(page.Width - Slice, 1000 - (Seal / 2), Slice, Seal),
            StraddleSide.Left => page.Cut(0, 1000 - (Seal / 2), Slice, Seal),
            StraddleSide.Top => page.Cut(1000 - (Seal / 2), 0, Seal, Slice),
            _ => page.Cut(1000 - (Seal / 2), page.Height - Slice, Seal, Slice),
        }).ToList();
        if (side is StraddleSide.Left or StraddleSide.Top)
        {
            // Fanned out to the left or upwards, the last page is the outermost.
            slices.Reverse();
        }

        var expected = RenderedPage.Draw(whole.Path, 1, DotsPerInch).Cut(1000 - (Seal / 2), 1000 - (Seal / 2), Seal, Seal);
        var differing = RenderedPage.Join(slices, isUpright).Differences(expected, tolerance: 160).Count();
        Assert.InRange(differing, 0, Seal * Seal / 200);
    }

    [Fact]
    public async Task Nothing_of_a_slice_lies_elsewhere_on_the_page()
    {
        Assert.SkipUnless(Tools.Has("mutool"), "mupdf-tools is not installed.");
        using var file = new TemporaryFile(await Sealing.SealAsync(
            SamplePages.Of(Mixed[0], Mixed[0], Mixed[0], Mixed[0]), Sealing.Options(new StraddlePlacement(Sealing.UnitSeal))));

        foreach (var page in Enumerable.Range(1, 4))
        {
            var painted = RenderedPage.Draw(file.Path, page, DotsPerInch).Painted();
            Assert.InRange(painted.Left, 199.9, 203);
            Assert.InRange(painted.Right, 209.8, 210);
            Assert.InRange(painted.Top, (297 / 2.0) - 20.2, 297 / 2.0);
            Assert.InRange(painted.Bottom, 297 / 2.0, (297 / 2.0) + 20.2);
        }
    }

    [Theory]
    [InlineData(2, 20, new[] { 2 })]
    [InlineData(20, 20, new[] { 20 })]
    [InlineData(21, 20, new[] { 11, 10 })]
    [InlineData(41, 20, new[] { 14, 14, 13 })]
    [InlineData(60, 20, new[] { 20, 20, 20 })]
    [InlineData(3, 2, new[] { 3 })]
    [InlineData(5, 2, new[] { 3, 2 })]
    public void Pages_are_shared_out_evenly_and_no_seal_is_left_to_one_page(int pages, int mostSlices, int[] expected) =>
        Assert.Equal(expected, StraddleSlices.GroupSizes(pages, mostSlices));

    [Fact]
    public async Task A_document_of_one_page_has_nothing_to_straddle()
    {
        Assert.Equal("nothing-to-straddle", await Sealing.RefusedAsync(PdfText.OnePage().Bytes, Sealing.Options(new StraddlePlacement(Sealing.UnitSeal))));
        Assert.NotEmpty(await Sealing.SealAsync(
            PdfText.OnePage().Bytes, Sealing.Options(new SealImpression(1, 100, 100, Sealing.UnitSeal), new StraddlePlacement(Sealing.UnitSeal))));
    }

    [Fact]
    public async Task The_picture_is_stored_once_for_three_hundred_slices()
    {
        var pages = Enumerable.Repeat(Mixed[0], 300).ToArray();
        var plain = SamplePages.Of(pages);

        var bytes = await Sealing.SealAsync(plain, Sealing.Options(new StraddlePlacement(Sealing.UnitSeal)));

        // 300 page objects, their little content streams and cross-reference entries, the container, and one picture.
        Assert.InRange(bytes.Length - plain.Length, 1, (300 * 500) + (32 << 10) + (12 << 10));
    }

    [Fact]
    public async Task Outside_judges_find_the_straddled_document_in_order()
    {
        Assert.SkipUnless(Tools.Has("pdfsig") && Tools.Has("mutool") && Tools.Has("qpdf"), "poppler-utils, mupdf-tools or qpdf is not installed.");
        using var file = new TemporaryFile(await Sealing.SealAsync(
            SamplePages.Of(Mixed), Sealing.Options(new SealImpression(-1, 100, 100, Sealing.UnitSeal), new StraddlePlacement(Sealing.UnitSeal))));

        Assert.Contains("Signature is Valid", Tools.Run("pdfsig", "-nocert", file.Path).Output, StringComparison.Ordinal);
        Assert.Equal(0, Tools.Run("qpdf", "--check", file.Path).ExitCode);
        Assert.Contains("unchanged since signing", Tools.Run("mutool", "sign", "-v", file.Path).Output, StringComparison.Ordinal);
    }
}
