using Market.Marketplace.ProjectBoxes;
using Market.Signing.Documents;

namespace Market.Web.Demonstration;

/// <summary>What lies in the boxes of the demonstration's projects: the first one's papers agree; the second one's permit and
/// conditions name two different site areas, which the program points out.</summary>
internal static class DemonstrationBox
{
    private const string Bureau = "湘源市自然资源和规划局";

    private static readonly DateOnly IssuedOn = new(2026, 5, 12);
    private static readonly DateTimeOffset DrawnAt = new(2026, 5, 12, 1, 0, 0, TimeSpan.Zero);

    public static IReadOnlyList<ArtifactEntry> Residential { get; } =
    [
        new(ArtifactKind.PlanningCondition, "湘源规条〔2026〕18号", "湘江云谷住宅小区一期规划条件", Bureau, IssuedOn, new DateOnly(2027, 5, 11), new Dictionary<string, string>
        {
            ["用地面积"] = "39282.05",
            ["容积率"] = "2.20",
            ["建筑密度"] = "22",
            ["绿地率"] = "35",
            ["建筑高度"] = "60",
            ["机动车位"] = "800",
        }),
        new(ArtifactKind.LandPermit, "地字第430104202600031号", "湘江云谷住宅小区一期建设用地规划许可证", Bureau, IssuedOn.AddDays(20), null, new Dictionary<string, string> { ["用地面积"] = "39282.05" }),
    ];

    public static IReadOnlyList<ArtifactEntry> Research { get; } =
    [
        new(ArtifactKind.PlanningCondition, "湘源规条〔2026〕23号", "湘江云谷产业研发中心规划条件", Bureau, IssuedOn, new DateOnly(2027, 5, 11), new Dictionary<string, string>
        {
            ["用地面积"] = "15320.00",
            ["容积率"] = "3.00",
            ["绿地率"] = "20",
        }),
        new(ArtifactKind.LandPermit, "地字第430104202600038号", "湘江云谷产业研发中心建设用地规划许可证", Bureau, IssuedOn.AddDays(20), null, new Dictionary<string, string> { ["用地面积"] = "15230.00" }),
    ];

    /// <summary>The paper itself, one page.</summary>
    public static byte[] Draw(ArtifactEntry entry)
    {
        var document = new PdfDocumentWriter();
        var flow = new PdfFlow(document);
        flow.Title(entry.Title);
        flow.Paragraph($"编号：{entry.Number}", indent: false);
        flow.Table([80, 80], [["指标", "数值"], .. entry.Elements.Select(element => new[] { element.Key, element.Value })]);
        flow.Space(20);
        flow.RightLine(entry.Issuer);
        using var output = new MemoryStream();
        document.Save(output, entry.Title, DrawnAt, PdfFileForm.ObjectStreams);
        return output.ToArray();
    }
}
