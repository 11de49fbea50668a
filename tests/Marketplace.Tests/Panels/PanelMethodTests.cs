using System.Security.Cryptography;
using Market.Marketplace.Operations;
using Market.Marketplace.Panels;
using Market.Marketplace.RulePacks;
using Market.Marketplace.Selection;
using Market.Marketplace.Tests.Infrastructure;

namespace Market.Marketplace.Tests.Panels;

public sealed class PanelMethodTests
{
    // Before the panels of the world: it ends earlier.
    private static readonly DateOnly Until = new(2027, 6, 30);

    [Fact]
    public async Task A_weighted_draw_gives_the_task_to_a_member_and_anybody_can_draw_again()
    {
        await using var market = await MarketFixture.StartAsync();
        var members = new[] { market.World.Related, market.World.First, market.World.Second, market.World.Third };
        await OpenAsync(market, PanelMethod.WeightedDraw, members);
        var published = (await market.RunAsync(Actor.Public, (ListPanels list) => list.ExecuteAsync(new PageRequest()))).Rows
            .Single(row => row.Method == PanelMethod.WeightedDraw).Commitment;

        var first = await EvidenceAsync(market, 1);
        var second = await EvidenceAsync(market, 2);

        foreach (var evidence in new[] { first, second })
        {
            var draw = evidence.Draw!;
            Assert.Equal(Convert.FromHexString(draw.Commitment), SHA256.HashData(Convert.FromHexString(draw.Revealed)));
            var pool = DrawPool.Freeze(draw.Pool.Select(candidate => new DrawCandidate(candidate.Code, candidate.Weight)));
            Assert.Equal(draw.PoolHash, Convert.ToHexStringLower(pool.Hash.Span));
            var seed = DrawV1.Seed(draw.DrawId, pool, [Convert.FromHexString(draw.Revealed)]);
            Assert.Equal(draw.Pick, DrawV1.Pick(pool, seed, 1)[0].Code);
            Assert.Equal(draw.Pick, members.Single(member => member.Id == evidence.ChosenAgencyId).CreditCode);
            // The department's own institute has no lot.
            Assert.DoesNotContain(draw.Pool, candidate => candidate.Code == market.World.Related.CreditCode);
            Assert.Contains(SkipReason.RelatedToDepartment, evidence.Considered.Single(member => member.AgencyId == market.World.Related.Id).SkippedFor);
        }

        // Fixed before the first task: each draw is checked against what the one before revealed, the first against what the opening published.
        Assert.Equal(published, first.Draw!.Commitment);
        Assert.Equal(first.Draw.Revealed, second.Draw!.Commitment);
        Assert.Equal((1, 2), (first.Draw.Turn, second.Draw.Turn));
    }

    [Theory]
    [InlineData(PanelMethod.Direct, "panel-direct")]
    [InlineData(PanelMethod.SecondRound, "panel-ceiling-missing")]
    public async Task Ways_in_which_a_department_would_choose_or_bids_would_have_no_limit_are_refused_in_words(PanelMethod method, string code)
    {
        await using var market = await MarketFixture.StartAsync();

        Assert.Equal(code, await market.RefusalAsync(Actor.System, (OpenPanel open) => open.ExecuteAsync(Terms(market, method, market.World.First))));
    }

    [Fact]
    public void Every_pack_permits_rotation_and_none_permits_that_a_department_chooses()
    {
        foreach (var pack in RulePack.All)
        {
            Assert.True(pack.PermitsPanel(PanelMethod.Rotation, Catalogue.Payer.Treasury));
            Assert.False(pack.PermitsPanel(PanelMethod.Direct, Catalogue.Payer.Treasury));
        }

        var strict = RulePack.Named("hunan") with { PanelMethods = [new PanelMethodRule(PanelMethod.Rotation, [Catalogue.Payer.Treasury], "测试", true)] };
        Assert.False(strict.PermitsPanel(PanelMethod.WeightedDraw, Catalogue.Payer.Treasury));
    }

    private static Task<Guid> OpenAsync(MarketFixture market, PanelMethod method, params TestAgency[] members) =>
        market.RunAsync(Actor.System, (OpenPanel open) => open.ExecuteAsync(Terms(market, method, members)));

    private static PanelTerms Terms(MarketFixture market, PanelMethod method, params TestAgency[] members) =>
        new(
            market.World.Official.Organisation, TestData.ReviewItem, $"测试入围库 {method}", $"KJ-{method}", new DateOnly(2026, 1, 1), Until,
            [.. members.Select(member => member.Id)])
        {
            Method = method,
        };

    private static async Task<AssignmentEvidence> EvidenceAsync(MarketFixture market, int n) =>
        (await market.TakenOrderAsync(TestData.Project(code: $"2611-430104-04-01-10000{n}"))).Order.Assignments[^1];
}
