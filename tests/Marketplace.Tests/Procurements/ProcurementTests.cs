using Market.Marketplace.Operations;
using Market.Marketplace.Procurements;
using Market.Marketplace.Selection;
using Market.Marketplace.Tests.Infrastructure;

namespace Market.Marketplace.Tests.Procurements;

public sealed class ProcurementTests
{
    [Fact]
    public async Task A_random_draw_finds_a_winner_that_anyone_can_recompute()
    {
        await using var buying = await Buying.StartAsync();
        var (first, second, third) = (buying.World.First, buying.World.Second, buying.World.Third);
        var opened = await buying.OpenedAsync(buying.Terms(), (first, null), (second, null), (third, null));
        Assert.Equal(ProcurementStatus.Drawing, opened.Status);

        var draw = await buying.FinishDrawAsync(opened.DrawId!.Value);

        var pool = DrawPool.Freeze(draw.Pool.Select(candidate => new DrawCandidate(candidate.Code, candidate.Weight)));
        var seed = DrawV1.Seed(draw.Number, pool, draw.Parts.Select(part => (ReadOnlyMemory<byte>)Convert.FromHexString(part)));
        Assert.Equal(draw.Picks, DrawV1.Pick(pool, seed, 3).Select(pick => pick.Code));
        Assert.Equal([first.CreditCode, second.CreditCode, third.CreditCode], draw.Picks.Order());
        var selected = await buying.ReadAsync(opened.Id);
        Assert.Equal(ProcurementStatus.Publicity, selected.Status);
        Assert.Equal(draw.Picks, selected.Outcome!.Order);

        await buying.SweepAtAsync(selected.PublicityUntil!.Value);

        Assert.Equal(ProcurementStatus.Awarded, (await buying.ReadAsync(opened.Id)).Status);
    }

    [Fact]
    public async Task The_list_is_public_and_hashed_before_any_secret_is_out()
    {
        await using var buying = await Buying.StartAsync();
        var opened = await buying.OpenedAsync(buying.Terms(), (buying.World.First, null), (buying.World.Second, null));

        var draw = await buying.DrawAsync(opened.DrawId!.Value);

        Assert.Equal(DrawStatus.Frozen, draw.Status);
        Assert.NotNull(draw.PoolHash);
        Assert.All(draw.Contributions, contribution => Assert.Null(contribution.Value));
        Assert.NotNull(draw.Contributions.Single(contribution => contribution.Contributor == DrawContributor.Operator).Commitment);
        Assert.Equal("draw-outside-early", await buying.Market.RefusalAsync(
            buying.World.Operator, (FinishDraw finish) => finish.ExecuteAsync(draw.Id, draw.Version, "1", "抢先")));
    }

    [Fact]
    public async Task A_nonce_that_was_not_revealed_is_replaced_by_the_outside_value_alone()
    {
        await using var buying = await Buying.StartAsync();
        var opened = await buying.OpenedAsync(buying.Terms(), (buying.World.First, null), (buying.World.Second, null));

        var draw = await buying.FinishDrawAsync(opened.DrawId!.Value, ownerReveals: false);

        Assert.Null(draw.Contributions.Single(contribution => contribution.Contributor == DrawContributor.Owner).Value);
        Assert.Equal(draw.Parts[3], draw.Parts[1]);
        Assert.NotEqual(draw.Parts[3], draw.Parts[2]);
    }

    [Fact]
    public async Task There_is_no_second_draw_and_no_other_nonce()
    {
        await using var buying = await Buying.StartAsync();
        var opened = await buying.OpenedAsync(buying.Terms(), (buying.World.First, null), (buying.World.Second, null));
        var id = opened.DrawId!.Value;
        var other = new string('a', 64);
        await buying.Market.RunAsync(buying.World.Owner, (CommitNonce commit) => Buying.DoneAsync(commit.ExecuteAsync(id, other)));
        Assert.Equal("draw-committed", await buying.Market.RefusalAsync(
            buying.World.Owner, (CommitNonce commit) => Buying.DoneAsync(commit.ExecuteAsync(id, new string('b', 64)))));
        var plan = (await buying.DrawAsync(id)).Plan;
        buying.Market.Clock.Advance(plan.CommitUntil - buying.Market.Clock.GetUtcNow());
        Assert.Equal("draw-reveal-other", await buying.Market.RefusalAsync(
            buying.World.Owner, (RevealNonce reveal) => Buying.DoneAsync(reveal.ExecuteAsync(id, new string('c', 64)))));
        buying.Market.Clock.Advance(plan.RevealUntil - buying.Market.Clock.GetUtcNow());
        var draw = await buying.DrawAsync(id);
        await buying.Market.RunAsync(buying.World.Operator, (FinishDraw finish) => finish.ExecuteAsync(id, draw.Version, "3931.62", "上交所"));

        var finished = await buying.DrawAsync(id);

        Assert.Equal("draw-finished", await buying.Market.RefusalAsync(
            buying.World.Operator, (FinishDraw finish) => finish.ExecuteAsync(id, finished.Version, "3931.63", "上交所")));
        Assert.Equal(finished.Picks, (await buying.DrawAsync(id)).Picks);
    }

    [Fact]
    public async Task Nobody_sees_who_signed_up_or_at_what_price_before_the_deadline()
    {
        await using var buying = await Buying.StartAsync();
        var id = await buying.PublishAsync(buying.Terms(SelectionMethod.LowestPrice));
        var receipt = await buying.SignUpAsync(id, buying.World.First, 91_234.56m);

        foreach (var reader in new[] { Actor.Public, buying.World.Owner, buying.World.Operator, buying.World.Second.Clerk, buying.World.Official })
        {
            var seen = await buying.ReadAsync(id, reader);
            Assert.Null(seen.Outcome);
            Assert.Null(seen.SignUp);
        }

        Assert.Equal(receipt, (await buying.ReadAsync(id, buying.World.First.Clerk)).SignUp!.Receipt);
        var stored = await buying.Market.Host.ReadAsync(db => Task.FromResult(db.SignUps.Single(row => row.ProcurementId == id).SealedContent));
        Assert.DoesNotContain("91234", stored, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_opened_list_shows_the_digest_of_every_receipt()
    {
        await using var buying = await Buying.StartAsync();
        var id = await buying.PublishAsync();
        var receipt = await buying.SignUpAsync(id, buying.World.First);
        await buying.SweepAtAsync((await buying.ReadAsync(id)).SignUpUntil!.Value);

        var opened = await buying.ReadAsync(id, Actor.Public);

        Assert.Equal(receipt.Digest, Assert.Single(opened.Outcome!.Applicants).ReceiptDigest);
    }

    [Fact]
    public async Task A_sign_up_at_the_deadline_is_too_late()
    {
        await using var buying = await Buying.StartAsync();
        var id = await buying.PublishAsync();
        buying.Market.Clock.Advance((await buying.ReadAsync(id)).SignUpUntil!.Value - buying.Market.Clock.GetUtcNow());

        Assert.Equal("sign-up-late", await buying.Market.RefusalAsync(
            buying.World.First.Clerk, (HandInSignUp handIn) => handIn.ExecuteAsync(id, null, null)));
    }

    [Fact]
    public async Task A_changed_offer_replaces_the_first_and_a_withdrawn_one_is_gone()
    {
        await using var buying = await Buying.StartAsync();
        var id = await buying.PublishAsync(buying.Terms(SelectionMethod.LowestPrice));
        await buying.SignUpAsync(id, buying.World.First, 90_000m);
        await buying.SignUpAsync(id, buying.World.First, 80_000m);
        await buying.SignUpAsync(id, buying.World.Second, 70_000m);
        await buying.Market.RunAsync(buying.World.Second.Clerk, (WithdrawSignUp withdraw) => Buying.DoneAsync(withdraw.ExecuteAsync(id)));
        await buying.SweepAtAsync((await buying.ReadAsync(id)).SignUpUntil!.Value);

        var opened = await buying.ReadAsync(id);

        Assert.Equal(80_000m, Assert.Single(opened.Outcome!.Applicants).Amount);
        Assert.Equal(buying.World.First.Id, opened.WinnerId);
    }

    [Theory]
    [InlineData(-5.0, "offer-amount")]
    [InlineData(0.0, "offer-amount")]
    [InlineData(100_000.01, "offer-amount")]
    [InlineData(99_999.999, "offer-amount")]
    [InlineData(null, "offer-amount-missing")]
    public async Task A_price_outside_the_limits_is_refused(double? amount, string code)
    {
        await using var buying = await Buying.StartAsync();
        var id = await buying.PublishAsync(buying.Terms(SelectionMethod.LowestPrice));

        Assert.Equal(code, await buying.Market.RefusalAsync(
            buying.World.First.Clerk, (HandInSignUp handIn) => handIn.ExecuteAsync(id, (decimal?)amount, null)));
    }

    [Fact]
    public async Task The_lowest_price_wins_and_equal_lowest_ones_are_drawn()
    {
        await using var buying = await Buying.StartAsync();
        var (first, second, third) = (buying.World.First, buying.World.Second, buying.World.Third);
        var opened = await buying.OpenedAsync(buying.Terms(SelectionMethod.LowestPrice), (first, 90_000m), (second, 80_000m), (third, 80_000m));
        Assert.Equal(ProcurementStatus.Drawing, opened.Status);

        var draw = await buying.FinishDrawAsync(opened.DrawId!.Value);

        var selected = await buying.ReadAsync(opened.Id);
        Assert.Equal([second.CreditCode, third.CreditCode], draw.Picks.Order());
        Assert.Equal([.. draw.Picks, first.CreditCode], selected.Outcome!.Order);
    }

    [Fact]
    public async Task Too_few_applicants_for_public_money_fail_the_procurement_in_public()
    {
        await using var buying = await Buying.StartAsync();
        var terms = buying.Terms() with { Funds = FundSource.StateOwned };

        var opened = await buying.OpenedAsync(terms, (buying.World.First, null), (buying.World.Second, null));

        Assert.Equal(ProcurementStatus.Failed, opened.Status);
        Assert.Equal("符合条件的报名机构 2 家，少于规定的 3 家", opened.EndReason);
        Assert.Equal(DrawStatus.Closed, (await buying.DrawAsync(opened.DrawId!.Value)).Status);
    }

    [Fact]
    public async Task An_agency_of_the_deciding_department_cannot_sign_up_and_is_told_why()
    {
        await using var buying = await Buying.StartAsync();
        var id = await buying.PublishAsync();

        Assert.Equal("not-eligible", await buying.Market.RefusalAsync(
            buying.World.Related.Clerk, (HandInSignUp handIn) => handIn.ExecuteAsync(id, null, null)));
    }

    [Fact]
    public async Task The_owner_sees_before_publishing_how_many_qualify_and_which_rule_excludes_the_others()
    {
        await using var buying = await Buying.StartAsync();
        var terms = buying.Terms() with { Exclusions = [new Exclusion(buying.World.Third.Id, buying.World.Third.Name, "同一项目有未决争议")] };

        var preview = await buying.Market.RunAsync(buying.World.Owner, (PreviewEligibility see) => see.ExecuteAsync(terms));

        Assert.Equal((3, 5), (preview.Eligible, preview.Admitted));
        Assert.Equal(
            [(EligibilityRule.ApartFromDepartment, 1, buying.World.Related.Name), (EligibilityRule.NotExcluded, 1, buying.World.Third.Name)],
            preview.Excluded.Select(excluded => (excluded.Rule, excluded.Count, excluded.Names[0])));
    }

    [Fact]
    public async Task An_objection_freezes_the_award_until_it_is_answered()
    {
        await using var buying = await Buying.StartAsync();
        var (first, second) = (buying.World.First, buying.World.Second);
        var opened = await buying.OpenedAsync(buying.Terms(SelectionMethod.LowestPrice), (first, 90_000m), (second, 80_000m));
        await buying.Market.RunAsync(first.Clerk, (RaiseObjection raise) => raise.ExecuteAsync(opened.Id, "对报价计算有异议"));
        await buying.SweepAtAsync(opened.PublicityUntil!.Value);
        var frozen = await buying.ReadAsync(opened.Id);
        Assert.Equal(ProcurementStatus.Frozen, frozen.Status);

        await buying.Market.RunAsync(buying.World.Owner, (AnswerObjection answer) =>
            Buying.DoneAsync(answer.ExecuteAsync(opened.Id, frozen.Version, "报价计算经复核无误", upheld: false)));

        var released = await buying.ReadAsync(opened.Id);
        Assert.Equal(ProcurementStatus.Publicity, released.Status);
        Assert.True(released.PublicityUntil > opened.PublicityUntil);
        await buying.SweepAtAsync(released.PublicityUntil!.Value);
        Assert.Equal(ProcurementStatus.Awarded, (await buying.ReadAsync(opened.Id)).Status);
    }

    [Fact]
    public async Task A_winner_that_gives_up_is_followed_by_the_fixed_reserve_and_barred_for_a_while()
    {
        await using var buying = await Buying.StartAsync();
        var (first, second) = (buying.World.First, buying.World.Second);
        var opened = await buying.OpenedAsync(buying.Terms(SelectionMethod.LowestPrice), (first, 90_000m), (second, 80_000m));
        await buying.SweepAtAsync(opened.PublicityUntil!.Value);
        var awarded = await buying.ReadAsync(opened.Id);

        await buying.Market.RunAsync(second.Clerk, (AbandonAward abandon) => Buying.DoneAsync(abandon.ExecuteAsync(opened.Id, awarded.Version, "人员不足")));

        var next = await buying.ReadAsync(opened.Id);
        Assert.Equal((ProcurementStatus.Publicity, first.Id), (next.Status, next.WinnerId!.Value));
        var another = await buying.PublishAsync();
        Assert.Equal("not-eligible", await buying.Market.RefusalAsync(second.Clerk, (HandInSignUp handIn) => handIn.ExecuteAsync(another, null, null)));
    }

    [Fact]
    public async Task Direct_selection_is_for_private_money_within_its_limit_and_needs_a_published_reason()
    {
        await using var buying = await Buying.StartAsync();
        var direct = buying.Terms(SelectionMethod.Direct) with { DirectAgencyId = buying.World.First.Id, DirectReason = "延续前期勘察工作" };

        Assert.Equal("procurement-direct", await buying.Market.RefusalAsync(
            buying.World.Owner, (DraftProcurement draft) => draft.ExecuteAsync(direct with { DirectReason = " " })));
        await RefusedAsync(direct with { HighestAmount = 100_000.01m }, "direct-limit");
        await RefusedAsync(direct with { Funds = FundSource.Treasury }, "method-not-for-funds");
        await buying.PublishAsync(direct);

        async Task RefusedAsync(ProcurementTerms terms, string code)
        {
            var id = await buying.Market.RunAsync(buying.World.Owner, (DraftProcurement draft) => draft.ExecuteAsync(terms));
            Assert.Equal(code, await buying.Market.RefusalAsync(
                buying.World.Owner, (PublishProcurement publish) => Buying.DoneAsync(publish.ExecuteAsync(id, 1))));
        }
    }

    [Fact]
    public async Task What_a_department_commissions_is_not_bought_here()
    {
        await using var buying = await Buying.StartAsync();

        Assert.Equal("item-of-department", await buying.Market.RefusalAsync(buying.World.Owner, (DraftProcurement draft) =>
            draft.ExecuteAsync(buying.Terms() with { ServiceItemCode = TestData.ReviewItem })));
    }

    [Fact]
    public async Task A_correction_keeps_the_old_terms_public_and_begins_signing_up_anew()
    {
        await using var buying = await Buying.StartAsync();
        var id = await buying.PublishAsync();
        var published = await buying.ReadAsync(id);
        buying.Market.Clock.Advance(TimeSpan.FromDays(1));

        await buying.Market.RunAsync(buying.World.Owner, (ReviseProcurement revise) => Buying.DoneAsync(
            revise.ExecuteAsync(id, published.Version, published.Terms with { ServiceWorkingDays = 30 }, "服务期限有误")));

        var revised = await buying.ReadAsync(id, Actor.Public);
        Assert.Equal(20, Assert.Single(revised.Revisions).Before.ServiceWorkingDays);
        Assert.Equal(30, revised.Terms.ServiceWorkingDays);
        Assert.True(revised.SignUpUntil > published.SignUpUntil);
        Assert.NotEqual(published.DrawId, revised.DrawId);
    }

    [Fact]
    public async Task Another_owners_procurement_cannot_be_steered()
    {
        await using var buying = await Buying.StartAsync();
        var id = await buying.PublishAsync();

        Assert.Equal("not-found", await buying.Market.RefusalAsync(
            buying.World.OtherOwner, (VoidProcurement end) => Buying.DoneAsync(end.ExecuteAsync(id, 2, "不买了"))));
    }

    [Fact]
    [Trait("Category", "Docs")]
    public void The_rendered_life_of_a_procurement_is_current() => RenderedDocument.AssertCurrent(
        "procurement-lifecycle.md",
        $"""
        # The life of a procurement (采购项目)

        Rendered from `ProcurementLifecycle`; `./dev docs` writes it anew.

        ```mermaid
        {ProcurementLifecycle.ToMermaid()}```

        """);
}
