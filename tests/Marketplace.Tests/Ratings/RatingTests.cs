using Market.Marketplace.Agencies;
using Market.Marketplace.Agencies.Window;
using Market.Marketplace.Operations;
using Market.Marketplace.Ratings;
using Market.Marketplace.Results;
using Market.Marketplace.TaskOrders;
using Market.Marketplace.Tests.Infrastructure;

namespace Market.Marketplace.Tests.Ratings;

public sealed class RatingTests
{
    private static readonly RatingStars[] OfOwner =
        [new(RatingDimension.Quality, 5), new(RatingDimension.Timeliness, 4), new(RatingDimension.Attitude, 4), new(RatingDimension.Conduct, 4)];

    private static readonly RatingStars[] OfDepartment = [new(RatingDimension.ResultQuality, 5), new(RatingDimension.Timeliness, 5)];

    [Fact]
    public async Task Owner_and_department_rate_the_agency_and_its_page_shows_how_many_and_the_facts_behind_them()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, agency) = await AcceptedAsync(market);

        await RateAsync(market, market.World.Owner, order.Id, OfOwner, "");
        await RateAsync(market, market.World.Official, order.Id, OfDepartment, "数据清楚");

        var known = await PublicAsync(market, agency.Id);
        Assert.Equal((2, 4.65m, 1), (known.Count, known.Average!.Value, known.Done));
        Assert.Equal((2, 4.5m), known.Means.Where(mean => mean.Dimension == RatingDimension.Timeliness).Select(mean => (mean.Count, mean.Stars)).Single());
        Assert.All(known.Latest, rating => Assert.Equal(order.CompletedAt, rating.Facts.AcceptedAt));
        Assert.All(known.Latest, rating => Assert.True(rating.Facts.OnTime));
        var card = await CardAsync(market, agency.Id);
        Assert.Equal((2, 4.65m), (card.Ratings, card.AverageRating!.Value));
    }

    [Fact]
    public async Task Each_side_rates_an_order_once_and_only_after_its_result_was_accepted()
    {
        await using var market = await MarketFixture.StartAsync();
        var (result, order, agency) = await market.DeliveredResultAsync();
        await RefusedAsync("rating-not-completed", () => RateAsync(market, market.World.Owner, order.Id, OfOwner, ""));
        await AcceptAsync(market, result.Id);

        await RateAsync(market, market.World.Owner, order.Id, OfOwner, "");
        await RateAsync(market, agency.Clerk, order.Id, [new(RatingDimension.Materials, 4), new(RatingDimension.Cooperation, 5), new(RatingDimension.Clarity, 5)], "");

        await RefusedAsync("rating-once", () => RateAsync(market, market.World.Owner, order.Id, OfOwner, ""));
        await Assert.ThrowsAsync<NotFoundException>(() => RateAsync(market, market.World.OtherOwner, order.Id, OfOwner, ""));
        Assert.Empty((await DeskAsync(market, market.World.Owner)).ToGive);
        Assert.Equal(RatingSide.AgencyOfDepartment, Assert.Single((await DeskAsync(market, agency.Clerk)).ToGive).Side);
    }

    [Fact]
    public async Task All_dimensions_get_one_to_five_stars_and_few_stars_need_a_reason()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, _) = await AcceptedAsync(market);
        RatingStars[] low = [OfDepartment[0], new(RatingDimension.Timeliness, 2)];

        await RefusedAsync("rating-dimensions", () => RateAsync(market, market.World.Official, order.Id, OfDepartment[..1], ""));
        await RefusedAsync("rating-dimensions", () => RateAsync(market, market.World.Official, order.Id, [OfDepartment[0], OfDepartment[0]], ""));
        await RefusedAsync("rating-dimensions", () => RateAsync(market, market.World.Official, order.Id, [OfDepartment[0], new(RatingDimension.Timeliness, 6)], ""));
        // The treasury pays this one, so the owner has no fees to rate.
        await RefusedAsync("rating-dimensions", () => RateAsync(market, market.World.Owner, order.Id, [.. OfOwner, new(RatingDimension.Fees, 5)], ""));
        await RefusedAsync("rating-reason-missing", () => RateAsync(market, market.World.Official, order.Id, low, "  "));
        await RateAsync(market, market.World.Official, order.Id, low, "迟了一天才答复疑问");
    }

    [Fact]
    public async Task After_the_period_of_the_rules_nobody_rates_any_more()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, _) = await AcceptedAsync(market);
        var until = Assert.Single((await DeskAsync(market, market.World.Official)).ToGive).Until;

        market.Clock.Advance(until - market.Clock.GetUtcNow());

        await RefusedAsync("rating-late", () => RateAsync(market, market.World.Official, order.Id, OfDepartment, ""));
        Assert.Empty((await DeskAsync(market, market.World.Official)).ToGive);
    }

    [Fact]
    public async Task A_rating_under_appeal_does_not_count_and_one_struck_out_never_again()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, agency) = await AcceptedAsync(market);
        await RateAsync(market, market.World.Owner, order.Id, OfOwner, "");
        await RateAsync(market, market.World.Official, order.Id, OfDepartment, "");
        var about = await RowAsync(market, agency.Clerk, RatingSide.OwnerOfAgency);
        Assert.True(about.MayAppeal);

        await market.RunAsync(agency.Clerk, (AppealRating appeal) => appeal.ExecuteAsync(about.Id, about.Version, "系统记录为按时"));

        Assert.Equal((1, 1, 5m), Figures(await PublicAsync(market, agency.Id)));
        Assert.Equal(1, (await CardAsync(market, agency.Id)).Ratings);
        var waiting = await RowAsync(market, market.World.Operator, RatingSide.OwnerOfAgency);
        await market.RunAsync(market.World.Operator, (DecideRatingAppeal decide) => decide.ExecuteAsync(waiting.Id, waiting.Version, true, "与系统记录不符"));
        Assert.Equal((1, 0, 5m), Figures(await PublicAsync(market, agency.Id)));
        var struck = (await PublicAsync(market, agency.Id)).Latest.Single(rating => rating.Status == RatingStatus.StruckOut);
        Assert.Equal("与系统记录不符", struck.Appeal!.Decision);
        await RefusedAsync("rating-appeal-state", () => market.RunAsync(
            market.World.Operator, (DecideRatingAppeal decide) => decide.ExecuteAsync(waiting.Id, waiting.Version + 1, false, "再议")));

        static (int, int, decimal) Figures(PublicRatings known) => (known.Count, known.Appealed, known.Average!.Value);
    }

    [Fact]
    public async Task A_dismissed_appeal_lets_the_rating_count_again_and_there_is_no_second_one()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, agency) = await AcceptedAsync(market);
        await RateAsync(market, market.World.Owner, order.Id, OfOwner, "");
        var about = await RowAsync(market, agency.Clerk, RatingSide.OwnerOfAgency);
        await market.RunAsync(agency.Clerk, (AppealRating appeal) => appeal.ExecuteAsync(about.Id, about.Version, "不实"));
        await market.RunAsync(market.World.Operator, (DecideRatingAppeal decide) => decide.ExecuteAsync(about.Id, about.Version + 1, false, "申诉没有事实根据"));

        Assert.Equal(1, (await PublicAsync(market, agency.Id)).Count);
        Assert.Equal(1, (await CardAsync(market, agency.Id)).Ratings);
        await RefusedAsync("rating-appeal-once", () => market.RunAsync(agency.Clerk, (AppealRating appeal) => appeal.ExecuteAsync(about.Id, about.Version + 2, "再申诉")));
        await market.RunAsync(Actor.System, (CountTallies count) => count.ExecuteAsync(onlyWhereMissing: false));
        Assert.Equal(1, (await CardAsync(market, agency.Id)).Ratings);
    }

    [Fact]
    public async Task Only_who_was_rated_appeals_and_only_in_time()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, agency) = await AcceptedAsync(market);
        await RateAsync(market, market.World.Owner, order.Id, OfOwner, "");
        var about = await RowAsync(market, agency.Clerk, RatingSide.OwnerOfAgency);

        await Assert.ThrowsAsync<NotFoundException>(() => market.RunAsync(market.World.Owner, (AppealRating appeal) => appeal.ExecuteAsync(about.Id, about.Version, "撤回")));
        market.Clock.Advance(about.AppealUntil - market.Clock.GetUtcNow());

        await RefusedAsync("rating-appeal-late", () => market.RunAsync(agency.Clerk, (AppealRating appeal) => appeal.ExecuteAsync(about.Id, about.Version, "迟来的申诉")));
        Assert.False((await RowAsync(market, agency.Clerk, RatingSide.OwnerOfAgency)).MayAppeal);
    }

    [Fact]
    public async Task Agencies_rate_owners_in_confidence_until_there_are_several()
    {
        await using var market = await MarketFixture.StartAsync();
        for (var n = 1; n <= GetOwnerRating.Fewest; n++)
        {
            Assert.Null(await OwnerAsync());
            var (order, agency) = await AcceptedAsync(market, n);
            await RateAsync(market, agency.Clerk, order.Id, [new(RatingDimension.Materials, 3), new(RatingDimension.Cooperation, 4), new(RatingDimension.Clarity, 5)], "");
        }

        Assert.Equal((GetOwnerRating.Fewest, 4m), await OwnerAsync() is { } rating ? (rating.Count, rating.Average) : default);

        Task<OwnerRating?> OwnerAsync() => market.RunAsync(Actor.Public, (GetOwnerRating get) => get.ExecuteAsync(market.World.Owner.OrganisationId!.Value));
    }

    private static async Task<(TaskOrderDetails Order, TestAgency Agency)> AcceptedAsync(MarketFixture market, int n = 1)
    {
        // A file handed in twice is refused: each order has its own.
        var (order, agency) = await market.TakenOrderAsync(TestData.Project(code: $"2611-430104-04-01-10000{n}"));
        var result = await market.SealAllAsync(await market.SubmitAsync(order, agency, TestData.Pdf($"技术审查意见书 {n}")), agency);
        await market.Host.DrainAsync();
        await AcceptAsync(market, result.Id);
        return (await market.OrderAsync(agency.Clerk, order.Id), agency);
    }

    private static async Task AcceptAsync(MarketFixture market, Guid result)
    {
        var official = await market.ResultAsync(market.World.Official, result);
        await market.RunAsync(market.World.Official, (AcceptResult accept) => accept.ExecuteAsync(result, official.Version, "同意"));
    }

    private static Task<Guid> RateAsync(MarketFixture market, Actor actor, Guid order, IReadOnlyList<RatingStars> stars, string comment) =>
        market.RunAsync(actor, (RateOrder rate) => rate.ExecuteAsync(order, false, stars, comment));

    private static Task<RatingDesk> DeskAsync(MarketFixture market, Actor actor) =>
        market.RunAsync(actor, (ListRatings list) => list.ExecuteAsync(new PageRequest()));

    private static async Task<RatingRow> RowAsync(MarketFixture market, Actor actor, RatingSide side) =>
        (await DeskAsync(market, actor)).Ratings.Rows.Single(row => row.Side == side);

    private static Task<PublicRatings> PublicAsync(MarketFixture market, Guid agency) =>
        market.RunAsync(Actor.Public, (ListPublicRatings list) => list.ExecuteAsync(agency));

    private static async Task<AgencyCard> CardAsync(MarketFixture market, Guid agency) =>
        Assert.Single(await market.RunAsync(Actor.Public, (CompareAgencies compare) => compare.ExecuteAsync([agency])));

    private static async Task RefusedAsync(string code, Func<Task> act) => Assert.Equal(code, (await Assert.ThrowsAsync<RuleViolationException>(act)).Code);
}
