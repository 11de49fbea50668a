using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Procurements;
using Market.Marketplace.Projects;

namespace Market.Marketplace.Tests.Procurements;

/// <summary>回避: who may not take part in a procurement, rule by rule. Agencies of the deciding department, and those that the owner excludes in public or that
/// gave an award up, stand in the tests of procurements and methods.</summary>
public sealed class RecusalTests
{
    private const int Outsider = 21;

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
    [InlineData(true)]
    [InlineData(false)]
    public async Task Applicants_under_common_control_are_all_left_out_and_another_one_wins(bool byAThird)
    {
        await using var buying = await Buying.StartAsync();
        // Both held by a third, or one by the other.
        var one = await TestData.AgencyAsync(buying.Market.Host, Outsider, "同门一号咨询有限公司", byAThird ? [TestData.Code(Outsider + 2)] : []);
        var other = await TestData.AgencyAsync(
            buying.Market.Host, Outsider + 1, "同门二号咨询有限公司", [byAThird ? TestData.Code(Outsider + 2) : one.CreditCode]);

        var opened = await buying.OpenedAsync(
            buying.Terms(SelectionMethod.LowestPrice), (one, 70_000m), (other, 71_000m), (buying.World.First, 90_000m));

        Assert.Equal(buying.World.First.Id, opened.WinnerId);
        Assert.Equal(
            [one.Id, other.Id],
            opened.Outcome!.Applicants
                .Where(applicant => applicant.Findings.Any(finding => finding is { Rule: EligibilityRule.ApartFromOtherApplicants, Holds: false }))
                .Select(applicant => applicant.AgencyId).Order());
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

    private static async Task AssertKeptOutAsync(Buying buying, ProcurementTerms terms, EligibilityRule rule, TestAgency agency)
    {
        var preview = await buying.Market.RunAsync(buying.World.Owner, (PreviewEligibility see) => see.ExecuteAsync(terms));
        Assert.Equal([agency.Name], Assert.Single(preview.Excluded, excluded => excluded.Rule == rule).Names);

        var id = await buying.PublishAsync(terms);
        Assert.Equal("not-eligible", await buying.Market.RefusalAsync(agency.Clerk, (HandInSignUp handIn) => handIn.ExecuteAsync(id, null, null)));
        await buying.SignUpAsync(id, buying.World.Second);
    }
}
