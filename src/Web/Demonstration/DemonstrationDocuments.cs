using System.Globalization;
using Market.Marketplace.Projects;
using Market.Signing.Documents;

namespace Market.Web.Demonstration;

/// <summary>The PDF documents of the demonstration, drawn with the product's own document writer.</summary>
internal static class DemonstrationDocuments
{
    private const double A1Width = 841;
    private const double A1Height = 594;
    private static readonly DateTimeOffset DrawnAt = new(2026, 10, 20, 1, 0, 0, TimeSpan.Zero);

    /// <summary>A site plan (总平面图), A1 landscape, with plots, buildings and a title block.</summary>
    public static byte[] SitePlan(ProjectRegistration project)
    {
        var document = new PdfDocumentWriter();
        var page = document.AddPage(A1Width, A1Height);
        page.Frame(25, 10, A1Width - 35, A1Height - 20, 1);
        page.CentredText($"{project.Name} 总平面图", A1Width / 2, 40, 40, bold: true);
        page.Frame(80, 70, 560, 430, 0.7);
        for (var row = 0; row < 3; row++)
        {
            for (var column = 0; column < 4; column++)
            {
                var (x, y) = (110 + (column * 130), 100 + (row * 135));
                page.Fill(x, y, 90, 55, PdfColour.Grey(0.86));
                page.Frame(x, y, 90, 55, 0.5);
                page.Text(string.Create(CultureInfo.InvariantCulture, $"{(row * 4) + column + 1}# 18F"), x + 28, y + 32, 22);
            }
        }

        var lines = new[]
        {
            "经济技术指标", $"总建筑面积 {project.BuildingAreaSquareMetres:N2} ㎡", "容积率 2.20", "建筑密度 21.6%", "绿地率 35.1%", "机动车位 812 个",
        };
        for (var i = 0; i < lines.Length; i++)
        {
            page.Text(lines[i], 665, 90 + (i * 14), i == 0 ? 22 : 17, bold: i == 0);
        }

        page.Frame(655, 480, 170, 90, 0.7);
        page.Text($"项目代码 {project.Code}", 662, 498, 14);
        page.Text($"建设地点 {project.Site}", 662, 514, 10);
        page.Text("图名 总平面图　比例 1:500", 662, 530, 14);
        page.Text("图号 ZP-01　日期 2026.10", 662, 546, 14);
        return Bytes(document, $"{project.Name} 总平面图", PdfFileForm.ObjectStreams);
    }

    /// <summary>What stands in for a scanned paper: it shows nothing real.</summary>
    public static byte[] Scan(string title, string holder)
    {
        var document = new PdfDocumentWriter();
        var flow = new PdfFlow(document);
        flow.Title(title);
        flow.Paragraph($"持有人：{holder}", indent: false);
        flow.Paragraph("本页为演示材料，不含真实个人信息。", indent: false);
        return Bytes(document, title, PdfFileForm.ObjectStreams);
    }

    /// <summary>An opinion on a planning scheme (规划方案技术审查意见书), two pages.</summary>
    public static byte[] TechnicalReview(string projectName, string taskNumber, string agencyName)
    {
        var document = new PdfDocumentWriter();
        var flow = new PdfFlow(document);
        flow.Title("规划方案技术审查意见书");
        flow.Paragraph($"项目名称：{projectName}", indent: false);
        flow.Paragraph($"任务单号：{taskNumber}", indent: false);
        flow.Heading("一、审查依据");
        flow.Paragraph("《中华人民共和国城乡规划法》《城市居住区规划设计标准》GB 50180—2018，本地块规划条件及报审的总平面图、方案文本。");
        flow.Heading("二、经济技术指标核算");
        flow.Table([45, 38, 38, 39],
        [
            ["指标", "规划条件", "报建值", "核算值"],
            ["用地面积（㎡）", "—", "39 282.05", "39 282.05"],
            ["容积率", "≤ 2.20", "2.20", "2.20"],
            ["建筑密度", "≤ 22%", "21.6%", "21.6%"],
            ["绿地率", "≥ 35%", "35.1%", "35.1%"],
            ["建筑限高（m）", "≤ 60", "54.0", "54.0"],
            ["机动车位（个）", "≥ 800", "812", "812"],
        ]);
        flow.Heading("三、审查意见");
        flow.Paragraph("各项指标核算值与报建值一致，符合规划条件。建筑退让用地红线、道路红线满足要求；消防车道宽度、转弯半径满足规范。");
        flow.BreakPage();
        flow.Heading("四、建议");
        flow.Paragraph("主入口与城市道路交叉口距离接近下限，建议施工图阶段优化车行组织。地面停车位与住宅外墙间距建议复核。");
        flow.Heading("五、结论");
        flow.Paragraph("方案主要经济技术指标符合规划条件，建议通过技术审查。");
        flow.Space(20);
        flow.RightLine(agencyName);
        flow.RightLine("二〇二六年十一月");
        flow.NumberPages("规划方案技术审查意见书");
        return Bytes(document, "规划方案技术审查意见书", PdfFileForm.CrossReferenceTable);
    }

    private static byte[] Bytes(PdfDocumentWriter document, string title, PdfFileForm form)
    {
        using var output = new MemoryStream();
        document.Save(output, title, DrawnAt, form);
        return output.ToArray();
    }
}
