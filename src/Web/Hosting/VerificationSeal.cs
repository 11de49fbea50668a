using Market.Signing;
using Market.Web.Localization;

namespace Market.Web.Hosting;

/// <summary>The platform's seal on verification reports (核验专用章): it seals them and nothing else.</summary>
internal sealed class VerificationSeal(IConfiguration configuration, IServiceProvider services, TimeProvider clock, ITimestampAuthority timestamps)
    : PlatformSeal(configuration, services, "VerificationSeal", "核验专用章")
{
    /// <summary>What page and report say where reports are not sealed; null where they are.</summary>
    public string? Warning(Texts texts) => IsAvailable ? null : texts["本平台没有配置核验专用章：报告未加盖印章，仅供参考，不能证明由本平台出具。"];

    /// <summary>Seals a report; without a seal of its own, it is handed on as it is, and says so itself.</summary>
    public async Task SealAsync(MemoryStream report, Stream output, CancellationToken ct)
    {
        if (!IsAvailable)
        {
            report.Position = 0;
            await report.CopyToAsync(output, ct);
            return;
        }

        var (key, options) = (OpenKey(), new SealOptions { ClaimedAt = clock.GetUtcNow(), Reason = "核验报告", Placements = Picture() is { } picture ? [new DefaultPlacement(picture)] : [] });
        using var stamped = new MemoryStream();
        try
        {
            await PdfSealer.SealAsync(report, stamped, key, options, timestamps, ct);
        }
        catch (TimestampException)
        {
            // A report without a proven time is better than none.
            stamped.SetLength(0);
            await PdfSealer.SealAsync(report, stamped, key, options, tsa: null, ct);
        }

        stamped.Position = 0;
        await stamped.CopyToAsync(output, ct);
    }
}
