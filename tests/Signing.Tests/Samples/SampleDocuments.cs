using Market.Signing.Documents;

namespace Market.Signing.Tests.Samples;

/// <summary>The documents of <c>tests/Samples</c>: what agencies and owners really hand in, with invented parties. Run the
/// tests with MARKET_WRITE_SAMPLES=1 to write them again.</summary>
internal static class SampleDocuments
{
    public static readonly DateTimeOffset MadeAt = new(2026, 3, 16, 9, 30, 0, TimeSpan.FromHours(8));

    /// <summary>File name, number of pages, form of cross-reference, and how to make it.</summary>
    public static readonly IReadOnlyList<Sample> All =
    [
        new("letter.pdf", "关于湘江云谷二期项目日照分析有关事项的复函", 1, PdfFileForm.CrossReferenceTable, ReportSamples.Letter),
        new("technical-review.pdf", "规划方案技术审查意见书", 4, PdfFileForm.CrossReferenceTable, ReportSamples.TechnicalReview),
        new("sunlight-review.pdf", "日照分析复核报告", 6, PdfFileForm.ObjectStreams, ReportSamples.SunlightReview),
        new("survey-report.pdf", "竣工规划核实测绘报告", 9, PdfFileForm.ObjectStreams, ReportSamples.SurveyReport),
        new("site-plan-a1.pdf", "总平面图", 1, PdfFileForm.ObjectStreams, DrawingSamples.SitePlan),
        new("design-text.pdf", "湘江云谷二期设计方案文本", 60, PdfFileForm.CrossReferenceTable, DrawingSamples.DesignText),
    ];

    public static string Folder { get; } = FindFolder();

    public static string PathOf(string name) => Path.Combine(Folder, name);

    public static byte[] Make(Sample sample)
    {
        var document = new PdfDocumentWriter();
        sample.Draw(document);
        using var output = new MemoryStream();
        document.Save(output, sample.Title, MadeAt, sample.Form);
        return output.ToArray();
    }

    private static string FindFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Market.sln")))
            {
                return Path.Combine(folder.FullName, "tests", "Samples");
            }
        }

        throw new InvalidOperationException("The tests run outside the repository.");
    }
}

internal sealed record Sample(string Name, string Title, int Pages, PdfFileForm Form, Action<PdfDocumentWriter> Draw)
{
    public override string ToString() => Name;
}
