using Market.Marketplace.Notices;
using Market.Signing;

namespace Market.Marketplace.Tests.Infrastructure;

/// <summary>The platform's seal on notices, of the test PKI and on the test's clock.</summary>
internal sealed class TestNoticeSeal(TestClock clock, ITimestampAuthority timestamps) : INoticeSeal
{
    public const string Name = "湘源市中介超市业务专用章";

    public bool IsAvailable => true;

    public async Task SealAsync(Stream document, Stream output, NoticeSealing sealing, CancellationToken ct)
    {
        var issued = await TestPki.Instance.UnitAsync(Name, TestData.Code(8));
        using var key = await TestPki.Instance.Keys.OpenAsync(issued.KeyReference, ct);
        var options = new SealOptions
        {
            ClaimedAt = clock.GetUtcNow(),
            Reason = sealing.Title,
            Placements = [new SealImpression(-1, sealing.XMillimetres, sealing.YMillimetres, SealPicture.Round("湘源市中介超市", centreText: "业务专用章", demonstration: true))],
        };
        await PdfSealer.SealAsync(document, output, key, options, timestamps, ct);
    }
}
