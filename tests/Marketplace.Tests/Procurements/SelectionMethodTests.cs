using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Procurements;
using Market.Marketplace.Selection;

namespace Market.Marketplace.Tests.Procurements;

public sealed class SelectionMethodTests
{
    private const string Guangdong = "guangdong";

    [Fact]
    public async Task A_credit_draw_weighs_by_score_and_the_owner_picks_from_the_drawn_small_list_only()
    {
        await using var buying = await Buying.StartAsync(Guangdong);
        var (first, second, third, fourth) = (buying.World.First, buying.World.Second, buying.World.Third, buying.World.Fourth);
        var opened = await buying.OpenedAsync(
            buying.Terms(SelectionMethod.Credit) with { BigList = 3, SmallList = 2 }, (first, null), (second, null), (third, null), (fourth, null));

        // All stand at the same score, and equal ones at the edge of the big list stay on it together.
        Assert.Equal(4, opened.Outcome!.Places!.Count(place => place.OnBigList));

        var draw = await buying.FinishDrawAsync(opened.DrawId!.Value);

        Assert.Equal(4, draw.Pool.Count);
        Assert.All(draw.Pool, candidate => Assert.Equal(opened.Outcome.Places!.Single(place => place.Code == candidate.Code).Weight, candidate.Weight));
        var waiting = await buying.ReadAsync(opened.Id);
        Assert.Equal(ProcurementStatus.AwaitingOwner, waiting.Status);
        Assert.Equal(draw.Picks.Take(2), waiting.Outcome!.SmallList);
        Assert.Contains(waiting.Timeline, entry => entry.Kind == LedgerKind.OwnerPickAwaited);
        Assert.Equal("pick-not-listed", await PickRefusedAsync(buying, waiting, draw.Picks[2], "更熟悉"));
        Assert.Equal("reason-missing", await PickRefusedAsync(buying, waiting, draw.Picks[1], " "));
        await PickAsync(buying, waiting, draw.Picks[1], "同类项目业绩较多", []);
        var selected = await buying.ReadAsync(opened.Id, Actor.Public);
        Assert.Equal((ProcurementStatus.Publicity, "同类项目业绩较多"), (selected.Status, selected.Outcome!.PickReason));
        Assert.Equal([draw.Picks[1], draw.Picks[0]], selected.Outcome.Order);
    }

    [Fact]
    public async Task The_best_price_drops_the_extremes_and_takes_the_nearest_to_the_mean_times_the_drawn_base()
    {
        await using var buying = await Buying.StartAsync(Guangdong);
        var (first, second, third, fourth) = (buying.World.First, buying.World.Second, buying.World.Third, buying.World.Fourth);
        var opened = await buying.OpenedAsync(
            buying.Terms(SelectionMethod.BestPrice), (first, 98_000m), (second, 95_000m), (third, 96_000m), (fourth, 92_000m));

        var draw = await buying.FinishDrawAsync(opened.DrawId!.Value);

        var ruling = (await buying.ReadAsync(opened.Id)).Outcome!.Ruling!;
        Assert.Equal(BestPriceBase.Of(Convert.FromHexString(draw.Seed!)), ruling.BasePercent);
        Assert.Equal(95_500m, ruling.Mean);
        Assert.Equal(95_500m * ruling.BasePercent!.Value / 100, ruling.Reference);
        Assert.Equal([fourth.CreditCode, first.CreditCode], ruling.Offers.Where(offer => offer.Standing == OfferStanding.Trimmed).Select(offer => offer.Code));
        Assert.Equal(second.Id, (await buying.ReadAsync(opened.Id)).WinnerId);
    }

    [Fact]
    public async Task The_average_price_takes_the_nearest_that_is_not_above_the_mean()
    {
        await using var buying = await Buying.StartAsync(Guangdong);

        var opened = await buying.OpenedAsync(
            buying.Terms(SelectionMethod.AveragePrice), (buying.World.First, 90_000m), (buying.World.Second, 96_000m), (buying.World.Third, 99_000m));

        Assert.Equal(95_000m, opened.Outcome!.Ruling!.Reference);
        Assert.Equal((ProcurementStatus.Publicity, buying.World.First.Id), (opened.Status, opened.WinnerId!.Value));
    }

    [Fact]
    public async Task Plans_are_all_scored_with_reasons_and_the_best_one_wins()
    {
        await using var buying = await Buying.StartAsync(Guangdong);
        var (first, second) = (buying.World.First, buying.World.Second);
        var id = await buying.PublishAsync(buying.Terms(SelectionMethod.Merit));
        Assert.Equal("offer-plan-missing", await buying.Market.RefusalAsync(first.Clerk, (HandInSignUp handIn) => handIn.ExecuteAsync(id, 80_000m, null)));
        foreach (var (agency, amount) in new[] { (first, 80_000m), (second, 90_000m) })
        {
            var plan = await buying.Market.UploadAsync(agency.Clerk, TestData.Pdf("响应方案"), "响应方案.pdf");
            await buying.Market.RunAsync(agency.Clerk, (HandInSignUp handIn) => handIn.ExecuteAsync(id, amount, plan));
        }

        await buying.SweepAtAsync((await buying.ReadAsync(id)).SignUpUntil!.Value);
        var opened = await buying.ReadAsync(id);
        PlanScore[] scores = [new(first.CreditCode, 82.5m, "人员齐备"), new(second.CreditCode, 91m, "方案更有针对性")];

        Assert.Equal("scores-incomplete", await RefusedAsync(second.CreditCode, scores[..1]));
        Assert.Equal("scores-incomplete", await RefusedAsync(second.CreditCode, [scores[0], scores[1] with { Reason = "" }]));
        Assert.Equal("scores-incomplete", await RefusedAsync(second.CreditCode, [scores[0], scores[1] with { Points = 101 }]));
        Assert.Equal("pick-not-best", await RefusedAsync(first.CreditCode, scores));
        await PickAsync(buying, opened, second.CreditCode, "得分最高", scores);
        var selected = await buying.ReadAsync(id, Actor.Public);
        Assert.Equal(second.Id, selected.WinnerId);
        Assert.Equal(scores, selected.Outcome!.Scores!);

        Task<string> RefusedAsync(string code, IReadOnlyList<PlanScore> given) => buying.Market.RefusalAsync(
            buying.World.Owner, (PickAgency pick) => Buying.DoneAsync(pick.ExecuteAsync(id, opened.Version, code, "得分最高", given)));
    }

    [Fact]
    public async Task Public_money_goes_by_the_methods_and_the_small_list_that_the_region_allows()
    {
        await using var buying = await Buying.StartAsync(Guangdong);

        Assert.Equal("small-list", await PublishRefusedAsync(buying.Terms(SelectionMethod.Credit) with { Funds = FundSource.Treasury, BigList = 5, SmallList = 2 }));
        Assert.Equal("method-not-for-funds", await PublishRefusedAsync(
            buying.Terms(SelectionMethod.Direct) with { Funds = FundSource.StateOwned, DirectAgencyId = buying.World.First.Id, DirectReason = "延续" }));

        async Task<string> PublishRefusedAsync(ProcurementTerms terms)
        {
            var id = await buying.Market.RunAsync(buying.World.Owner, (DraftProcurement draft) => draft.ExecuteAsync(terms));
            return await buying.Market.RefusalAsync(buying.World.Owner, (PublishProcurement publish) => Buying.DoneAsync(publish.ExecuteAsync(id, 1)));
        }
    }

    [Fact]
    public async Task A_method_that_the_region_does_not_have_is_refused_in_words()
    {
        await using var buying = await Buying.StartAsync();
        var id = await buying.Market.RunAsync(buying.World.Owner, (DraftProcurement draft) => draft.ExecuteAsync(buying.Terms(SelectionMethod.BestPrice)));

        Assert.Equal("method-not-here", await buying.Market.RefusalAsync(
            buying.World.Owner, (PublishProcurement publish) => Buying.DoneAsync(publish.ExecuteAsync(id, 1))));
    }

    [Fact]
    public async Task Two_failures_in_a_row_open_direct_selection_for_public_money_with_the_failures_in_public()
    {
        await using var buying = await Buying.StartAsync();
        var terms = buying.Terms(SelectionMethod.LowestPrice) with { Funds = FundSource.Treasury };
        var failed = await buying.OpenedAsync(terms, (buying.World.First, 80_000m));
        var again = await RepeatAsync(terms, failed.Id);
        Assert.Equal(failed.Id, again.RepeatsId);
        await buying.SweepAtAsync(again.SignUpUntil!.Value);
        var failedTwice = await buying.ReadAsync(again.Id);
        Assert.Equal(ProcurementStatus.Failed, failedTwice.Status);
        Assert.NotNull(failedTwice.EndReason);

        var direct = await RepeatAsync(
            terms with { Method = SelectionMethod.Direct, DirectAgencyId = buying.World.First.Id, DirectReason = "两次公开选取均流标" }, again.Id);

        Assert.Equal(ProcurementStatus.SigningUp, direct.Status);

        async Task<ProcurementDetails> RepeatAsync(ProcurementTerms wanted, Guid repeats)
        {
            var id = await buying.Market.RunAsync(buying.World.Owner, (DraftProcurement draft) => draft.ExecuteAsync(wanted, repeats));
            await buying.Market.RunAsync(buying.World.Owner, (PublishProcurement publish) => Buying.DoneAsync(publish.ExecuteAsync(id, 1)));
            return await buying.ReadAsync(id);
        }
    }

    [Fact]
    public async Task An_agency_that_the_owner_excluded_in_public_is_told_the_reason_and_cannot_sign_up()
    {
        await using var buying = await Buying.StartAsync();
        var (first, second) = (buying.World.First, buying.World.Second);
        var id = await buying.PublishAsync(buying.Terms() with { Exclusions = [new Exclusion(second.Id, second.Name, "正在与业主诉讼")] });

        Assert.Equal("not-eligible", await buying.Market.RefusalAsync(second.Clerk, (HandInSignUp handIn) => handIn.ExecuteAsync(id, null, null)));

        await buying.SignUpAsync(id, first);
        var published = await buying.ReadAsync(id, Actor.Public);
        Assert.Equal("正在与业主诉讼", Assert.Single(published.Terms.Exclusions).Reason);
        Assert.Equal("exclusion-reason", await buying.Market.RefusalAsync(buying.World.Owner, (DraftProcurement draft) =>
            draft.ExecuteAsync(buying.Terms() with { Exclusions = [new Exclusion(second.Id, second.Name, "")] })));
    }

    private static Task<bool> PickAsync(Buying buying, ProcurementDetails row, string code, string reason, IReadOnlyList<PlanScore> scores) =>
        buying.Market.RunAsync(buying.World.Owner, (PickAgency pick) => Buying.DoneAsync(pick.ExecuteAsync(row.Id, row.Version, code, reason, scores)));

    private static Task<string> PickRefusedAsync(Buying buying, ProcurementDetails row, string code, string reason) =>
        buying.Market.RefusalAsync(buying.World.Owner, (PickAgency pick) => Buying.DoneAsync(pick.ExecuteAsync(row.Id, row.Version, code, reason, [])));
}
