using System.Globalization;
using Market.Signing.Documents;

namespace Market.Signing.Tests.Samples;

internal static class ReportSamples
{
    private const string Project = "湘江云谷二期（A-07 地块）";

    private static readonly string[] ReviewOpinions =
    [
        "方案用地性质为二类居住用地兼容商业服务业设施用地，与《建设用地规划条件》载明的用地性质一致。规划总用地面积 41,286.53 平方米，净用地面积 36,904.17 平方米，与土地出让合同所附宗地图一致。",
        "方案计容建筑面积 92,260.42 平方米，容积率 2.50，未超过规划条件规定的上限；建筑密度 24.6%，绿地率 35.2%，均满足规划条件要求。地下建筑面积 31,450.80 平方米，未计入容积率，计算方法符合《建筑工程建筑面积计算规范》GB/T 50353 的规定。",
        "建筑退让用地红线、道路红线的距离符合规划条件及《长沙市城市规划管理技术规定》的要求；东侧退让湘江大道道路红线 20.0 米，满足不小于 15.0 米的要求。",
        "小区主要出入口设于南侧支路，距城市主干路交叉口约 86 米，满足不小于 70 米的要求。建议进一步优化地面临时停车位与消防登高操作场地的关系，避免相互占用。",
        "公共服务设施按规划条件配建社区用房 620 平方米、物业管理用房 480 平方米、养老服务用房 385 平方米，位置与面积符合要求。垃圾收集点宜与幼儿园出入口保持适当距离，请在施工图阶段予以落实。",
    ];

    public static void Letter(PdfDocumentWriter document)
    {
        var flow = new PdfFlow(document);
        flow.Title("长沙市规划技术审查中心（演示）", 20);
        flow.Page.Line(25, flow.Position, 185, flow.Position, 0.6, new PdfColour(0.8, 0, 0));
        flow.Space(4);
        flow.RightLine("长规审函〔2026〕17号", 11);
        flow.Title("关于湘江云谷二期项目日照分析有关事项的复函", 16);
        flow.Paragraph("湖南湘江云谷置业有限公司：", indent: false);
        flow.Paragraph("贵公司《关于商请明确湘江云谷二期项目日照分析范围的函》收悉。经研究，现就有关事项函复如下：");
        flow.Paragraph("一、日照分析的客体范围应包括拟建建筑北侧、东西两侧按《日照分析技术规程》确定的遮挡影响范围内的全部住宅、幼儿园和中小学教学楼。");
        flow.Paragraph("二、分析软件应通过国家有关部门评估，采样点间距不大于 0.60 米，计算基准年为 2026 年，标准日为大寒日，有效时间带为 8:00—16:00。");
        flow.Paragraph("三、现状建筑的位置、层数、层高及窗台标高应以具有相应资质的测绘单位提供的实测成果为准，并随报告一并提交。");
        flow.Paragraph("特此函复。");
        flow.Space(12);
        flow.RightLine("长沙市规划技术审查中心（演示）");
        flow.RightLine("2026年3月16日");
    }

    public static void TechnicalReview(PdfDocumentWriter document)
    {
        var flow = new PdfFlow(document);
        flow.Space(60);
        flow.Title("规划方案技术审查意见书", 28);
        flow.Space(10);
        flow.Table(
            [3, 7],
            [
                ["项目", "内容"],
                ["项目名称", Project],
                ["项目代码", "2601-430103-04-01-556677"],
                ["建设单位", "湖南湘江云谷置业有限公司（演示）"],
                ["设计单位", "湖南省建筑设计研究院有限公司（演示）"],
                ["审查单位", "长沙市规划技术审查中心（演示）"],
                ["报告编号", "GHSC-2026-0093"],
            ]);
        flow.BreakPage();
        flow.Heading("一、审查依据");
        flow.Paragraph("《中华人民共和国城乡规划法》《城市居住区规划设计标准》GB 50180-2018、《建筑设计防火规范》GB 50016、《建筑日照计算参数标准》GB/T 50947-2014、《长沙市城市规划管理技术规定》及本项目《建设用地规划条件》。");
        flow.Heading("二、主要技术经济指标");
        flow.Table(
            [4, 2, 3, 3, 2],
            [
                ["指标", "单位", "规划条件", "送审方案", "结论"],
                ["净用地面积", "㎡", "36,904.17", "36,904.17", "符合"],
                ["计容建筑面积", "㎡", "≤ 92,260.43", "92,260.42", "符合"],
                ["容积率", "—", "≤ 2.50", "2.50", "符合"],
                ["建筑密度", "%", "≤ 28.0", "24.6", "符合"],
                ["绿地率", "%", "≥ 35.0", "35.2", "符合"],
                ["建筑高度", "m", "≤ 80.0", "79.80", "符合"],
                ["机动车停车位", "个", "≥ 1,026", "1,048", "符合"],
                ["非机动车停车位", "个", "≥ 1,200", "1,214", "符合"],
            ]);
        flow.Heading("三、审查意见");
        foreach (var (opinion, number) in ReviewOpinions.Select((text, i) => (text, i + 1)))
        {
            flow.Paragraph(string.Create(CultureInfo.InvariantCulture, $"（{number}）{opinion}"));
        }

        flow.Heading("四、单体建筑核对表");
        var rows = new List<IReadOnlyList<string>> { new[] { "楼号", "层数", "高度（m）", "基底面积（㎡）", "计容面积（㎡）", "退让核对" } };
        for (var i = 1; i <= 24; i++)
        {
            rows.Add([$"{i}#", $"{11 + (i * 5 % 15)}", Number(36 + (i * 17 % 43), "0.00"), Number(412.35 + (i * 7.31), "0.00"), Number(3120.4 + (i * 61.07), "0.00"), i % 7 == 0 ? "建议优化" : "符合"]);
        }

        flow.Table([1.2, 1, 1.6, 2, 2, 1.6], rows);
        flow.Heading("五、审查结论");
        flow.Paragraph("经审查，送审方案总体符合规划条件及有关技术规定的要求，原则同意通过技术审查。请建设单位组织设计单位按上述意见修改完善后，报规划主管部门办理建设工程规划许可。本意见仅对送审图纸的技术内容负责。");
        flow.Space(24);
        flow.Paragraph("编制：　　　　　　　　审核：　　　　　　　　批准：", indent: false);
        flow.Space(10);
        flow.RightLine("审查单位（盖章处）");
        flow.RightLine("2026年3月16日");
        flow.NumberPages("规划方案技术审查意见书  GHSC-2026-0093");
    }

    public static void SunlightReview(PdfDocumentWriter document)
    {
        var flow = new PdfFlow(document);
        flow.Space(60);
        flow.Title("日照分析复核报告", 28);
        flow.Title(Project, 18);
        flow.Space(70);
        flow.Title("长沙日照技术服务有限公司（演示）", 15);
        flow.Title("二〇二六年三月", 13);
        flow.BreakPage();
        flow.Heading("1  复核说明");
        flow.Paragraph("受规划主管部门委托，我公司对《湘江云谷二期日照分析报告》进行独立复核。复核采用不同于原报告的计算软件，对全部主客体建筑重新建模，采样点间距 0.60 米，窗台高度按实测成果取值。");
        flow.Paragraph("计算参数：长沙市，北纬 28°12′，东经 112°59′；标准日为大寒日，有效时间带 8:00—16:00，累计日照时间标准不少于 2 小时，单段连续有效时间不少于 5 分钟。");
        flow.Image(SampleImages.SunlightMap(240, 150), 140, "图 1  大寒日累计日照时数分布（复核）");
        flow.Heading("2  窗户日照时间复核表");
        var rows = new List<IReadOnlyList<string>> { new[] { "建筑", "窗号", "建设前", "建设后", "原报告", "差值（min）", "结论" } };
        for (var i = 0; i < 96; i++)
        {
            var after = 128 + (i * 37 % 190);
            rows.Add([$"{1 + (i / 12)}#", $"C{i % 12 + 1:00}", Clock(after + 40 + (i * 13 % 60)), Clock(after), Clock(after + (i % 3)), $"{i % 3}", "满足"]);
        }

        flow.Table([1, 1, 1.4, 1.4, 1.4, 1.4, 1], rows);
        flow.Heading("3  复核结论");
        flow.Paragraph("经复核，拟建项目建成后，周边受影响的 8 栋住宅共 96 个窗户大寒日日照时间均不少于 2 小时，幼儿园活动室冬至日满窗日照不少于 3 小时，符合《城市居住区规划设计标准》GB 50180-2018 第 4.0.9 条的规定。原报告与复核结果最大差值为 2 分钟，在允许误差范围内。");
        flow.Space(20);
        flow.RightLine("复核单位（盖章处）");
        flow.RightLine("2026年3月16日");
        flow.NumberPages("日照分析复核报告  RZFH-2026-0041");
    }

    public static void SurveyReport(PdfDocumentWriter document)
    {
        var flow = new PdfFlow(document);
        flow.Space(60);
        flow.Title("竣工规划核实测绘报告", 28);
        flow.Title("湘江云谷一期", 18);
        flow.Space(70);
        flow.Title("湖南方圆测绘有限公司（演示）", 15);
        flow.BreakPage();
        flow.Heading("1  作业依据与坐标系统");
        flow.Paragraph("平面坐标系统采用长沙 2000 坐标系，高程系统采用 1985 国家高程基准。作业依据《工程测量标准》GB 50026-2020、《城市测量规范》CJJ/T 8-2011、《房产测量规范》GB/T 17986。");
        flow.Paragraph("外业使用全站仪与网络 RTK，图根点相对于邻近等级点的点位中误差不大于 5 厘米；建筑物角点采用极坐标法双测站测定，较差均小于 3 厘米。");
        flow.Heading("2  界址点与建筑角点坐标成果表");
        var rows = new List<IReadOnlyList<string>> { new[] { "点号", "X（m）", "Y（m）", "H（m）", "较差（cm）" } };
        for (var i = 0; i < 220; i++)
        {
            rows.Add([$"J{i + 1:000}", Number(98_412.306 + (i * 3.7142), "0.000"), Number(54_876.114 + (i * 2.9137), "0.000"), Number(43.21 + (i % 9 * 0.137), "0.000"), Number(i * 7 % 29 / 10.0, "0.0")]);
        }

        flow.Table([1, 2, 2, 1.4, 1.2], rows);
        flow.Heading("3  测绘结论");
        flow.Paragraph("实测建筑基底位置、层数、高度及建筑面积与《建设工程规划许可证》附图核对，误差均在允许范围内。");
        flow.Space(20);
        flow.RightLine("测绘单位（盖章处）");
        flow.RightLine("2026年3月16日");
        flow.NumberPages("竣工规划核实测绘报告  CH-2026-0188");
    }

    private static string Clock(int minutes) => string.Create(CultureInfo.InvariantCulture, $"{minutes / 60}h{minutes % 60:00}m");

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
