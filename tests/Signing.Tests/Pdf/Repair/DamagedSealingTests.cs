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
