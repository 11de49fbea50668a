using Market.Marketplace.Documents;
using Market.Marketplace.Notices;
using Market.Marketplace.Operations;
using Market.Marketplace.Procurements;
using Market.Marketplace.Tests.Infrastructure;
using Market.Marketplace.Tests.Procurements;
using Market.Signing;

namespace Market.Marketplace.Tests.Notices;

public sealed class OfficialNoticeTests
{
    [Fact]
    public async Task The_award_notice_is_sealed_and_says_the_same_to_strange_readers()
    {
        await using var buying = await Buying.StartAsync();
        var awarded = await buying.AwardedAsync(buying.Terms(SelectionMethod.LowestPrice), (buying.World.First, 91_000m), (buying.World.Second, 95_500m));

        await buying.Market.Host.DrainAsync();

        var notice = Assert.Single(await NoticesOfAsync(buying, buying.World.First.Clerk));
        Assert.Matches("^ZXTZ-[0-9]{8}-[0-9A-Z]{5}$", notice.Number);
        Assert.True(notice.IsSealed);
        Assert.Equal(awarded.Id, notice.ProcurementId);
        using var file = await OpenAsync(buying, buying.World.First.Clerk, notice.Id);
        var text = await Judges.TextOfAsync(file.Content);
        Assert.All(
            ["中选通知书", notice.Number, $"{buying.World.First.Name}：{awarded.OwnerName}就", $"抄送：{awarded.OwnerName}", awarded.OwnerName, awarded.Number, "人民币91,000.00元", "湘源市中介超市运行中心"],
            words => Assert.Contains(words, text, StringComparison.Ordinal));
        var signatures = await Judges.SignaturesOfAsync(file.Content);
        Assert.Contains("Signature is Valid", signatures, StringComparison.Ordinal);
        Assert.Contains("Total document signed", signatures, StringComparison.Ordinal);
        Assert.DoesNotContain("WARNING", await Judges.StructureOfAsync(file.Content), StringComparison.Ordinal);
        file.Content.Position = 0;
        var trust = TestPki.Instance.Trust;
        var report = PdfSealValidator.Validate(file.Content, new ValidationOptions
        {
            TrustAnchors = trust.SealAnchors,
            TimestampAnchors = trust.TimestampAnchors,
            AsOf = buying.Market.Clock.GetUtcNow(),
        });
        var seal = Assert.Single(report.Signatures);
        Assert.True(seal.Trusted);
        Assert.StartsWith(TestNoticeSeal.Name, seal.SignerName, StringComparison.Ordinal);
        Assert.NotNull(seal.SignedAt);
    }

    [Fact]
    public async Task Opening_the_notice_for_the_first_time_is_the_receipt()
    {
        await using var buying = await Buying.StartAsync();
        await buying.AwardedAsync(buying.Terms(SelectionMethod.LowestPrice), (buying.World.First, 91_000m));
        await buying.Market.Host.DrainAsync();
        var id = Assert.Single(await NoticesOfAsync(buying, buying.World.Owner)).Id;
        Assert.All(Assert.Single(await NoticesOfAsync(buying, buying.World.Operator)).Receipts, receipt => Assert.Null(receipt.ReceivedAt));

        (await OpenAsync(buying, buying.World.First.Clerk, id)).Dispose();
        var first = Assert.Single(await NoticesOfAsync(buying, buying.World.Operator)).Receipts[0];
        (await OpenAsync(buying, buying.World.First.Manager, id)).Dispose();
        (await OpenAsync(buying, buying.World.Operator, id)).Dispose();

        var receipts = Assert.Single(await NoticesOfAsync(buying, buying.World.Owner)).Receipts;
        Assert.Equal(buying.World.First.Id, first.OrganisationId);
        Assert.Equal(buying.World.First.Clerk.DisplayName, first.ReceivedBy);
        Assert.Equal(first, receipts[0]);
        Assert.Null(receipts[1].ReceivedAt);
    }

    [Fact]
    public async Task Others_neither_see_nor_open_it_but_its_code_tells_everybody_that_it_is_real()
    {
        await using var buying = await Buying.StartAsync();
        await buying.AwardedAsync(buying.Terms(SelectionMethod.LowestPrice), (buying.World.First, 91_000m), (buying.World.Second, 95_000m));
        await buying.Market.Host.DrainAsync();
        var notice = Assert.Single(await NoticesOfAsync(buying, buying.World.Owner));

        Assert.Empty(await NoticesOfAsync(buying, buying.World.Second.Clerk));
        Assert.Empty(await NoticesOfAsync(buying, buying.World.OtherOwner));
        Assert.Equal("not-found", await buying.Market.RefusalAsync(
            buying.World.Second.Clerk, (OpenOfficialNotice open) => open.ExecuteAsync(notice.Id)));
        var checkedNotice = await CheckAsync(buying, notice.PublicId);
        Assert.Equal(notice.Number, checkedNotice.Number);
        Assert.Equal(buying.World.First.Name, checkedNotice.Addressee);
        Assert.Null(checkedNotice.LapsedAt);
        Assert.Equal("not-found", await buying.Market.RefusalAsync(
            Actor.Public, (CheckOfficialNotice check) => check.ExecuteAsync("00000000000000000000000000")));
    }

    [Fact]
    public async Task When_the_award_is_given_up_its_notice_lapses_and_the_next_gets_its_own()
    {
        await using var buying = await Buying.StartAsync();
        var awarded = await buying.AwardedAsync(buying.Terms(SelectionMethod.LowestPrice), (buying.World.First, 91_000m), (buying.World.Second, 95_000m));
        await buying.Market.Host.DrainAsync();

        await buying.Market.RunAsync(buying.World.First.Clerk, (AbandonAward abandon) => Buying.DoneAsync(abandon.ExecuteAsync(awarded.Id, awarded.Version, "人员不足")));
        await buying.SweepAtAsync((await buying.ReadAsync(awarded.Id)).PublicityUntil!.Value);
        await buying.Market.Host.DrainAsync();

        var notices = await NoticesOfAsync(buying, buying.World.Owner);
        Assert.Equal([buying.World.Second.Name, buying.World.First.Name], notices.Select(notice => notice.Receipts[0].Name));
        Assert.Null(notices[0].LapsedAt);
        Assert.NotNull(notices[1].LapsedAt);
        Assert.NotNull((await CheckAsync(buying, notices[1].PublicId)).LapsedAt);
    }

    private static async Task<IReadOnlyList<OfficialNoticeSummary>> NoticesOfAsync(Buying buying, Actor reader) =>
        (await buying.Market.RunAsync(reader, (ListOfficialNotices list) => list.ExecuteAsync(new PageRequest()))).Rows;

    private static Task<OpenedFile> OpenAsync(Buying buying, Actor reader, Guid id) =>
        buying.Market.RunAsync(reader, (OpenOfficialNotice open) => open.ExecuteAsync(id));

    private static Task<PublicNotice> CheckAsync(Buying buying, string publicId) =>
        buying.Market.RunAsync(Actor.Public, (CheckOfficialNotice check) => check.ExecuteAsync(publicId));
}
