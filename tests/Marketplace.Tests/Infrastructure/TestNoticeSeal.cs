using Market.Marketplace.Notices;
using Market.Signing;

namespace Market.Marketplace.Tests.Infrastructure;

/// <summary>The seals on notices, of the test PKI and on the test's clock: the first department has entrusted its own to the platform.</summary>
internal sealed class TestNoticeSeal(TestClock clock, ITimestampAuthority timestamps) : INoticeSeal
{
    public const string Name = "湘源市中介超市业务专用章";
    public const string DepartmentName = "行政审批专用章";

    private readonly string _department = TestData.DepartmentCode;

    public NoticeSealOwner OwnerFor(string? signatoryCode) => signatoryCode == _department ? NoticeSealOwner.Signatory : NoticeSealOwner.Platform;

    public async Task SealAsync(Stream document, Stream output, NoticeSealing sealing, CancellationToken ct)
    {
        var isOwn = OwnerFor(sealing.SignatoryCode) == NoticeSealOwner.Signatory;
        var issued = isOwn
            ? await TestPki.Instance.UnitAsync(sealing.Signatory + DepartmentName, _department)
            : await TestPki.Instance.UnitAsync(Name, TestData.Code(8));
        using var key = await TestPki.Instance.Keys.OpenAsync(issued.KeyReference, ct);
        var picture = isOwn
            ? SealPicture.Round(sealing.Signatory, centreText: DepartmentName, demonstration: true)
            : SealPicture.Round("湘源市中介超市", centreText: "业务专用章", demonstration: true);
        var options = new SealOptions
        {
            ClaimedAt = clock.GetUtcNow(),
            Reason = sealing.Title,
            Placements = [new SealImpression(-1, sealing.XMillimetres, sealing.YMillimetres, picture)],
        };
        await PdfSealer.SealAsync(document, output, key, options, timestamps, ct);
    }
}
