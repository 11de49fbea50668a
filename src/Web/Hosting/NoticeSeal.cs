using Market.Marketplace.Notices;
using Market.Signing;

namespace Market.Web.Hosting;

/// <summary>The platform's seal on the notices it sends (业务专用章). Without an answer of the time-stamp authority a notice waits:
/// when it was issued must be provable.</summary>
internal sealed class NoticeSeal(IConfiguration configuration, IServiceProvider services, TimeProvider clock, ITimestampAuthority timestamps)
    : PlatformSeal(configuration, services, "NoticeSeal", "业务专用章"), INoticeSeal
{
    public async Task SealAsync(Stream document, Stream output, NoticeSealing sealing, CancellationToken ct)
    {
        if (!IsAvailable)
        {
            await document.CopyToAsync(output, ct);
            return;
        }

        var options = new SealOptions
        {
            ClaimedAt = clock.GetUtcNow(),
            Reason = sealing.Title,
            Placements = Picture() is { } picture ? [new SealImpression(-1, sealing.XMillimetres, sealing.YMillimetres, picture)] : [],
        };
        await PdfSealer.SealAsync(document, output, OpenKey(), options, timestamps, ct);
    }
}
