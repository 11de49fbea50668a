using Market.Signing.Tests.Pdf;

namespace Market.Signing.Tests.Samples;

public sealed class BadSamplesTests
{
    [Theory]
    [InlineData("not-a-pdf.pdf", PdfFormatException.NotAPdf)]
    [InlineData("encrypted.pdf", PdfFormatException.Encrypted)]
    [InlineData("damaged.pdf", PdfFormatException.Damaged)]
    [InlineData("no-pages.pdf", PdfFormatException.NoPages)]
    public async Task A_bad_document_is_refused_with_its_code_and_nothing_is_written(string name, string code)
    {
        using var key = TestKeys.Create();
        using var input = File.OpenRead(SampleDocuments.PathOf(Path.Combine("bad", name)));
        using var output = new MemoryStream();

        var refused = await Assert.ThrowsAsync<PdfFormatException>(() => PdfSealer.SealAsync(
            input, output, key, new SealOptions { ClaimedAt = TestKeys.At }, tsa: null, TestContext.Current.CancellationToken));

        Assert.Equal(code, refused.Code);
        Assert.Equal(0, output.Length);
    }

    [Fact]
    public void An_encrypted_document_is_described_as_encrypted()
    {
        using var input = File.OpenRead(SampleDocuments.PathOf("bad/encrypted.pdf"));

        Assert.True(PdfInspector.Inspect(input).Encrypted);
    }
}
