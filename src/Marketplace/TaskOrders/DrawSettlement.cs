using System.Globalization;
using Market.Marketplace.Notices;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Signing.Documents;

namespace Market.Marketplace.TaskOrders;

/// <summary>Draws the settlement sheet (结算单) of a period as the actor sees it, under the platform's seal: both sides check the same figures.</summary>
public sealed class DrawSettlement(MarketplaceDbContext db, OperationContext context, INoticeSeal seal) : IOperation
{
    private const double Width = 297;
    private const double Height = 210;
    private const double Margin = 14;
    private const double ClosingHeight = 46;
    private const double SealFromRight = 48;
    private const string Title = "结算单";

    private static readonly double[] Columns = [15, 22, 26, 24, 24, 11, 22, 20, 17, 10, 17, 15];

    public static Permission Requires => Permission.ReadTaskOrders;

    /// <summary>The file.</summary>
    public async Task<byte[]> ExecuteAsync(DateOnly from, DateOnly to)
    {
        var sheet = await new GetSettlement(db, context).ExecuteAsync(from, to);
        var issuer = (await new NoticeOffice(db, context).OperatorAsync())?.Name ?? "";
        var owner = seal.OwnerFor(null);
        using var plain = new MemoryStream();
        var sealing = Write(plain, sheet, issuer, owner);
        plain.Position = 0;
        using var finished = new MemoryStream();
        await seal.SealAsync(plain, finished, sealing, context.Cancellation);
        return finished.ToArray();
    }

    private NoticeSealing Write(Stream output, Settlement sheet, string issuer, NoticeSealOwner owner)
    {
        var document = new PdfDocumentWriter();
        var flow = new PdfFlow(document, Width, Height, Margin);
        flow.Space(8);
        flow.Title(Title);
        flow.Paragraph($"结算期：{Day(sheet.From)}至{Day(sheet.To)}　　查询单位：{context.Actor.OrganisationName}", 10.5, indent: false);
        flow.Table(Columns, [Settlement.Head, .. sheet.Rows.Select(Settlement.CellsOf)], 8);
        flow.RightLine(string.Create(CultureInfo.InvariantCulture, $"共 {sheet.Rows.Count} 项，应结金额合计 {sheet.Total:N2} 元"), 11);
        if (flow.Position + ClosingHeight > Height - Margin)
        {
            flow.BreakPage();
        }

        flow.Space(8);
        flow.RightLine(issuer);
        var sealing = new NoticeSealing(Title, issuer, null, Width - SealFromRight, flow.Position + 2);
        flow.RightLine(Day(context.Today));
        flow.Space(14);
        flow.Paragraph(
            "平台不经手资金；本单供付款人与机构核对，以合同和框架协议为准。" + (owner == NoticeSealOwner.None ? "本平台没有配置业务专用章，本单未加盖印章。" : ""), 9, indent: false);
        flow.NumberPages(Title);
        document.Save(output, string.Create(CultureInfo.InvariantCulture, $"{Title} {sheet.From:yyyyMMdd}-{sheet.To:yyyyMMdd}"), context.At);
        return sealing;
    }

    private static string Day(DateOnly day) => NoticeValues.Day(day);
}
