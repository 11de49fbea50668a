using Market.Marketplace.Operations;
using Market.Marketplace.Procurements;
using static Market.Marketplace.Procurements.ProcurementStage;

namespace Market.Marketplace.Tests.Procurements;

/// <summary>What everybody can follow of a procurement: its stages with their dates, and every version of notice and result.</summary>
public sealed class ProcurementVersionsTests
{
    [Fact]
    public async Task Every_text_that_was_published_is_kept_with_its_deadline_and_its_reason()
    {
        await using var buying = await Buying.StartAsync();
        var id = await buying.PublishAsync();
        var first = await buying.ReadAsync(id);
        await ReviseAsync(buying, id, first.Terms with { HighestAmount = 90_000m }, "预算调整");
        buying.Market.Clock.Advance(TimeSpan.FromDays(1));
        var second = await buying.ReadAsync(id);
        await ReviseAsync(buying, id, second.Terms with { HighestAmount = 95_000m, ServiceWorkingDays = 30 }, "期限延长");

        var now = await buying.ReadAsync(id, Actor.Public);
        var versions = ProcurementVersions.OfNotice(now);

        Assert.Equal([(1, 100_000m, null), (2, 90_000m, "预算调整"), (3, 95_000m, "期限延长")], versions.Select(version => (version.Number, version.Terms.HighestAmount, version.Reason)));
        Assert.Equal([first.SignUpUntil, second.SignUpUntil, now.SignUpUntil], versions.Select(version => version.SignUpUntil));
        Assert.Equal(first.PublishedAt, versions[0].At);
        Assert.True(second.SignUpUntil < now.SignUpUntil);
        Assert.Equal(first.DrawId, now.Revisions[0].DrawId);
    }

    [Fact]
    public async Task A_result_that_was_given_up_stays_readable_beside_the_one_in_its_place()
    {
        await using var buying = await Buying.StartAsync();
        var (first, second) = (buying.World.First, buying.World.Second);
        var awarded = await buying.AwardedAsync(buying.Terms(SelectionMethod.LowestPrice), (first, 80_000m), (second, 90_000m));
        await buying.Market.RunAsync(first.Clerk, (AbandonAward abandon) => Buying.DoneAsync(abandon.ExecuteAsync(awarded.Id, awarded.Version, "人员不足")));

        var row = await buying.ReadAsync(awarded.Id, Actor.Public);
        var versions = ProcurementVersions.OfResult(row);

        Assert.Equal(
            [(1, first.CreditCode, 80_000m, 1, null), (2, second.CreditCode, 90_000m, 2, "人员不足")],
            versions.Select(version => (version.Number, version.Winner!.CreditCode, version.Winner.Amount!.Value, version.Place!.Value, version.Reason)));
        Assert.Equal(Publicity, Present(row).Stage);
        Assert.Equal((row.PublicityUntil, true), (Present(row).At, Present(row).IsDeadline));
    }

    [Fact]
    public async Task The_bar_follows_a_procurement_and_dates_what_is_behind_it()
    {
        await using var buying = await Buying.StartAsync();
        var id = await buying.PublishAsync(buying.Terms(SelectionMethod.LowestPrice));
        var open = await buying.ReadAsync(id, Actor.Public);
        Assert.Equal((ProcurementStage.SignUp, StageStanding.Present, open.SignUpUntil), (Present(open).Stage, Present(open).Standing, Present(open).At));
        await buying.SignUpAsync(id, buying.World.First, 80_000m);
        await buying.SignUpAsync(id, buying.World.Second, 90_000m);
        await buying.SweepAtAsync(open.SignUpUntil!.Value);
        await buying.Market.RunAsync(buying.World.Second.Clerk, (RaiseObjection raise) => raise.ExecuteAsync(id, "报价低于成本"));
        Assert.Equal((Publicity, StageStanding.Frozen), (Present(await buying.ReadAsync(id, Actor.Public)).Stage, Present(await buying.ReadAsync(id, Actor.Public)).Standing));
        var frozen = await buying.ReadAsync(id);
        await buying.Market.RunAsync(buying.World.Owner, (AnswerObjection answer) => Buying.DoneAsync(answer.ExecuteAsync(id, frozen.Version, "不成立", upheld: false)));
        await buying.SweepAtAsync((await buying.ReadAsync(id)).PublicityUntil!.Value);

        var awarded = await buying.ReadAsync(id, Actor.Public);
        var stages = ProcurementStages.Of(awarded);

        Assert.Equal(
            [StageStanding.Done, StageStanding.Done, StageStanding.Done, StageStanding.Done, StageStanding.Done, StageStanding.Present, StageStanding.Ahead],
            stages.Select(stage => stage.Standing));
        Assert.Equal([awarded.PublishedAt, open.SignUpUntil, open.SignUpUntil, awarded.AwardedAt, awarded.AwardedAt, awarded.ContractDueAt, null], stages.Select(stage => stage.At));
    }

    [Fact]
    public async Task A_procurement_that_ended_early_shows_where()
    {
        await using var buying = await Buying.StartAsync();
        var voided = await buying.PublishAsync(buying.Terms(SelectionMethod.LowestPrice));
        var draft = await buying.ReadAsync(voided);
        await buying.Market.RunAsync(buying.World.Owner, (VoidProcurement end) => Buying.DoneAsync(end.ExecuteAsync(voided, draft.Version, "项目取消")));
        var failed = await buying.OpenedAsync(buying.Terms(SelectionMethod.LowestPrice));
        var abandoned = await buying.AwardedAsync(buying.Terms(SelectionMethod.LowestPrice), (buying.World.First, 80_000m));
        await buying.Market.RunAsync(buying.World.First.Clerk, (AbandonAward abandon) => Buying.DoneAsync(abandon.ExecuteAsync(abandoned.Id, abandoned.Version, "人员不足")));

        Assert.Equal((ProcurementStage.SignUp, StageStanding.Voided), await EndOfAsync(buying, voided));
        Assert.Equal((ProcurementStage.Selection, StageStanding.Failed), await EndOfAsync(buying, failed.Id));
        Assert.Equal((Contract, StageStanding.Failed), await EndOfAsync(buying, abandoned.Id));
        Assert.Null(ProcurementVersions.OfResult(await buying.ReadAsync(abandoned.Id, Actor.Public))[^1].Winner);
    }

    private static StageOnTheWay Present(ProcurementDetails row) =>
        Assert.Single(ProcurementStages.Of(row), stage => stage.Standing is not (StageStanding.Done or StageStanding.Ahead));

    private static async Task<(ProcurementStage Stage, StageStanding Standing)> EndOfAsync(Buying buying, Guid id)
    {
        var end = Present(await buying.ReadAsync(id, Actor.Public));
        return (end.Stage, end.Standing);
    }

    private static async Task ReviseAsync(Buying buying, Guid id, ProcurementTerms terms, string reason)
    {
        var version = (await buying.ReadAsync(id)).Version;
        await buying.Market.RunAsync(buying.World.Owner, (ReviseProcurement revise) => Buying.DoneAsync(revise.ExecuteAsync(id, version, terms, reason)));
    }
}
