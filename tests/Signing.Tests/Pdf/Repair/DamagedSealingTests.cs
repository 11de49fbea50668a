using System.Security.Cryptography;
using Market.Signing.Tests.Samples;

namespace Market.Signing.Tests.Pdf.Repair;

public sealed class DamagedSealingTests
{
    public static TheoryData<string, string> Cases => Damage.Cases;

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_damaged_document_is_rebuilt_and_sealed_clean(string way, string name)
    {
        Assert.SkipUnless(Tools.Has("qpdf") && Tools.Has("pdfsig"), "qpdf or poppler-utils is not installed.");
        var damaged = Damage.Do(way, await File.ReadAllBytesAsync(SampleDocuments.PathOf(name), TestContext.Current.CancellationToken));
        var options = Sealing.Sealing.Options(new SealImpression(1, 100, 100, Sealing.Sealing.UnitSeal)) with { CheckWholeDocument = true };

        using var sealedFile = new TemporaryFile(await Sealing.Sealing.SealAsync(damaged, options));

        var qpdf = Tools.Run("qpdf", "--check", sealedFile.Path);
        Assert.True(qpdf.ExitCode == 0, qpdf.Output);
        var pdfsig = Tools.Run("pdfsig", "-nocert", sealedFile.Path).Output;
        Assert.Contains("Signature is Valid", pdfsig, StringComparison.Ordinal);
        Assert.Contains("Total document signed", pdfsig, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_may_want_damaged_documents_refused()
    {
        var damaged = Damage.Do("startxref points elsewhere", PdfText.OnePage().Bytes);

        var refused = await Assert.ThrowsAsync<PdfFormatException>(
            () => Sealing.Sealing.SealAsync(damaged, Sealing.Sealing.Options() with { RebuildDamaged = false }));

        Assert.Equal(PdfFormatException.Damaged, refused.Code);
    }

    [Fact]
    public async Task A_seal_and_a_prepared_one_both_tell_that_the_document_was_rebuilt_and_why()
    {
        var damaged = Damage.Do("startxref points elsewhere", PdfText.OnePage().Bytes);
        using var input = new MemoryStream(damaged);
        using var key = TestKeys.Create();

        var outcome = await PdfSealer.SealAsync(input, Stream.Null, key, Sealing.Sealing.Options(), tsa: null, TestContext.Current.CancellationToken);
        var prepared = await PdfSealer.PrepareAsync(input, Stream.Null, Sealing.Sealing.Options(), HashAlgorithmName.SHA256, TestContext.Current.CancellationToken);
        var kept = PreparedSeal.FromJson(prepared.ToJson());

        Assert.Contains(outcome.Warnings, warning => warning.Code == SealWarning.DocumentRebuilt);
        Assert.Contains(outcome.Repair!.Notes, note => note.Code == RepairNote.CrossReference);
        Assert.Equal(SealWarning.DocumentRebuilt, Assert.Single(kept.Warnings).Code);
        Assert.Equal(outcome.Repair.Notes, kept.Repair!.Notes);
    }

    [Fact]
    public async Task Nothing_is_told_of_a_sound_document()
    {
        using var input = new MemoryStream(PdfText.OnePage().Bytes);

        var prepared = await PdfSealer.PrepareAsync(
            input, Stream.Null, Sealing.Sealing.Options() with { CheckWholeDocument = true }, HashAlgorithmName.SHA256, TestContext.Current.CancellationToken);

        Assert.Null(PreparedSeal.FromJson(prepared.ToJson()).Repair);
    }

    [Theory]
    [InlineData("<</A 1>>", false)]
    [InlineData("<</A 1", true)]
    [InlineData(">>", true)]
    public void An_object_that_cannot_be_read_inside_an_object_stream_is_found(string value, bool isDamaged)
    {
        // A hybrid file (7.5.8.4): object 5 is listed by the stream beside the table only, and nothing refers to it.
        var text = PdfText.OnePage().Object(4, $"<</Type/ObjStm/N 1/First 4/Length {value.Length + 4}>>stream\n5 0 {value}\nendstream");
        var beside = text.Length;
        text.Raw("6 0 obj\n<</Type/XRef/Size 7/W[1 2 1]/Index[5 1]/Filter/AHx/Length 9>>stream\n02000400>\nendstream\nendobj\n");
        using var pdf = text.End($"/Size 7/Root 1 0 R/XRefStm {beside}").Open();

        Assert.Equal(1, PdfInspector.Inspect(pdf).PageCount);
        var refusal = Record.Exception(() => PdfInspector.Inspect(pdf, wholeDocument: true)) as PdfFormatException;

        Assert.Equal(isDamaged ? PdfFormatException.Damaged : null, refusal?.Code);
    }

    [Fact]
    public async Task A_damaged_signed_document_is_not_sealed_again()
    {
        var damaged = Damage.Do("startxref points elsewhere", await Sealing.Sealing.SealAsync(PdfText.OnePage().Bytes, Sealing.Sealing.Options()));

        var refused = await Assert.ThrowsAsync<PdfFormatException>(() => Sealing.Sealing.SealAsync(damaged, Sealing.Sealing.Options()));

        Assert.Equal(PdfFormatException.DamagedSigned, refused.Code);
    }

    [Fact]
    public async Task A_large_damaged_document_is_rebuilt_beside_memory()
    {
        var padding = new string(' ', 5 << 20);
        var damaged = Damage.Do("startxref points elsewhere", PdfText.OnePage().Object(4, $"<</Length {padding.Length}>>stream\n{padding}\nendstream").End("/Size 5/Root 1 0 R").Bytes);

        var bytes = await Sealing.Sealing.SealAsync(damaged, Sealing.Sealing.Options());

        // What no page refers to is left out of the rebuilt document.
        Assert.InRange(bytes.Length, 1 << 10, 100 << 10);
    }
}
