using System.Globalization;
using System.Text;
using Market.Marketplace.Operations;
using Market.Marketplace.Verification;
using Market.Signing;
using Market.Web.Components;
using Market.Web.Features.Results;
using Market.Web.Hosting;
using Market.Web.Identity;
using Market.Web.Localization;

namespace Market.Web.Public;

/// <summary>Reports to take away: what a check found is kept for a few minutes under an unguessable name, on whatever node it is then asked
/// for; the file that was checked is not kept.</summary>
internal sealed class VerificationReports(VerificationSeal seal, Texts texts)
{
    /// <summary>Keeps a report and returns its name; none when it is too large to be kept.</summary>
    public static Task<string?> KeepAsync(MarketSession market, VerificationReport report, CancellationToken ct) =>
        market.RunAsync((KeepReport keep) => keep.ExecuteAsync(report.Pack()), ct);

    /// <summary>The report of a check.</summary>
    public VerificationReport Of(PublicCheck check, string? fileName, long size, string sha256) => new()
    {
        FileName = fileName ?? "",
        FileSize = size,
        Sha256 = sha256,
        CheckedAt = check.Checks.At,
        CheckedBy = texts["中介服务超市"],
        Report = check.Report,
        Conclusion = LaterWords.Headline(texts, check) ?? check.Checks.Verdict.Word(),
        ConclusionLooks = check.Checks.Verdict switch
        {
            Verdict.Passed => Indication.TotalPassed,
            Verdict.NeedsPerson => Indication.Indeterminate,
            Verdict.Failed => Indication.TotalFailed,
        },
        Checks =
        [
            .. check.Checks.Checks.Select(one => new ReportedCheck(
                one.Kind.Word(), one.Outcome.Word(), one.Say(CultureInfo.CurrentUICulture))),
            .. History(check.Result),
        ],
    };

    /// <summary>The verdict of the day of delivery, where it no longer counts.</summary>
    private IEnumerable<ReportedCheck> History(PublicResult? result) => result is null || result.Verdict == result.VerdictThen
        ? []
        : [new ReportedCheck(texts["送达当日的结论"], result.VerdictThen.Word(), texts["{0} 送达时的结论，已不再适用", Days.Say(result.DeliveredAt)])];

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/verify/reports/{token}", KeptAsync).AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/results/{id:guid}/verification-report", OfResultAsync).RequireAuthorization().ExcludeFromDescription();
    }

    private static async Task<IResult> KeptAsync(string token, string? form, MarketSession market, VerificationReports reports, HttpContext http)
    {
        var packed = await market.FindAsync((GetKeptReport get) => get.ExecuteAsync(token), http.RequestAborted);
        return packed is null ? Results.NotFound() : await reports.AnswerAsync(VerificationReport.Unpack(packed), form, http.RequestAborted);
    }

    /// <summary>Checks the stored file once more, now, and reports on that.</summary>
    private static async Task<IResult> OfResultAsync(
        Guid id, string? form, MarketSession market, VerificationReports reports, HttpContext http)
    {
        var ct = http.RequestAborted;
        var file = await market.RunAsync((CheckResult again) => again.ExecuteAsync(id), ct);
        return await reports.AnswerAsync(reports.Of(file.Check, file.Name, file.Size, file.Sha256), form, ct);
    }

    private async Task<IResult> AnswerAsync(VerificationReport report, string? form, CancellationToken ct)
    {
        report = report with { Remark = seal.Warning(texts) };
        var name = $"{texts["核验报告"]}-{Path.GetFileNameWithoutExtension(report.FileName)}";
        if (form == "text")
        {
            await using var text = new StringWriter(CultureInfo.InvariantCulture);
            report.WriteText(text, CultureInfo.CurrentUICulture);
            return Results.File(Encoding.UTF8.GetBytes(text.ToString()), "text/plain; charset=utf-8", name + ".txt");
        }

        using var plain = new MemoryStream();
        report.WritePdf(plain, CultureInfo.CurrentUICulture);
        var sealedReport = new MemoryStream();
        await seal.SealAsync(plain, sealedReport, ct);
        return Results.File(sealedReport.ToArray(), "application/pdf", name + ".pdf");
    }
}
