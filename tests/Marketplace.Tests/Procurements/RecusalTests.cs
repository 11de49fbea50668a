using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Procurements;
using Market.Marketplace.Projects;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Tests.Procurements;

/// <summary>回避: who may not take part in a procurement, rule by rule. Agencies of the deciding department, and those that the owner excludes in public or that
/// gave an award up, stand in the tests of procurements and methods.</summary>
public sealed class RecusalTests
{
    private const int Outsider = 21;
    private const string Budget = "ZJ-3-06";
    private const string Settlement = "ZJ-4-06";

    [Fact]
    public async Task The_designer_of_a_project_cannot_sign_up_for_it_and_the_owner_sees_why()
    {
        await using var buying = await Buying.StartAsync();
        var designer = buying.World.First;
        var project = await buying.Market.RunAsync(buying.World.Owner, (RegisterProject register) => register.ExecuteAsync(
            TestData.Project(designAgencyCode: designer.CreditCode, code: "2611-430104-04-01-100009")));
        var terms = buying.Terms() with { ProjectId = project };

        await AssertKeptOutAsync(buying, terms, EligibilityRule.NotTheDesigner, designer);
    }

    [Fact]
    public async Task An_agency_that_the_owner_holds_or_runs_cannot_sign_up_and_the_owner_sees_why()
    {
        await using var buying = await Buying.StartAsync();
        var held = await TestData.AgencyAsync(buying.Market.Host, Outsider, "云谷关联咨询有限公司", [TestData.OwnerCode]);

        await AssertKeptOutAsync(buying, buying.Terms(), EligibilityRule.ApartFromOwner, held);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task Of_applicants_under_common_control_only_the_one_that_signed_up_first_stays_and_the_others_are_told_who(bool byAThird, bool cheaperFirst)
    {
        await using var buying = await Buying.StartAsync();
        // Both held by a third, or one by the other.
        var one = await TestData.AgencyAsync(buying.Market.Host, Outsider, "同门一号咨询有限公司", byAThird ? [TestData.Code(Outsider + 2)] : []);
        var other = await TestData.AgencyAsync(
            buying.Market.Host, Outsider + 1, "同门二号咨询有限公司", [byAThird ? TestData.Code(Outsider + 2) : one.CreditCode]);
        var (first, second) = cheaperFirst ? (one, other) : (other, one);

        var id = await buying.PublishAsync(buying.Terms(SelectionMethod.LowestPrice));
        await buying.SignUpAsync(id, first, 70_000m);
        buying.Market.Clock.Advance(TimeSpan.FromMinutes(1));
        await buying.SignUpAsync(id, second, 60_000m);
        await buying.SignUpAsync(id, buying.World.First, 90_000m);
        await buying.SweepAtAsync((await buying.ReadAsync(id)).SignUpUntil!.Value);

        // The lower price of the second of the family does not help it: nobody picks between them.
        var opened = await buying.ReadAsync(id);
        Assert.Equal(first.Id, opened.WinnerId);
        Assert.Equal(
            [(first.Id, true, ""), (second.Id, false, first.Name), (buying.World.First.Id, true, "")],
            new[] { first.Id, second.Id, buying.World.First.Id }.Select(agency => (
                agency, ApartOf(opened, agency).Holds, ApartOf(opened, agency).Detail)));
    }

    [Fact]
    public async Task One_of_a_family_against_which_something_else_stands_does_not_keep_the_other_out()
    {
        await using var buying = await Buying.StartAsync();
        var one = await TestData.AgencyAsync(buying.Market.Host, Outsider, "同门一号咨询有限公司", [TestData.Code(Outsider + 2)]);
        var other = await TestData.AgencyAsync(buying.Market.Host, Outsider + 1, "同门二号咨询有限公司", [TestData.Code(Outsider + 2)]);
        var id = await buying.PublishAsync(buying.Terms(SelectionMethod.LowestPrice));
        await buying.SignUpAsync(id, one, 70_000m);
        await buying.SignUpAsync(id, other, 80_000m);
        await buying.Market.Host.ReadAsync(async db => await db.Agencies.Where(row => row.Id == one.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Status, Marketplace.Agencies.AgencyStatus.Suspended)));
        await buying.SweepAtAsync((await buying.ReadAsync(id)).SignUpUntil!.Value);

        Assert.Equal(other.Id, (await buying.ReadAsync(id)).WinnerId);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_prepares_the_budget_of_a_project_cannot_audit_its_settlement_nor_the_other_way_round(bool budgetFirst)
    {
        await using var buying = await Buying.StartAsync();
        foreach (var item in new[] { TestData.Item(Budget, "工程预算编制"), TestData.Item(Settlement, "工程结算审核") with { SeparateFrom = [Budget] } })
        {
            await buying.Market.RunAsync(Actor.System, (Catalogue.PublishServiceItem publish) => publish.ExecuteAsync(item with { Payer = Catalogue.Payer.Owner }));
        }

        var (before, after) = budgetFirst ? (Budget, Settlement) : (Settlement, Budget);
        var first = await buying.OpenedAsync(
            buying.Terms(SelectionMethod.LowestPrice) with { ServiceItemCode = before }, (buying.World.First, 10_000m), (buying.World.Second, 20_000m));
        Assert.Equal(buying.World.First.Id, first.WinnerId);

        await AssertKeptOutAsync(buying, buying.Terms() with { ServiceItemCode = after }, EligibilityRule.NotTheCounterpart, buying.World.First);

        // Another project is another matter.
        var elsewhere = await buying.Market.RunAsync(buying.World.Owner, (RegisterProject register) => register.ExecuteAsync(
            TestData.Project(code: "2611-430104-04-01-100010")));
        var id = await buying.PublishAsync(buying.Terms() with { ServiceItemCode = after, ProjectId = elsewhere });
        await buying.SignUpAsync(id, buying.World.First);
    }

    [Fact]
    public async Task One_of_a_family_alone_may_take_part()
    {
        await using var buying = await Buying.StartAsync();
        var alone = await TestData.AgencyAsync(buying.Market.Host, Outsider, "同门一号咨询有限公司", [TestData.Code(Outsider + 2)]);

        var opened = await buying.OpenedAsync(buying.Terms(SelectionMethod.LowestPrice), (alone, 70_000m), (buying.World.First, 90_000m));

        Assert.Equal(alone.Id, opened.WinnerId);
    }

    [Fact]
    public async Task A_drawn_winner_is_announced_to_the_public_as_every_other_one_is()
    {
        await using var buying = await Buying.StartAsync();
        var opened = await buying.OpenedAsync(buying.Terms(), (buying.World.First, null), (buying.World.Second, null));

        await buying.FinishDrawAsync(opened.DrawId!.Value);

        var shown = await buying.ReadAsync(opened.Id, Actor.Public);
        Assert.Equal(
            [LedgerKind.SignUpsOpened, LedgerKind.DrawListFrozen, LedgerKind.DrawFinished, LedgerKind.WinnerSelected],
            shown.Timeline.Select(entry => entry.Kind).Where(kind => kind != LedgerKind.ProcurementPublished));
    }

    private static EligibilityFinding ApartOf(ProcurementDetails opened, Guid agency) =>
        opened.Outcome!.Applicants.Single(applicant => applicant.AgencyId == agency).Findings.Single(finding => finding.Rule == EligibilityRule.ApartFromOtherApplicants);

    private static async Task AssertKeptOutAsync(Buying buying, ProcurementTerms terms, EligibilityRule rule, TestAgency agency)
    {
        var preview = await buying.Market.RunAsync(buying.World.Owner, (PreviewEligibility see) => see.ExecuteAsync(terms));
        Assert.Equal([agency.Name], Assert.Single(preview.Excluded, excluded => excluded.Rule == rule).Names);

        var id = await buying.PublishAsync(terms);
        Assert.Equal("not-eligible", await buying.Market.RefusalAsync(agency.Clerk, (HandInSignUp handIn) => handIn.ExecuteAsync(id, null, null)));
        await buying.SignUpAsync(id, buying.World.Second);
    }
}
