using System.Globalization;
using System.Text;
using Market.Marketplace.Operations;
using Market.Marketplace.Seals;
using Market.Signing;
using Market.Web.Components;
using Market.Web.Identity;
using Market.Web.Localization;

namespace Market.Web.Features.Seals;

/// <summary>A seal's picture, and the log of seal uses as a table for other programs.</summary>
internal static class SealEndpoints
{
    private const int RowsAtATime = 100;

    public static void MapSeals(this IEndpointRouteBuilder app)
    {
        app.MapGet("/seals/{id:guid}/picture", PictureAsync).RequireAuthorization().ExcludeFromDescription();
        app.MapGet("/seals/{id:guid}/uses.csv", (Guid id, string? search, MarketSession market, Texts texts, HttpContext http) =>
            ExportAsync(id, search, market, texts, http)).RequireAuthorization().ExcludeFromDescription();
        app.MapGet("/seals/uses.csv", (string? search, MarketSession market, Texts texts, HttpContext http) =>
            ExportAsync(null, search, market, texts, http)).RequireAuthorization().ExcludeFromDescription();
    }

    private static async Task<IResult> PictureAsync(Guid id, MarketSession market, HttpContext http) =>
        TypedResults.Stream(await market.RunAsync((GetSealPicture get) => get.ExecuteAsync(id), http.RequestAborted), "image/png");

    // Written page by page, so that a long log does not fill the memory; the first page is read before anything is sent, so
    // that a refusal still becomes an answer.
    private static async Task<IResult> ExportAsync(Guid? seal, string? search, MarketSession market, Texts texts, HttpContext http)
    {
        var first = await PageAsync(1);
        return TypedResults.Stream(
            async output =>
            {
                // The mark at the beginning tells spreadsheet programs that this is UTF-8.
                await using var writer = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
                await writer.WriteAsync(Line(
                    texts["时间"], texts["印章"], texts["身份"], texts["用印人"], texts["申请编号"], texts["申请人"], texts["批准人"],
                    texts["中介机构"], texts["服务事项"], texts["报告编号"], texts["用印前 SHA-256"], texts["用印后 SHA-256"], texts["提示"]));
                for (var page = first; ; page = await PageAsync(page.Page + 1))
                {
                    foreach (var use in page.Rows)
                    {
                        await writer.WriteAsync(Line(
                            Days.Say(use.At), use.SealText, texts[use.RoleTitle], use.UserName, use.ApplicationNumber, use.AppliedBy, use.ApprovedBy,
                            use.AgencyName, use.ServiceItemName, use.ReportNumber, use.Sha256Before, use.Sha256After,
                            string.Join(' ', use.Warnings.Select(code => ReasonCatalogue.Explain(code, CultureInfo.CurrentUICulture)))));
                    }

                    if (page.Page >= page.Pages)
                    {
                        return;
                    }
                }
            },
            "text/csv; charset=utf-8", string.Create(CultureInfo.InvariantCulture, $"{texts["用印日志"]}.csv"));

        Task<PagedList<SealUseRow>> PageAsync(int number) => market.RunAsync(
            (ListSealUses list) => list.ExecuteAsync(new PageRequest(search, number, RowsAtATime), seal), http.RequestAborted);
    }

    // RFC 4180; a value that a spreadsheet would take for a formula is kept as text.
    private static string Line(params ReadOnlySpan<string?> values)
    {
        var line = new StringBuilder();
        foreach (var value in values)
        {
            var text = value ?? "";
            var safe = text.Length > 0 && "=+-@\t\r".Contains(text[0], StringComparison.Ordinal) ? "'" + text : text;
            line.Append(line.Length == 0 ? "" : ",").Append('"').Append(safe.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
        }

        return line.Append("\r\n").ToString();
    }
}
