using System.Globalization;
using Market.Marketplace.Calendars;
using Market.Marketplace.Documents;
using Market.Signing.Documents;

namespace Market.Marketplace.Notices;

/// <summary>Draws a notice as an A4 document. The same notice gives the same bytes.</summary>
internal static class NoticeDocument
{
    private const double Margin = 25;
    private const double PageWidth = 210;
    private const double PageHeight = 297;
    private const double CodeEdge = 22;
    private const double CodeMargin = 14;
    private const double NameWidth = 38;
    private const double ClosingHeight = 50;
    private const double SealFromRight = 52;

    /// <summary>Writes it, and says where the seal belongs.</summary>
    /// <param name="address">Where the public page of this notice is.</param>
    /// <param name="seal">Whose seal follows; a notice without its signatory's own says so.</param>
    public static NoticeSealing Write(Stream output, OfficialNotice notice, Uri address, NoticeSealOwner seal)
    {
        var document = new PdfDocumentWriter();
        var flow = new PdfFlow(document, PageWidth, PageHeight, Margin);
        DrawCode(flow.Page, address);
        flow.Space(10);
        flow.Title(notice.Title);
        flow.RightLine($"编号：{notice.Number}", 10.5);
        flow.Space(4);
        flow.Paragraph($"{notice.InOrder[0].Name}：", indent: false);
        foreach (var sentence in notice.Text.Opening)
        {
            flow.Paragraph(sentence);
        }

        flow.Space(3);
        foreach (var fact in notice.Text.Facts)
        {
            flow.Entry(fact.Name, fact.Value, NameWidth);
        }

        flow.Space(3);
        foreach (var sentence in notice.Text.Demands.Concat(notice.Text.Remedies))
        {
            flow.Paragraph(sentence);
        }

        var sealing = Close(flow, notice, seal);
        flow.NumberPages($"{notice.Title}　{notice.Number}");
        document.Save(output, $"{notice.Title} {notice.Number}", notice.IssuedAt);
        return sealing;
    }

    // Name and date stand together with the seal over them (骑年盖月), never alone on top of a page's end.
    private static NoticeSealing Close(PdfFlow flow, OfficialNotice notice, NoticeSealOwner seal)
    {
        flow.Space(12);
        if (flow.Position + ClosingHeight > PageHeight - Margin)
        {
            flow.BreakPage();
        }

        flow.RightLine(notice.Text.Signatory);
        var sealing = new NoticeSealing(notice.Title, notice.Text.Signatory, notice.SignatoryCode, PageWidth - SealFromRight, flow.Position + 2);
        flow.RightLine(ChinaTime.DayOf(notice.IssuedAt).ToString("yyyy 年 M 月 d 日", CultureInfo.InvariantCulture));
        flow.Space(14);
        if (notice.Recipients.Count > 1)
        {
            flow.Paragraph($"抄送：{string.Join('、', notice.InOrder.Skip(1).Select(recipient => recipient.Name))}", 10.5, indent: false);
        }

        flow.Paragraph(
            seal switch
            {
                NoticeSealOwner.None => "本平台没有配置业务专用章，本通知书未加盖印章，请扫描右上角二维码核对。",
                NoticeSealOwner.Platform when notice.CaseId is not null =>
                    "签发单位没有在平台配置专用印章，本文书由平台送达并加盖平台业务专用章。扫描右上角二维码核对本文书的真伪和现状。",
                NoticeSealOwner.Platform or NoticeSealOwner.Signatory => "扫描右上角二维码核对本文书的真伪和现状。",
            },
            9, indent: false);
        return sealing;
    }

    private static void DrawCode(PdfCanvas page, Uri address)
    {
        var modules = QrModules.Of(address.AbsoluteUri);
        var edge = CodeEdge / modules.GetLength(0);
        var (left, top) = (PageWidth - CodeMargin - CodeEdge, CodeMargin + 6);
        for (var row = 0; row < modules.GetLength(0); row++)
        {
            for (var column = 0; column < modules.GetLength(1); column++)
            {
                var start = column;
                while (column < modules.GetLength(1) && modules[row, column])
                {
                    column++;
                }

                // Neighbouring dark modules make one box: no hairlines between them.
                if (column > start)
                {
                    page.Fill(left + (start * edge), top + (row * edge), (column - start) * edge, edge, PdfColour.Grey(0));
                }
            }
        }
    }
}
