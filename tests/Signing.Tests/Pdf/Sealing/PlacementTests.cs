using System.Globalization;

namespace Market.Signing.Tests.Pdf.Sealing;

public sealed class PlacementTests
{
    private const int DotsPerInch = 127;
    private const double Tolerance = 0.2;
    private const string A4 = "/MediaBox[0 0 595.276 841.89]";
    private const string A4Across = "/MediaBox[0 0 841.89 595.276]";

    public static TheoryData<string, string> Pages => new()
    {
        { "plain", A4 },
        { "turned right", A4Across + "/Rotate 90" },
        { "turned over", A4 + "/Rotate 180" },
        { "turned left", A4Across + "/Rotate -90" },
        { "cropped", "/MediaBox[-100 -50 900 1000]/CropBox[30 40 625.276 881.89]" },
        { "cropped and turned", "/MediaBox[-100 -50 1000 1000]/CropBox[30 40 871.89 635.276]/Rotate 270" },
        { "large units", "/MediaBox[0 0 297.638 420.945]/UserUnit 2" },
        { "large units, cropped and turned", "/MediaBox[0 0 600 600]/CropBox[10 20 430.945 317.638]/UserUnit 2/Rotate 90" },
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_seal_has_its_place_and_size_in_millimetres_on_pages_of_every_kind(string why, string page)
    {
        var place = new SealImpression(1, 150, 240, Sealing.UnitSeal);

        var painted = (await PaintAsync([page], place)).Painted();

        Near(130, painted.Left, why);
        Near(220, painted.Top, why);
        Near(170, painted.Right, why);
        Near(260, painted.Bottom, why);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_title_block_is_measured_from_the_lower_right_corner_as_displayed(string why, string page)
    {
        var painted = (await PaintAsync([page], new TitleBlockPlacement(40, 30, Sealing.UnitSeal))).Painted();

        Near(210 - 60, painted.Left, why);
        Near(297 - 10, painted.Bottom, why);
    }

    [Fact]
    public async Task A_turned_A1_drawing_is_sealed_in_its_title_block()
    {
        var painted = (await PaintAsync(["/MediaBox[0 0 1683.78 2383.94]/Rotate 90"], new TitleBlockPlacement(45, 35, Sealing.UnitSeal))).Painted();

        Near(841 - 65, painted.Left, "left");
        Near(841 - 25, painted.Right, "right");
        Near(594 - 55, painted.Top, "top");
        Near(594 - 15, painted.Bottom, "bottom");
    }

    [Fact]
    public async Task Drawn_places_are_as_exact_as_the_signatures_own()
    {
        string[] pages = [A4, A4Across + "/Rotate 90", A4 + "/Rotate 180"];

        using var file = await SealAsync(pages, new EveryPagePlacement(100, 50, Sealing.UnitSeal));

        foreach (var page in Enumerable.Range(1, 3))
        {
            var painted = RenderedPage.Draw(file.Path, page, DotsPerInch).Painted();
            Near(80, painted.Left, $"page {page}");
            Near(30, painted.Top, $"page {page}");
            Near(120, painted.Right, $"page {page}");
        }
    }

    [Fact]
    public async Task Only_the_pages_named_are_sealed()
    {
        using var file = await SealAsync([A4, A4, A4, A4], new EveryPagePlacement(100, 50, Sealing.UnitSeal) { Pages = PageSet.Parse("2,-1") });

        Assert.Equal([false, true, false, true], Enumerable.Range(1, 4).Select(page => RenderedPage.Draw(file.Path, page, 36).Points.Any(point => point < 200)));
    }

    [Fact]
    public async Task Nobody_said_where_so_the_seal_goes_to_the_lower_right_of_the_last_page()
    {
        using var file = await SealAsync([A4, A4Across], new DefaultPlacement(Sealing.UnitSeal));

        var painted = RenderedPage.Draw(file.Path, 2, DotsPerInch).Painted();
        Near(297 - 20, painted.Right, "right");
        Near(210 - 20, painted.Bottom, "bottom");
    }

    [Fact]
    public async Task Nobody_said_where_so_the_only_empty_field_is_filled()
    {
        var bytes = await Sealing.SealAsync(WithFields("UnitSeal"), Sealing.Options(new DefaultPlacement(Sealing.UnitSeal)));

        using var file = new TemporaryFile(bytes);
        var painted = RenderedPage.Draw(file.Path, 1, DotsPerInch).Painted();
        Near(30, (painted.Left + painted.Right) / 2, "the field's middle");
        Assert.Equal(["UnitSeal"], PdfInspector.Inspect(new MemoryStream(bytes)).SignedFields);
    }

    [Fact]
    public async Task Nobody_said_where_and_of_two_empty_fields_none_is_guessed()
    {
        var bytes = await Sealing.SealAsync(WithFields("One", "Two"), Sealing.Options(new DefaultPlacement(Sealing.UnitSeal)));

        Assert.Equal(["Seal1"], PdfInspector.Inspect(new MemoryStream(bytes)).SignedFields);
    }

    [Fact]
    public async Task A_named_field_is_filled_and_no_other_made_in_its_name()
    {
        var bytes = await Sealing.SealAsync(WithFields("One", "Two"), Sealing.Options(new FieldPlacement("Two", Sealing.UnitSeal)));

        Assert.Equal(["Two"], PdfInspector.Inspect(new MemoryStream(bytes)).SignedFields);
        Assert.Equal("no-such-field", await Sealing.RefusedAsync(WithFields("One"), Sealing.Options(new FieldPlacement("Two", Sealing.UnitSeal))));
        Assert.Equal("no-such-field", await Sealing.RefusedAsync(PdfText.OnePage().Bytes, Sealing.Options(new FieldPlacement("Two", Sealing.UnitSeal))));
    }

    [Fact]
    public async Task A_seal_fills_one_field_only()
    {
        Assert.Equal("unusable-field", await Sealing.RefusedAsync(
            WithFields("One", "Two"), Sealing.Options(new FieldPlacement("One", Sealing.UnitSeal), new FieldPlacement("Two", Sealing.UnitSeal))));
        Assert.Equal("unusable-field", await Sealing.RefusedAsync(
            WithFields("One", "Two"), Sealing.Options(new FieldPlacement("One", Sealing.UnitSeal)) with { FieldName = "Two" }));
    }

    [Fact]
    public async Task Where_a_visible_field_is_filled_a_rule_for_many_places_keeps_all_of_them()
    {
        Assert.SkipUnless(Tools.Has("mutool"), "mupdf-tools is not installed.");
        var options = Sealing.Options(new EveryPagePlacement(150, 50, Sealing.UnitSeal)) with { FieldName = "One" };
        using var file = new TemporaryFile(await Sealing.SealAsync(WithFields("One"), options));

        var painted = RenderedPage.Draw(file.Path, 1, DotsPerInch).Painted();

        Near(170, painted.Right, "the place on the page");
        Near(20, painted.Left, "the field");
    }

    [Fact]
    public async Task On_a_signed_document_a_seal_has_one_place()
    {
        var signed = await Sealing.SealAsync(SamplePages.Of(A4, A4), Sealing.Options(new SealImpression(1, 50, 50, Sealing.UnitSeal)));
        var place = new SealImpression(1, 150, 240, Sealing.UnitSeal);

        Assert.Equal("stamp-after-signature", await Sealing.RefusedAsync(signed, Sealing.Options(new StraddlePlacement(Sealing.UnitSeal))));
        Assert.Equal("stamp-after-signature", await Sealing.RefusedAsync(signed, Sealing.Options(place, place)));
        Assert.Equal("stamp-after-signature", await Sealing.RefusedAsync(signed, Sealing.Options(place) with { PlannedPlacements = [place] }));
        Assert.NotEmpty(await Sealing.SealAsync(signed, Sealing.Options(place)));
    }

    [Fact]
    public async Task What_later_signers_plan_is_drawn_with_the_first_signature_and_theirs_then_leaves_it_unchanged()
    {
        var unit = new StraddlePlacement(Sealing.UnitSeal);
        var first = await Sealing.SealAsync(
            SamplePages.Of(A4, A4, A4), Sealing.Options(new SealImpression(-1, 50, 240, SealPicture.Personal("王小明"))) with { PlannedPlacements = [unit] });

        var both = await Sealing.SealAsync(first, Sealing.Options(new SealImpression(-1, 150, 240, Sealing.UnitSeal)));

        using var file = new TemporaryFile(both);
        Near(210, RenderedPage.Draw(file.Path, 1, DotsPerInch).Painted().Right, "the planned slice");
        var report = PdfSealValidator.Validate(new MemoryStream(both), new ValidationOptions { AsOf = TestKeys.At });
        Assert.All(report.Signatures, signature => Assert.True(signature is { Intact: true, CoversWholeFile: true }));
    }

    private static byte[] WithFields(params string[] names)
    {
        var kids = string.Join(' ', names.Select((_, i) => $"{4 + i} 0 R"));
        var text = new PdfText()
            .Object(1, $"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[{kids}]>>>>")
            .Object(2, "<</Type/Pages/Kids[3 0 R]/Count 1>>")
            .Object(3, $"<</Type/Page/Parent 2 0 R{A4}/Resources<<>>/Annots[{kids}]>>");
        for (var i = 0; i < names.Length; i++)
        {
            // 20 to 40 mm from the left of the page.
            text.Object(4 + i, string.Create(
                CultureInfo.InvariantCulture, $"<</Type/Annot/Subtype/Widget/FT/Sig/T({names[i]})/F 4/P 3 0 R/Rect[56.693 {100 + (i * 200)} 113.386 {200 + (i * 200)}]>>"));
        }

        return text.End($"/Size {4 + names.Length}/Root 1 0 R").Bytes;
    }

    private static async Task<RenderedPage> PaintAsync(string[] pages, SealPlacement placement)
    {
        using var file = await SealAsync(pages, placement);
        return RenderedPage.Draw(file.Path, 1, DotsPerInch);
    }

    private static async Task<TemporaryFile> SealAsync(string[] pages, SealPlacement placement)
    {
        Assert.SkipUnless(Tools.Has("mutool"), "mupdf-tools is not installed.");
        return new TemporaryFile(await Sealing.SealAsync(SamplePages.Of(pages), Sealing.Options(placement)));
    }

    private static void Near(double expected, double actual, string what) =>
        Assert.True(Math.Abs(expected - actual) <= Tolerance, string.Create(CultureInfo.InvariantCulture, $"{what}: {actual:0.00} instead of {expected:0.00} mm"));
}
