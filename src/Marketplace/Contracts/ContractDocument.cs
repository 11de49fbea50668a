using System.Globalization;
using Market.Signing.Documents;

namespace Market.Marketplace.Contracts;

/// <summary>Draws a contract as an A4 document. The same contract gives the same bytes.</summary>
internal static class ContractDocument
{
    /// <summary>Middle of the owner's seal, millimetres from the left.</summary>
    public const double OwnerSealFromLeft = 65;

    /// <summary>Middle of the agency's seal, millimetres from the left.</summary>
    public const double AgencySealFromLeft = 150;

    private const double Margin = 25;
    private const double PageHeight = 297;
    private const double NameWidth = 34;
    private const double ClosingHeight = 62;
    private const double AgencyColumn = 110;
    private const double BodySize = 12;

    /// <summary>Writes it, and returns where the seals belong on its last page, millimetres from the upper edge.</summary>
    public static double Write(Stream output, ServiceContract contract, DateTimeOffset at)
    {
        var document = new PdfDocumentWriter();
        var flow = new PdfFlow(document, marginMillimetres: Margin);
        flow.Title("中介服务合同");
        flow.RightLine($"合同编号：{contract.Number}", 10.5);
        flow.Space(3);
        foreach (var side in contract.Sides)
        {
            var word = side.Party == ContractParty.Owner ? "甲方（委托人）" : "乙方（受托人）";
            flow.Entry(word, $"{side.Name}　统一社会信用代码 {side.CreditCode}", NameWidth);
        }

        flow.Space(2);
        flow.Paragraph(
            $"甲方就“{contract.ProjectName}”公开选取“{contract.ServiceItemName}”服务机构（采购项目编号 {contract.ProcurementNumber}），乙方中选。双方按采购公告和中选通知书订立本合同。");
        var clauses = ClausesOf(contract.Terms).ToList();
        for (var i = 0; i < clauses.Count; i++)
        {
            flow.Heading($"第{Numeral(i + 1)}条　{clauses[i].Name}", 13);
            foreach (var line in clauses[i].Text.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                flow.Paragraph(line);
            }
        }

        var sealLine = Close(flow, contract);
        flow.NumberPages($"中介服务合同　{contract.Number}");
        document.Save(output, $"中介服务合同 {contract.Number}", at);
        return sealLine;
    }

    private static IEnumerable<(string Name, string Text)> ClausesOf(ContractTerms terms)
    {
        yield return ("服务内容", terms.Scope);
        yield return ("服务期限", $"自合同签订之日起 {terms.ServiceWorkingDays} 个工作日，签订当日不计入，按国务院办公厅公布的节假日安排计算。");
        yield return ("成果要求", terms.Deliverable);
        yield return ("合同价款", string.Create(CultureInfo.InvariantCulture, $"人民币 {terms.Amount:N2} 元，与中选金额一致。"));
        yield return ("付款方式", terms.Payment);
        yield return ("违约责任", terms.Breach);
        yield return ("争议解决", terms.Disputes);
        if (!string.IsNullOrWhiteSpace(terms.Other))
        {
            yield return ("其他约定", terms.Other);
        }

        yield return ("生效", "本合同以电子数据形式订立，双方均加盖电子印章后生效；最后一方用印的时间戳时间为签订时间。合同签订后由甲方在中介服务超市备案。");
    }

    private static double Close(PdfFlow flow, ServiceContract contract)
    {
        flow.Space(10);
        if (flow.Position + ClosingHeight > PageHeight - Margin)
        {
            flow.BreakPage();
        }

        var top = flow.Position;
        flow.Page.Text("甲方（盖章）", Margin, top + 6, BodySize, bold: true);
        flow.Page.Text("乙方（盖章）", AgencyColumn, top + 6, BodySize, bold: true);
        var width = AgencyColumn - Margin - 5;
        DrawName(flow.Page, contract.Sides[0].Name, Margin, top + 14, width);
        DrawName(flow.Page, contract.Sides[1].Name, AgencyColumn, top + 14, width);
        return top + 32;
    }

    private static void DrawName(PdfCanvas page, string name, double left, double top, double width)
    {
        var size = BodySize;
        while (page.Measure(name, size) > width && size > 6)
        {
            size -= 0.5;
        }

        page.Text(name, left, top, size);
    }

    private static string Numeral(int number) => number <= 10 ? Ten[number - 1] : $"十{Ten[number - 11]}";

    private static readonly string[] Ten = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
}
