using Market.Signing.Documents;
using Market.Signing.Pdf.Reading;
using Market.Signing.Tests.Pdf;

namespace Market.Signing.Tests.Samples;

public sealed class SampleDocumentsTests
{
    public static TheoryData<string> Names => new(SampleDocuments.All.Select(sample => sample.Name));

    private static bool ShouldWrite => Environment.GetEnvironmentVariable("MARKET_WRITE_SAMPLES") == "1";

    [Theory]
    [MemberData(nameof(Names))]
    public void A_committed_sample_has_the_pages_and_the_form_its_maker_gives_it(string name)
    {
        var sample = SampleDocuments.All.Single(known => known.Name == name);
        if (ShouldWrite)
        {
            Directory.CreateDirectory(SampleDocuments.Folder);
            File.WriteAllBytes(SampleDocuments.PathOf(name), SampleDocuments.Make(sample));
        }

        using var committed = File.OpenRead(SampleDocuments.PathOf(name));
        var description = PdfInspector.Inspect(committed);

        Assert.Equal(sample.Pages, description.PageCount);
        Assert.False(description.HasActiveContent);
        Assert.Empty(description.SignedFields);
        using var file = PdfFile.Open(committed);
        Assert.Equal(sample.Form == PdfFileForm.CrossReferenceTable ? XrefForm.Table : XrefForm.Stream, file.Current.Sections[0].Form);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_maker_still_draws_the_text_of_the_committed_sample(string name)
    {
        Assert.SkipUnless(Tools.Has("pdftotext"), "poppler-utils is not installed.");
        var sample = SampleDocuments.All.Single(known => known.Name == name);
        using var made = new TemporaryFile(SampleDocuments.Make(sample));

        var text = Tools.Run("pdftotext", made.Path, "-").Output;

        Assert.Equal(Tools.Run("pdftotext", SampleDocuments.PathOf(name), "-").Output, text);
        Assert.Contains(sample.Title[..4], text.ReplaceLineEndings(""), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_sample_is_a_clean_file_for_qpdf(string name)
    {
        Assert.SkipUnless(Tools.Has("qpdf"), "qpdf is not installed.");

        var result = Tools.Run("qpdf", "--check", SampleDocuments.PathOf(name));

        Assert.True(result.ExitCode == 0, result.Output);
    }
}
