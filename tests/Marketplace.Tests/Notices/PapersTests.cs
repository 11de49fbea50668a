using Market.Marketplace.Notices;
using Market.Marketplace.Operations;
using Market.Marketplace.Procurements;
using Market.Marketplace.Results;
using Market.Marketplace.TaskOrders;
using Market.Marketplace.Tests.Infrastructure;
using Market.Marketplace.Tests.Procurements;
using Market.Testing;
using ContractSigning = Market.Marketplace.Tests.Contracts.Signing;

namespace Market.Marketplace.Tests.Notices;

/// <summary>Every kind of paper that is sealed here is shown to the programs of others: pdfsig, mutool and qpdf.</summary>
public sealed class PapersTests
{
    // The longest that people enter, with what breaks lines and fonts: rare characters, Latin words, figures and signs.
    private const string Awkward =
        "湘江云谷（二期）㛃山地块A-3#、B-12#楼暨地下室（含人防）建设工程，总建筑面积36,500.50㎡、容积率≤2.5，Xiangjiang Cloud-Valley Phase II Development Co., Ltd.，"
        + "\r\n详见附件《关于进一步规范行政审批中介服务的实施意见》第三条第（二）项；如有异议请于5个工作日内书面提出。𠮷、镕、喆、𬱖、①、‰、→";

    public static TheoryData<OfficialNoticeKind> Templates => [.. Enum.GetValues<OfficialNoticeKind>().Where(kind => kind != OfficialNoticeKind.Award)];

    [Theory]
    [MemberData(nameof(Templates))]
    public async Task Every_kind_of_notice_is_sound_sealed_and_readable_whatever_stands_in_it(OfficialNoticeKind kind)
    {
        SkipWithoutJudges();
        await using var market = await MarketFixture.StartAsync();
        var template = NoticeTemplates.Of(kind);
        var values = new NoticeValues().With([.. template.Names.Select(name => (name, (string?)Awkward))]);

        var number = await market.Host.RunAsync(Actor.System, (IssueAwkwardNotice issue) => issue.ExecuteAsync(kind, values, Awkward[..60]));
        await market.Host.DrainAsync();

        var notice = Assert.Single((await market.RunAsync(market.World.Owner, (ListOfficialNotices list) => list.ExecuteAsync(new PageRequest(number)))).Rows);
        using var file = await market.RunAsync(market.World.Owner, (OpenOfficialNotice open) => open.ExecuteAsync(notice.Id));
        await PaperJudges.AssertSoundAsync(file.Content, 1, $"notice-{kind}");
        var text = await Judges.TextOfAsync(file.Content);
        Assert.Contains(template.Title, text, StringComparison.Ordinal);
        Assert.Contains("□为字库未收的字：U+20BB7", text, StringComparison.Ordinal);
        Assert.All(template.Facts, fact => Assert.Contains(fact, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_award_is_sound_sealed_and_readable()
    {
        SkipWithoutJudges();
        await using var buying = await Buying.StartAsync();
        await buying.AwardedAsync(buying.Terms(SelectionMethod.LowestPrice), (buying.World.First, 91_000m), (buying.World.Second, 95_500m));
        await buying.Market.Host.DrainAsync();
        var notice = Assert.Single((await buying.Market.RunAsync(buying.World.First.Clerk, (ListOfficialNotices list) => list.ExecuteAsync(new PageRequest()))).Rows);

        using var file = await buying.Market.RunAsync(buying.World.First.Clerk, (OpenOfficialNotice open) => open.ExecuteAsync(notice.Id));

        await PaperJudges.AssertSoundAsync(file.Content, 1, "notice-Award");
    }

    [Fact]
    public async Task The_contract_is_sound_with_both_seals_and_readable()
    {
        SkipWithoutJudges();
        await using var signing = await ContractSigning.StartAsync();
        var contract = await signing.SignedAsync();

        using var file = await signing.OpenAsync(signing.Agency.Clerk, contract.Id);

        await PaperJudges.AssertSoundAsync(file.Content, 2, "contract");
    }

    [Fact]
    public async Task The_settlement_sheet_is_sound_sealed_and_readable()
    {
        SkipWithoutJudges();
        await using var market = await MarketFixture.StartAsync();
        var (result, order, agency) = await market.DeliveredResultAsync();
        var version = (await market.OrderAsync(market.World.Official, order.Id)).Version;
        await market.RunAsync(
            market.World.Official, (FixPrice fix) => fix.ExecuteAsync(order.Id, version, 12_345_678.90m, "HT-2026-01-含税-第三包（重新采购）-补充协议二"));
        var delivered = await market.ResultAsync(market.World.Official, result.Id);
        await market.RunAsync(market.World.Official, (AcceptResult accept) => accept.ExecuteAsync(delivered.Id, delivered.Version, "同意"));

        using var file = new MemoryStream(await market.RunAsync(
            agency.Clerk, (DrawSettlement draw) => draw.ExecuteAsync(new DateOnly(2026, 11, 1), new DateOnly(2026, 11, 30))));

        await PaperJudges.AssertSoundAsync(file, 1, "settlement");
    }

    private static void SkipWithoutJudges() => Assert.SkipWhen(PaperJudges.Missing is not null, $"Left out: {PaperJudges.Missing} is not installed.");
}
