using System.Security.Cryptography;
using Market.Signing.Cms;
using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Reading;
using Market.Signing.Pdf.Signatures;
using Market.Signing.Tests.Samples;

namespace Market.Signing.Tests.Pdf.Sealing;

public sealed class PdfSealerTests
{
    public static TheoryData<string> Names => new(SampleDocuments.All.Select(sample => sample.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_sealed_sample_is_clean_for_qpdf_and_valid_and_wholly_covered_for_pdfsig(string name)
    {
        Assert.SkipUnless(Tools.Has("qpdf") && Tools.Has("pdfsig"), "qpdf or poppler-utils is not installed.");
        var original = await File.ReadAllBytesAsync(SampleDocuments.PathOf(name), TestContext.Current.CancellationToken);

        var once = await Sealing.SealAsync(original, Sealing.Options(new SealImpression(-1, 150, 240, Sealing.UnitSeal)));
        var twice = await Sealing.SealAsync(once, Sealing.Options(new SealImpression(-1, 100, 240, Sealing.UnitSeal)));

        Assert.True(twice.AsSpan(0, once.Length).SequenceEqual(once) && once.AsSpan(0, original.Length).SequenceEqual(original));
        using var file = new TemporaryFile(twice);
        var qpdf = Tools.Run("qpdf", "--check", file.Path);
        Assert.True(qpdf.ExitCode == 0, qpdf.Output);
        var pdfsig = Tools.Run("pdfsig", "-nocert", file.Path).Output;
        Assert.Equal(2, pdfsig.Split("Signature is Valid").Length - 1);
        Assert.Contains("  - Total document signed", pdfsig, StringComparison.Ordinal);
        Assert.Contains("ETSI.CAdES.detached", pdfsig, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("letter.pdf", XrefForm.Table)]
    [InlineData("survey-report.pdf", XrefForm.Stream)]
    public async Task The_update_answers_in_the_form_it_found(string name, object form)
    {
        var original = await File.ReadAllBytesAsync(SampleDocuments.PathOf(name), TestContext.Current.CancellationToken);

        using var stream = new MemoryStream(await Sealing.SealAsync(original, Sealing.Options()));
        using var file = PdfFile.Open(stream);

        Assert.Equal(2, file.Revisions.Count);
        Assert.True(file.Current.IsRegular);
        Assert.Equal((XrefForm)form, file.Current.Sections[0].Form);
        Assert.Equal(original.Length, file.Revisions[0].End);
    }

    [Fact]
    public async Task The_byte_range_covers_everything_but_the_signature_value()
    {
        var bytes = await Sealing.SealAsync(PdfText.OnePage().Bytes, Sealing.Options());
        using var stream = new MemoryStream(bytes);
        using var file = PdfFile.Open(stream);

        var field = Assert.Single(SignatureFields.Read(file, file.Current));
        var signature = file.Current.Dictionary(field.Value)!;
        var range = ByteRange.TryRead(file.Current.Resolve(signature["ByteRange"]))!.Value;

        Assert.Equal("Seal1", field.Name);
        Assert.Equal(bytes.Length, range.End);
        Assert.Equal((byte)'<', bytes[range.GapStart]);
        Assert.Equal((byte)'>', bytes[range.GapEnd - 1]);
        Assert.Equal((2 * 16384) + 2, range.GapEnd - range.GapStart);
        Assert.Equal(PdfString.Text("D:20261122090000+08'00'"), signature["M"]);
        Assert.Equal(PdfString.Text("审查"), signature["Reason"]);
        Assert.False(signature.ContainsKey("Cert"));
        Assert.Single(field.Widgets);
    }

    [Fact]
    public async Task Attachments_and_stamps_join_the_first_revision_and_are_found_by_others()
    {
        Assert.SkipUnless(Tools.Has("pdfdetach") && Tools.Has("pdftotext"), "poppler-utils is not installed.");
        var modules = new bool[25, 25];
        modules[0, 0] = modules[3, 4] = true;
        var options = Sealing.Options(new SealImpression(1, 150, 240, Sealing.UnitSeal)) with
        {
            Attachments = [new PdfAttachment("market.json", "application/json", "{\"task\":\"T-1\"}"u8.ToArray())],
            Stamps = [new PageStamp(1, 20, 20, modules, 18, ["扫码核验", "GHSC-2026-0093"])],
        };

        var bytes = await Sealing.SealAsync(await File.ReadAllBytesAsync(SampleDocuments.PathOf("letter.pdf"), TestContext.Current.CancellationToken), options);

        using var sealedFile = new TemporaryFile(bytes);
        Assert.Contains("market.json", Tools.Run("pdfdetach", "-list", sealedFile.Path).Output, StringComparison.Ordinal);
        Assert.Contains("扫码核验", Tools.Run("pdftotext", sealedFile.Path, "-").Output, StringComparison.Ordinal);
        Assert.Contains("Signature is Valid", Tools.Run("pdfsig", "-nocert", sealedFile.Path).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_signature_only_the_seal_itself_may_come()
    {
        var once = await Sealing.SealAsync(PdfText.OnePage().Bytes, Sealing.Options());
        var place = new SealImpression(1, 100, 100, Sealing.UnitSeal);

        Assert.Equal("stamp-after-signature", await Sealing.RefusedAsync(once, Sealing.Options(place, place)));
        Assert.Equal("stamp-after-signature", await Sealing.RefusedAsync(once, Sealing.Options() with { Attachments = [new PdfAttachment("a", "text/plain", default)] }));
        Assert.Equal("field-already-signed", await Sealing.RefusedAsync(once, Sealing.Options() with { FieldName = "Seal1" }));
    }

    [Fact]
    public async Task The_picture_is_stored_once_however_many_impressions()
    {
        var document = await File.ReadAllBytesAsync(SampleDocuments.PathOf("design-text.pdf"), TestContext.Current.CancellationToken);

        var one = await Sealing.SealAsync(document, Sealing.Options(new SealImpression(1, 100, 100, Sealing.UnitSeal)));
        var many = await Sealing.SealAsync(document, Sealing.Options([.. Enumerable.Range(1, 60).Select(page => new SealImpression(page, 100, 100, Sealing.UnitSeal))]));

        Assert.InRange(many.Length - one.Length, 0, 60 * 600);
    }

    [Theory]
    [InlineData("locked-by-certification", "/Perms<</DocMDP 9 0 R>>", "<</Type/Sig/Reference[<</TransformMethod/DocMDP/TransformParams<</P 1>>>>]>>")]
    [InlineData("locked-field", "", "<</Type/Sig/Reference[<</TransformMethod/FieldMDP/TransformParams<</Action/All>>>>]>>")]
    [InlineData("locked-field", "", "<</Type/Sig/Reference[<</TransformMethod/FieldMDP/TransformParams<</Action/Exclude/Fields[(Other)]>>>>]>>")]
    public async Task An_earlier_lock_is_obeyed(string code, string catalog, string signature)
    {
        var document = PdfText.OnePage($"/AcroForm<</Fields[8 0 R]>>{catalog}")
            .Object(8, "<</FT/Sig/T(First)/V 9 0 R>>").Object(9, signature).End("/Size 10/Root 1 0 R").Bytes;

        Assert.Equal(code, await Sealing.RefusedAsync(document, Sealing.Options()));
    }

    [Theory]
    [InlineData(2, "no-such-page")]
    [InlineData(0, "no-such-page")]
    [InlineData(-2, "no-such-page")]
    public async Task A_page_that_is_not_there_is_refused(int page, string code) =>
        Assert.Equal(code, await Sealing.RefusedAsync(PdfText.OnePage().Bytes, Sealing.Options(new SealImpression(page, 50, 50, Sealing.UnitSeal))));

    [Theory]
    [InlineData(19, 100)]
    [InlineData(100, 278)]
    [InlineData(double.NaN, 100)]
    public async Task A_seal_over_the_edge_is_refused(double x, double y) =>
        Assert.Equal("outside-page", await Sealing.RefusedAsync(PdfText.OnePage().Bytes, Sealing.Options(new SealImpression(1, x, y, Sealing.UnitSeal))));

    [Fact]
    public async Task An_existing_empty_field_is_filled_where_it_stands()
    {
        var document = PdfText.OnePage("/AcroForm<</Fields[8 0 R]>>", "/Annots[8 0 R]")
            .Object(8, "<</Type/Annot/Subtype/Widget/FT/Sig/T(\u00feSeal)/Rect[100 100 300 200]/P 3 0 R/F 4>>".Replace("\u00fe", "Unit", StringComparison.Ordinal))
            .End("/Size 9/Root 1 0 R").Bytes;
        var options = Sealing.Options(new SealImpression(1, 0, 0, Sealing.UnitSeal)) with { FieldName = "UnitSeal" };

        using var stream = new MemoryStream(await Sealing.SealAsync(document, options));
        using var file = PdfFile.Open(stream);

        var field = Assert.Single(SignatureFields.Read(file, file.Current));
        Assert.True(field.IsSigned);
        Assert.Equal(PdfArray.OfIntegers(100, 100, 300, 200), field.Dictionary["Rect"]);
        Assert.True(field.Dictionary.ContainsKey("AP"));
    }

    [Fact]
    public async Task A_remote_key_signs_between_the_halves_of_the_split_operation()
    {
        Assert.SkipUnless(Tools.Has("pdfsig"), "poppler-utils is not installed.");
        var cancel = TestContext.Current.CancellationToken;
        using var key = TestKeys.Create();
        using var input = new MemoryStream(PdfText.OnePage().Bytes);
        using var document = new MemoryStream();

        var kept = (await PdfSealer.PrepareAsync(input, document, Sealing.Options(), HashAlgorithmName.SHA256, cancel)).ToJson();
        var prepared = PreparedSeal.FromJson(kept);
        var cms = await CmsSigner.SignAsync(prepared.Digest, key, TestKeys.At, tsa: null, cancel);
        await prepared.CompleteAsync(document, cms, cancel);

        using var file = new TemporaryFile(document.ToArray());
        Assert.Contains("Signature is Valid", Tools.Run("pdfsig", "-nocert", file.Path).Output, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidOperationException>(() => prepared.CompleteAsync(document, cms, cancel));
    }

    [Fact]
    public async Task A_signature_larger_than_its_container_is_refused()
    {
        var options = Sealing.Options() with { SignatureContainerBytes = 1024 };

        Assert.Equal("container-too-small", await Sealing.RefusedAsync(PdfText.OnePage().Bytes, options));
    }
}
