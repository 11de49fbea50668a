using System.Globalization;
using Market.Signing.Documents;

namespace Market.Signing.Tests.Samples;

internal static class DrawingSamples
{
    private static readonly string[] Chapters =
    [
        "项目概况", "区位与现状分析", "规划条件解读", "设计理念", "总体布局", "道路交通组织", "竖向设计", "绿地景观系统", "公共服务设施",
        "日照分析", "消防设计", "海绵城市设计", "绿色建筑设计", "装配式建筑设计", "技术经济指标",
    ];

    private static readonly string[] Sentences =
    [
        "项目位于湘江东岸，西侧紧邻湘江风光带，东接湘江大道，地势东高西低，场地高差约 4.6 米。",
        "规划以“一轴、两带、多组团”为空间结构，以中央绿轴串联各组团，形成由城市到江岸逐级跌落的天际轮廓。",
        "住宅单体以 18 至 26 层为主，前后楼间距不小于 36 米，保证每户大寒日不少于 2 小时的有效日照。",
        "车行流线在入口处直接进入地下车库，小区内部实现人车分流；消防车道成环布置，净宽不小于 4.0 米。",
        "场地雨水通过下凹绿地、透水铺装与雨水花园组织排放，年径流总量控制率不低于 75%。",
        "立面采用浅色真石漆与铝板结合的现代风格，底部两层设石材基座，与一期建筑相协调。",
    ];

    public static void SitePlan(PdfDocumentWriter document)
    {
        var page = document.AddPage(841, 594);
        page.Frame(10, 10, 821, 574, 0.2);
        page.Frame(25, 15, 801, 564, 1.0);
        DrawSite(page);
        DrawIndicators(page, 640, 40);
        DrawTitleBlock(page, 646, 499);
        page.Text("总平面图  1:500", 300, 560, 24, bold: true);
        page.Line(300, 563, 372, 563, 0.8);
    }

    public static void DesignText(PdfDocumentWriter document)
    {
        var view = SampleImages.Skyline(300, 180);
        var flow = new PdfFlow(document);
        flow.Space(50);
        flow.Title("湘江云谷二期", 30);
        flow.Title("设计方案文本", 26);
        flow.Space(10);
        flow.Image(view, 150);
        flow.Space(20);
        flow.Title("湖南省建筑设计研究院有限公司（演示）", 15);
        for (var i = 0; document.Pages.Count < 60; i++)
        {
            flow.BreakPage();
            Chapter(flow, i, view);
        }

        flow.NumberPages("湘江云谷二期设计方案文本");
    }

    private static void Chapter(PdfFlow flow, int index, PdfImage view)
    {
        var chapter = Chapters[index % Chapters.Length];
        flow.Heading(string.Create(CultureInfo.InvariantCulture, $"{(index / Chapters.Length) + 1}.{(index % Chapters.Length) + 1}  {chapter}"), 18);
        for (var i = 0; i < 4; i++)
        {
            flow.Paragraph(string.Concat(Enumerable.Range(0, 3).Select(j => Sentences[(index + i + j) % Sentences.Length])));
        }

        if (index % 5 == 0)
        {
            flow.Image(view, 120, string.Create(CultureInfo.InvariantCulture, $"图 {index + 1}  {chapter}示意"));
        }
        else
        {
            flow.Table(
                [2, 3, 3],
                [
                    ["分项", "控制要求", "设计取值"],
                    [$"{chapter}（一）", "按规划条件执行", "满足"],
                    [$"{chapter}（二）", "按国家及地方标准执行", "满足"],
                ]);
        }
    }

    private static void DrawSite(PdfCanvas page)
    {
        var red = new PdfColour(0.85, 0, 0);
        page.Polygon([(60, 60), (590, 45), (612, 470), (90, 520)], new PdfColour(0.96, 0.97, 0.93), 0.9, red);
        page.Polygon([(95, 92), (560, 78), (578, 440), (122, 485)], null, 0.3, new PdfColour(0, 0.3, 0.8));
        page.Fill(300, 90, 40, 380, new PdfColour(0.82, 0.9, 0.78));
        for (var row = 0; row < 4; row++)
        {
            for (var column = 0; column < 4; column++)
            {
                var (x, y) = (112 + (column * 86) + (column >= 2 ? 88 : 0), 112 + (row * 88));
                page.Polygon([(x, y), (x + 66, y - 3), (x + 67, y + 31), (x + 1, y + 34)], new PdfColour(0.93, 0.88, 0.78), 0.5);
                page.CentredText(string.Create(CultureInfo.InvariantCulture, $"{(row * 4) + column + 1}#"), x + 33, y + 15, 16, bold: true);
                page.CentredText(string.Create(CultureInfo.InvariantCulture, $"{18 + ((row + column) % 5 * 2)}F  H={Height(row, column)}"), x + 33, y + 24, 11);
            }
        }

        page.CentredText("湘 江 大 道（红线宽 46 m）", 340, 540, 16);
        page.CentredText("中央绿轴", 320, 290, 16, bold: true);
        page.Text("用地红线", 75, 56, 10, colour: red);
        page.Polygon([(622, 60), (628, 82), (622, 77), (616, 82)], PdfColour.Black);
        page.CentredText("N", 622, 56, 14, bold: true);
    }

    private static string Height(int row, int column) => (54.6 + (3 * ((row + column) % 5 * 2))).ToString("0.0", CultureInfo.InvariantCulture);

    private static void DrawIndicators(PdfCanvas page, double x, double y)
    {
        string[][] rows =
        [
            ["净用地面积", "36,904.17 ㎡"], ["总建筑面积", "123,711.22 ㎡"], ["计容建筑面积", "92,260.42 ㎡"], ["容积率", "2.50"],
            ["建筑密度", "24.6 %"], ["绿地率", "35.2 %"], ["居住户数", "768 户"], ["机动车停车位", "1,048 个"],
        ];
        page.Text("主要技术经济指标", x, y - 4, 16, bold: true);
        for (var i = 0; i < rows.Length; i++)
        {
            page.Frame(x, y + (i * 10), 90, 10, 0.3);
            page.Frame(x + 90, y + (i * 10), 80, 10, 0.3);
            page.CentredText(rows[i][0], x + 45, y + (i * 10) + 6.5, 12);
            page.CentredText(rows[i][1], x + 130, y + (i * 10) + 6.5, 12);
        }
    }

    private static void DrawTitleBlock(PdfCanvas page, double x, double y)
    {
        page.Frame(x, y, 180, 80, 0.7);
        string[] left = ["设计单位", "项目名称", "图名", "图号"];
        string[] right = ["湖南省建筑设计研究院有限公司（演示）", "湘江云谷二期", "总平面图", "ZP-01    比例 1:500    2026.03"];
        for (var i = 0; i < 4; i++)
        {
            page.Line(x, y + (i * 20), x + 180, y + (i * 20), 0.3);
            page.CentredText(left[i], x + 18, y + (i * 20) + 12, 12);
            page.Text(right[i], x + 40, y + (i * 20) + 12, 13, bold: i is 1 or 2);
        }

        page.Line(x + 36, y, x + 36, y + 80, 0.3);
    }
}
