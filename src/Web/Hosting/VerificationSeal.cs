using Market.Signing;
using Market.Web.Localization;

namespace Market.Web.Hosting;

/// <summary>The platform's seal on verification reports (核验专用章): it seals them and nothing else.</summary>
internal sealed class VerificationSeal(
    IConfiguration configuration, IServiceProvider services, TimeProvider clock, ITimestampAuthority timestamps, IRevocationSource? revocation = null)
    : PlatformSeal(configuration, services, "VerificationSeal", "核验专用章")
{
    /// <summary>What page and report say where reports are not sealed; null where they are.</summary>
    public string? Warning(Texts texts) => IsAvailable ? null : texts["本平台没有配置核验专用章：报告未加盖印章，仅供参考，不能证明由本平台出具。"];

    /// <summary>Seals the report of a result package with its manifest inside and, where the authorities answer, with all that is needed to check
    /// that seal without a network.</summary>
    public async Task SealPackageAsync(MemoryStream report, Stream output, PdfAttachment manifest, CancellationToken ct)
    {
        var options = Options("成果存证包", [manifest]) with { Level = PadesLevel.BLT };
        using var complete = new MemoryStream();
        try
        {
            await PdfSealer.SealAsync(report, complete, OpenKey(), options, new SealServices { Timestamps = timestamps, Revocation = revocation }, ct);
        }
        catch (Exception e) when (e is TimestampException or RevocationException or InvalidOperationException)
        {
            // Less proof is better than no package: whoever checks it is told what is missing.
            await SealAsync(report, output, Options("成果存证包", [manifest]), ct);
            return;
        }

        complete.Position = 0;
        await complete.CopyToAsync(output, ct);
    }

    /// <summary>Seals a report; without a seal of its own, it is handed on as it is, and says so itself.</summary>
    public async Task SealAsync(MemoryStream report, Stream output, CancellationToken ct)
    {
        if (!IsAvailable)
        {
            report.Position = 0;
            await report.CopyToAsync(output, ct);
            return;
        }

        await SealAsync(report, output, Options("核验报告", []), ct);
    }

    private async Task SealAsync(MemoryStream report, Stream output, SealOptions options, CancellationToken ct)
    {
        using var stamped = new MemoryStream();
        try
        {
            await PdfSealer.SealAsync(report, stamped, OpenKey(), options, timestamps, ct);
        }
        catch (TimestampException)
        {
            // A report without a proven time is better than none.
            stamped.SetLength(0);
            await PdfSealer.SealAsync(report, stamped, OpenKey(), options, tsa: null, ct);
        }

        stamped.Position = 0;
        await stamped.CopyToAsync(output, ct);
    }

    private SealOptions Options(string reason, IReadOnlyList<PdfAttachment> attachments) => new()
    {
        ClaimedAt = clock.GetUtcNow(),
        Reason = reason,
        Placements = Picture() is { } picture ? [new DefaultPlacement(picture)] : [],
        Attachments = attachments,
    };
}
