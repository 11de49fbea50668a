using System.Globalization;
using Market.Signing;
using Market.Signing.Documents;

namespace Market.Benchmarks;

/// <summary>What a seal adds to a file: the signature container, the picture, the rest.</summary>
internal static class GrowthBench
{
    private const int Pages = 30;

    public static IEnumerable<string> Run()
    {
        using var bench = new SealBench("rsa2048");
        var picture = SealPicture.Round("长沙市规划技术审查中心有限公司服务部", "审查");
        yield return "| form | growth, bytes | container | picture | the rest | each further place |";
        yield return "|---|---|---|---|---|---|";
        foreach (var form in new[] { PdfFileForm.CrossReferenceTable, PdfFileForm.ObjectStreams })
        {
            var (input, output) = (Path.Combine(bench.Folder, "in.pdf"), Path.Combine(bench.Folder, "out.pdf"));
            BenchDocuments.Write(input, Pages, 10, 10_000, form);
            var invisible = Growth([]);
            var one = Growth([new SealImpression(1, 150, 240, picture)]);
            var all = Growth([.. Enumerable.Range(1, Pages).Select(page => new SealImpression(page, 150, 240, picture))]);
            var container = 2 * SealBench.ContainerBytes;
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"| {(form == PdfFileForm.CrossReferenceTable ? "table" : "object streams")} | {one:N0} | {container:N0} | {one - invisible:N0} | {invisible - container:N0} | {(all - one) / (Pages - 1):N0} |");

            long Growth(IReadOnlyList<SealPlacement> places)
            {
                bench.Seal(input, output, bench.Options with { Placements = places });
                return new FileInfo(output).Length - new FileInfo(input).Length;
            }
        }
    }
}
