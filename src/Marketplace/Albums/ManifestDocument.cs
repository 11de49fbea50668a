using System.Globalization;
using Market.Marketplace.Calendars;
using Market.Signing.Documents;

namespace Market.Marketplace.Albums;

/// <summary>What stands above the list.</summary>
internal sealed record ManifestHeading(
    string ProjectName, string ProjectCode, string TaskOrderNumber, string ServiceItemName, string AgencyName, string AgencyCode,
    string ReportNumber, int ResultNumber, DateTimeOffset At);

/// <summary>Draws the list of an album (成果文件清单), which is then sealed like a sheet.</summary>
internal static class ManifestDocument
{
    private const double LandscapeWidth = 297;
    private const double LandscapeHeight = 210;

    // Room for the seals and the code on the last page: the table must not run under them.
    private const double RoomForSeals = 75;

    public static byte[] Draw(ManifestHeading heading, IReadOnlyList<Sheet> sheets, AlbumList list)
    {
        var document = new PdfDocumentWriter();
        var flow = new PdfFlow(document, LandscapeWidth, LandscapeHeight, marginMillimetres: 20);
        var drawings = sheets.Count(sheet => sheet.Kind == SheetKind.Drawing);
        flow.Space(12);
        flow.Title("成果文件清单", 20);
        flow.Paragraph($"项目：{heading.ProjectName}（{heading.ProjectCode}）", 10.5, indent: false);
        flow.Paragraph($"任务单：{heading.TaskOrderNumber}　事项：{heading.ServiceItemName}　报告编号：{heading.ReportNumber}　第 {heading.ResultNumber} 版", 10.5, indent: false);
        flow.Paragraph($"出具单位：{heading.AgencyName}（{heading.AgencyCode}）", 10.5, indent: false);
        flow.Paragraph(
            $"共 {sheets.Count} 个文件：图纸 {drawings} 张（{sheets.Sum(sheet => sheet.PageCount)} 页），数据文件 {sheets.Count - drawings} 个，"
            + $"合计 {sheets.Sum(sheet => sheet.Size).ToString("N0", CultureInfo.InvariantCulture)} 字节。SHA-256 为文件用印前的摘要；已用印图纸的开头与之逐字节相同。",
            10.5, indent: false);
        flow.Table([9, 24, 48, 12, 46, 22, 96], [["序号", "图号", "图名", "版次", "文件名", "大小（字节）", "SHA-256"], .. sheets.Select(Row)], 7.5);
        if (list.Lines.Any(line => line.Sm3 is not null))
        {
            flow.Heading("SM3 摘要", 12);
            flow.Table([9, 60, 96], [["序号", "文件名", "SM3"], .. list.Lines.Select(line => (IReadOnlyList<string>)[Text(line.Position), line.File, line.Sm3 ?? ""])], 7.5);
        }

        if (flow.Position > LandscapeHeight - RoomForSeals)
        {
            flow.BreakPage();
        }

        flow.Paragraph("以下空白。本清单由平台按上传的文件生成，经用印后与各文件一并构成成果。", 9, indent: false);
        var day = ChinaTime.DayOf(heading.At);
        flow.NumberPages($"成果文件清单　{heading.TaskOrderNumber}　{day:yyyy-MM-dd}");
        using var output = new MemoryStream();
        document.Save(output, $"成果文件清单 {heading.ReportNumber}", heading.At);
        return output.ToArray();
    }

    private static IReadOnlyList<string> Row(Sheet sheet) =>
        [Text(sheet.Position), sheet.Number, sheet.Title, sheet.Revision, sheet.FileName, sheet.Size.ToString("N0", CultureInfo.InvariantCulture), sheet.Sha256];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
