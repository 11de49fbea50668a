using Market.Marketplace.Documents;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Procurements;
using Market.Marketplace.Selection;

namespace Market.Marketplace.Tests.Procurements;

/// <summary>What each reader is told of a procurement, and what not.</summary>
public sealed class ProcurementReadingTests
{
    [Fact]
    public async Task Who_objected_is_told_to_the_owner_and_to_nobody_else()
    {
        await using var buying = await Buying.StartAsync();
        var (first, second) = (buying.World.First, buying.World.Second);
        var opened = await buying.OpenedAsync(buying.Terms(SelectionMethod.LowestPrice), (first, 80_000m), (second, 90_000m));
        await buying.Market.RunAsync(second.Clerk, (RaiseObjection raise) => raise.ExecuteAsync(opened.Id, "报价低于成本"));

        var owner = await buying.ReadAsync(opened.Id);
        var own = await buying.ReadAsync(opened.Id, second.Clerk);
        Assert.Equal(second.Id, Assert.Single(owner.Objections).OrganisationId);
        Assert.Equal(second.Id, Assert.Single(own.Objections).OrganisationId);
        foreach (var reader in new[] { Actor.Public, first.Clerk, buying.World.Third.Clerk, buying.World.Operator, buying.World.Official })
        {
            var seen = await buying.ReadAsync(opened.Id, reader);
            var objection = Assert.Single(seen.Objections);
            Assert.Equal(("", Guid.Empty, "报价低于成本"), (objection.OrganisationName, objection.OrganisationId, objection.Grounds));
            var line = Assert.Single(seen.Timeline, entry => entry.Kind == LedgerKind.ObjectionRaised);
            Assert.Equal(("", null), (line.ActorName, line.OrganisationName));
        }
    }

    [Fact]
    public async Task No_person_is_named_in_the_public_history()
    {
        await using var buying = await Buying.StartAsync();
        var id = await buying.PublishAsync();

        var published = Assert.Single((await buying.ReadAsync(id, Actor.Public)).Timeline);

        Assert.Equal("", published.ActorName);
        Assert.Equal(buying.World.Owner.OrganisationName, published.OrganisationName);
        Assert.Equal(buying.World.Owner.DisplayName, Assert.Single((await buying.ReadAsync(id)).Timeline).ActorName);
    }

    [Fact]
    public async Task An_agency_finds_what_is_open_and_which_rule_stands_against_it()
    {
        await using var buying = await Buying.StartAsync();
        var (first, second) = (buying.World.First, buying.World.Second);
        var open = await buying.PublishAsync();
        var excluding = await buying.PublishAsync(buying.Terms() with { Exclusions = [new Exclusion(first.Id, "甲", "参与过前期咨询")] });
        var direct = await buying.PublishAsync(buying.Terms(SelectionMethod.Direct) with { DirectAgencyId = second.Id, DirectReason = "小额", HighestAmount = 5_000m });
        await buying.SignUpAsync(open, first);

        var found = await buying.Market.RunAsync(first.Clerk, (ListOpenProcurements list) => list.ExecuteAsync(new PageRequest()));

        var rows = found.Rows.ToDictionary(row => row.Procurement.Id);
        Assert.Equal(3, found.Total);
        Assert.Equal((null, false, true), (rows[open].Against, rows[open].ForOther, rows[open].SignedUp));
        Assert.Equal((EligibilityRule.NotExcluded, false, false), (rows[excluding].Against, rows[excluding].ForOther, rows[excluding].SignedUp));
        Assert.True(rows[direct].ForOther);
    }

    [Fact]
    public async Task What_is_closed_is_not_offered_for_signing_up()
    {
        await using var buying = await Buying.StartAsync();
        await buying.OpenedAsync(buying.Terms(), (buying.World.First, null));

        var found = await buying.Market.RunAsync(buying.World.Second.Clerk, (ListOpenProcurements list) => list.ExecuteAsync(new PageRequest()));

        Assert.Empty(found.Rows);
    }

    [Fact]
    public async Task A_plan_is_read_by_the_owner_alone_and_not_before_the_sign_ups_are_opened()
    {
        await using var buying = await Buying.StartAsync();
        var (first, second) = (buying.World.First, buying.World.Second);
        var id = await buying.PublishAsync(buying.Terms(SelectionMethod.Merit));
        await OfferAsync(first, "方案甲");
        await OfferAsync(second, "方案乙");
        Assert.Equal("not-found", await buying.Market.RefusalAsync(buying.World.Owner, Open(first.CreditCode)));
        await buying.SweepAtAsync((await buying.ReadAsync(id)).SignUpUntil!.Value);

        using var plan = await buying.Market.RunAsync(buying.World.Owner, Open(first.CreditCode));
        using var reader = new StreamReader(plan.Content);

        Assert.Equal("方案甲", await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
        Assert.Equal("forbidden", await buying.Market.RefusalAsync(second.Clerk, Open(first.CreditCode)));
        Assert.Equal("forbidden", await buying.Market.RefusalAsync(buying.World.Operator, Open(first.CreditCode)));

        async Task OfferAsync(TestAgency agency, string text)
        {
            var file = await buying.Market.UploadAsync(agency.Clerk, System.Text.Encoding.UTF8.GetBytes(text));
            await buying.Market.RunAsync(agency.Clerk, (HandInSignUp handIn) => handIn.ExecuteAsync(id, 50_000m, file));
        }

        Func<OpenOfferPlan, Task<OpenedFile>> Open(string code) => open => open.ExecuteAsync(id, code);
    }

    [Fact]
    public async Task A_draw_is_found_by_its_id_and_by_the_number_that_its_proof_carries()
    {
        await using var buying = await Buying.StartAsync();
        var opened = await buying.OpenedAsync(buying.Terms(), (buying.World.First, null), (buying.World.Second, null));
        var draw = await buying.FinishDrawAsync(opened.DrawId!.Value, ownerReveals: false);

        var byNumber = await buying.Market.RunAsync(Actor.Public, (GetDraw get) => get.ExecuteAsync(draw.Number));
        var byId = await buying.Market.RunAsync(Actor.Public, (GetDraw get) => get.ExecuteAsync(draw.Id.ToString()));

        Assert.Equal((draw.Id, draw.Id), (byNumber.Id, byId.Id));
        var proof = DrawProof.Of(byNumber);
        Assert.Equal((draw.Number, draw.Seed), (proof.DrawId, proof.Seed));
        Assert.Equal([false, true, false, false], proof.Contributions.Select(entry => entry.ReplacedByOutside));
    }
}
