using Market.Marketplace.Admissions;
using Market.Marketplace.Notices;
using Market.Marketplace.Tests.Infrastructure;
using static Market.Marketplace.Tests.Admissions.Applying;

namespace Market.Marketplace.Tests.Notices;

public sealed class AdmissionNoticeTests
{
    [Fact]
    public async Task Removal_is_announced_with_the_right_to_be_heard_and_decided_with_the_remedies()
    {
        await using var market = await MarketFixture.StartAsync();
        var agency = market.World.First;
        await ChangeAsync(market, agency.Clerk, AdmissionAction.NotifyClearance, "承诺不实");
        var announced = Assert.Single(await TaskNoticeTests.NoticesAsync(market, agency.Manager, OfficialNoticeKind.ClearanceNotified));
        market.Clock.SetTo(new DateOnly(2026, 12, 2));
        await ChangeAsync(market, agency.Clerk, AdmissionAction.Remove, "期满未陈述");
        var decided = Assert.Single(await TaskNoticeTests.NoticesAsync(market, market.World.Operator, OfficialNoticeKind.AgencyRemoved));

        Assert.Contains(announced.Text.Facts, fact => fact is { Name: "陈述申辩期限", Value: "2026 年 11 月 30 日" });
        Assert.Contains("陈述", Assert.Single(announced.Text.Opening), StringComparison.Ordinal);
        Assert.Contains("没有提交陈述申辩", Assert.Single(decided.Text.Opening), StringComparison.Ordinal);
        Assert.NotEmpty(decided.Text.Remedies);
        await TaskNoticeTests.ReadsWellAsync(market, market.World.Operator, announced, decided);
    }

    [Fact]
    public async Task A_refused_application_gets_its_decision_with_reason_and_remedies()
    {
        await using var market = await MarketFixture.StartAsync();
        var agency = await SubmittedAsync(market);
        await DecideAsync(market, agency, CheckResult.Refused, new CheckReason(DossierPart.Basics, "资质证书查无此号"));

        var refused = Assert.Single(await TaskNoticeTests.NoticesAsync(market, agency));
        Assert.Contains(refused.Text.Facts, fact => fact is { Name: "理由", Value: "资质证书查无此号" });
        Assert.NotEmpty(refused.Text.Remedies);
        await TaskNoticeTests.ReadsWellAsync(market, agency, refused);
    }
}
