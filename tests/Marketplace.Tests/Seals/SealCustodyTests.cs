using Market.Marketplace.Catalogue;
using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;
using Market.Marketplace.Results;
using Market.Marketplace.Seals;
using Market.Marketplace.Tests.Infrastructure;

namespace Market.Marketplace.Tests.Seals;

/// <summary>Who holds the unit's seal: keepers, delegation, suspension.</summary>
public sealed class SealCustodyTests
{
    private static readonly DateOnly Monday = new(2026, 11, 23);

    [Fact]
    public async Task A_unit_seal_with_one_keeper_is_not_registered()
    {
        await using var market = await MarketFixture.StartAsync();
        var agency = market.World.First;

        Assert.Equal("too-few-keepers", await RegisterRefusalAsync(market, agency, agency.Keeper.UserId));
        Assert.Equal("too-few-keepers", await RegisterRefusalAsync(market, agency, agency.Keeper.UserId, agency.Keeper.UserId));
    }

    [Fact]
    public async Task Only_seal_keepers_of_the_agency_are_entrusted_with_its_seal()
    {
        await using var market = await MarketFixture.StartAsync();
        var agency = market.World.First;

        Assert.Equal("keeper-not-member", await RegisterRefusalAsync(market, agency, agency.Keeper.UserId, market.World.Second.Keeper.UserId));
        Assert.Equal("keeper-not-member", await RegisterRefusalAsync(market, agency, agency.Keeper.UserId, agency.Clerk.UserId));
        Assert.Equal("keeper-not-member", await RegisterRefusalAsync(market, agency, agency.Keeper.UserId, market.World.Operator.UserId));
    }

    [Fact]
    public async Task A_keeper_leaves_only_when_two_remain()
    {
        await using var market = await MarketFixture.StartAsync();
        var agency = market.World.First;
        var seal = await SealAsync(market, agency.Manager, agency.UnitSeal);
        var keeping = seal.Keepings.Single(row => row.UserName == agency.Keeper.DisplayName);

        var tooFew = await market.RefusalAsync(agency.Manager, (RelieveKeeper relieve) => relieve.ExecuteAsync(seal.Id, seal.Version, keeping.Id, "调岗"));
        await market.RunAsync(agency.Manager, (AppointKeeper appoint) => appoint.ExecuteAsync(seal.Id, seal.Version, agency.StandIn.UserId));
        var three = await SealAsync(market, agency.Manager, agency.UnitSeal);
        await market.RunAsync(agency.Manager, (RelieveKeeper relieve) => relieve.ExecuteAsync(three.Id, three.Version, keeping.Id, "调岗"));

        var after = await SealAsync(market, agency.Manager, agency.UnitSeal);
        Assert.Equal("too-few-keepers", tooFew);
        Assert.Equal(
            [(agency.SecondKeeper.DisplayName, true), (agency.StandIn.DisplayName, true), (agency.Keeper.DisplayName, false)],
            after.Keepings.OrderByDescending(row => row.InForce).ThenBy(row => row.GrantedAt).Select(row => (row.UserName, row.InForce)));
        Assert.Equal("调岗", after.Keepings.Single(row => !row.InForce).EndReason);
    }

    [Fact]
    public async Task A_relieved_keeper_seals_no_more()
    {
        await using var market = await MarketFixture.StartAsync();
        var (agency, result) = await SealUseTests.SealedByPractitionerAsync(market);
        await market.ApproveUnitSealAsync(result, agency);
        await RelieveAsync(market, agency, agency.Keeper);

        Assert.Equal("not-your-seal", await SealUseTests.SealRefusalAsync(market, result, agency.Keeper, agency.UnitSeal));
    }

    [Fact]
    public async Task A_delegate_seals_from_the_first_day_to_the_last_and_not_outside()
    {
        await using var market = await MarketFixture.StartAsync();
        var (agency, result) = await SealUseTests.SealedByPractitionerAsync(market);
        await market.ApproveUnitSealAsync(result, agency);
        await DelegateAsync(market, agency.Keeper, agency, Monday.AddDays(1), Monday.AddDays(2));

        var before = await SealUseTests.SealRefusalAsync(market, result, agency.StandIn, agency.UnitSeal);
        market.Clock.SetTo(Monday.AddDays(3));
        var after = await SealUseTests.SealRefusalAsync(market, result, agency.StandIn, agency.UnitSeal);
        market.Clock.SetTo(Monday.AddDays(2));
        var sealedByDelegate = await market.SealAsync(result, agency.StandIn, agency.UnitSeal);

        Assert.Equal(("not-your-seal", "not-your-seal"), (before, after));
        Assert.Equal((ResultStatus.Sealed, agency.StandIn.DisplayName), (sealedByDelegate.Status, sealedByDelegate.Steps[^1].SealedBy));
    }

    [Fact]
    public async Task A_delegation_is_ended_early_by_its_keeper_or_the_manager_only()
    {
        await using var market = await MarketFixture.StartAsync();
        var agency = market.World.First;
        var delegation = await DelegateAsync(market, agency.Keeper, agency, Monday, Monday.AddDays(9));
        var seal = await SealAsync(market, agency.Manager, agency.UnitSeal);

        var other = await market.RefusalAsync(agency.SecondKeeper, (EndDelegation end) => end.ExecuteAsync(seal.Id, seal.Version, delegation, "不需要"));
        await market.RunAsync(agency.Keeper, (EndDelegation end) => end.ExecuteAsync(seal.Id, seal.Version, delegation, "提前返岗"));

        var row = (await SealAsync(market, agency.Manager, agency.UnitSeal)).Keepings.Single(keeping => keeping.Id == delegation);
        Assert.Equal("not-your-keeping", other);
        Assert.Equal((false, "提前返岗", agency.Keeper.DisplayName), (row.InForce, row.EndReason, row.EndedBy));
    }

    [Fact]
    public async Task A_delegation_needs_sensible_days_and_a_reason_and_does_not_overlap()
    {
        await using var market = await MarketFixture.StartAsync();
        var agency = market.World.First;
        await DelegateAsync(market, agency.Keeper, agency, Monday.AddDays(3), Monday.AddDays(5));

        Assert.Equal("delegation-days", await DelegateRefusalAsync(market, agency.Keeper, agency, Monday.AddDays(-1), Monday));
        Assert.Equal("delegation-days", await DelegateRefusalAsync(market, agency.Keeper, agency, Monday.AddDays(9), Monday.AddDays(8)));
        Assert.Equal("delegation-overlaps", await DelegateRefusalAsync(market, agency.Keeper, agency, Monday, Monday.AddDays(3)));
        Assert.Equal("reason-missing", await DelegateRefusalAsync(market, agency.Keeper, agency, Monday, Monday, reason: ""));
        Assert.Equal("not-your-keeping", await DelegateRefusalAsync(market, agency.SecondKeeper, agency, Monday, Monday));
    }

    [Fact]
    public async Task A_registration_seal_has_no_other_keepers()
    {
        await using var market = await MarketFixture.StartAsync();
        var agency = market.World.First;
        var seal = await SealAsync(market, agency.Manager, agency.PractitionerSeal);

        var appointed = await market.RefusalAsync(agency.Manager, (AppointKeeper appoint) =>
            appoint.ExecuteAsync(seal.Id, seal.Version, agency.Keeper.UserId));
        var delegated = await market.RefusalAsync(agency.Practitioner, (DelegateSeal give) => give.ExecuteAsync(
            seal.Id, seal.Version, agency.Practitioner.UserId, agency.Keeper.UserId, Monday, Monday, "出差"));

        Assert.Equal(("personal-seal", "personal-seal"), (appointed, delegated));
    }

    [Fact]
    public async Task Only_the_manager_reads_the_history_of_keepers()
    {
        await using var market = await MarketFixture.StartAsync();
        var agency = market.World.First;
        await RelieveAsync(market, agency, agency.Keeper);

        Assert.Contains((await SealAsync(market, agency.Manager, agency.UnitSeal)).Keepings, row => !row.InForce);
        Assert.All((await SealAsync(market, agency.Clerk, agency.UnitSeal)).Keepings, row => Assert.True(row.InForce));
    }

    [Fact]
    public async Task What_the_operator_suspended_only_the_operator_resumes()
    {
        await using var market = await MarketFixture.StartAsync();
        var agency = market.World.First;
        await market.RunAsync(market.World.Operator, (SuspendSeal suspend) => suspend.ExecuteAsync(agency.UnitSeal, 1, "备案核查"));

        var manager = await market.RefusalAsync(agency.Manager, (ResumeSeal resume) => resume.ExecuteAsync(agency.UnitSeal, 2));
        await market.RunAsync(market.World.Operator, (ResumeSeal resume) => resume.ExecuteAsync(agency.UnitSeal, 2));

        var seal = await SealAsync(market, agency.Manager, agency.UnitSeal);
        Assert.Equal("suspended-by-operator", manager);
        Assert.Equal((SealStatus.Active, null), (seal.Status, seal.SuspensionReason));
        Assert.Equal("reason-missing", await market.RefusalAsync(agency.Manager, (SuspendSeal suspend) => suspend.ExecuteAsync(agency.UnitSeal, 3, "")));
    }

    [Fact]
    public async Task The_operator_can_use_no_seal_and_be_no_keeper()
    {
        await using var market = await MarketFixture.StartAsync();
        var (agency, result) = await SealUseTests.SealedByPractitionerAsync(market);
        await market.ApproveUnitSealAsync(result, agency);
        var operatorUser = market.World.Operator;

        Assert.Equal("forbidden", await SealUseTests.SealRefusalAsync(market, result, operatorUser, agency.UnitSeal));
        Assert.Equal("forbidden", await market.RefusalAsync(operatorUser, (AppointKeeper appoint) =>
            appoint.ExecuteAsync(agency.UnitSeal, 1, operatorUser.UserId)));
        Assert.Equal("duties-separate", await market.RefusalAsync(operatorUser, (GrantMembership grant) =>
            grant.ExecuteAsync(operatorUser.UserId, agency.Id, Role.SealKeeper)));
        Assert.Equal("duties-separate", await market.RefusalAsync(operatorUser, (GrantMembership grant) =>
            grant.ExecuteAsync(agency.Keeper.UserId, operatorUser.OrganisationId!.Value, Role.Operator)));
    }

    private static Task<SealDetails> SealAsync(MarketFixture market, Actor actor, Guid id) =>
        market.RunAsync(actor, (GetSeal get) => get.ExecuteAsync(id));

    private static async Task RelieveAsync(MarketFixture market, TestAgency agency, Actor keeper)
    {
        var seal = await SealAsync(market, agency.Manager, agency.UnitSeal);
        await market.RunAsync(agency.Manager, (AppointKeeper appoint) => appoint.ExecuteAsync(seal.Id, seal.Version, agency.StandIn.UserId));
        var keeping = seal.Keepings.Single(row => row.UserName == keeper.DisplayName);
        await market.RunAsync(agency.Manager, (RelieveKeeper relieve) => relieve.ExecuteAsync(seal.Id, seal.Version + 1, keeping.Id, "离职"));
    }

    private static async Task<Guid> DelegateAsync(MarketFixture market, Actor actor, TestAgency agency, DateOnly from, DateOnly to)
    {
        var seal = await SealAsync(market, actor, agency.UnitSeal);
        return await market.RunAsync(actor, (DelegateSeal give) => give.ExecuteAsync(
            seal.Id, seal.Version, agency.Keeper.UserId, agency.StandIn.UserId, from, to, "出差"));
    }

    private static async Task<string> DelegateRefusalAsync(
        MarketFixture market, Actor actor, TestAgency agency, DateOnly from, DateOnly to, string reason = "出差")
    {
        var seal = await SealAsync(market, actor, agency.UnitSeal);
        return await market.RefusalAsync(actor, (DelegateSeal give) => give.ExecuteAsync(
            seal.Id, seal.Version, agency.Keeper.UserId, agency.StandIn.UserId, from, to, reason));
    }

    private static async Task<string> RegisterRefusalAsync(MarketFixture market, TestAgency agency, params Guid[] keepers)
    {
        var issued = await TestPki.Instance.UnitAsync(agency.Name, agency.CreditCode);
        return await market.RefusalAsync(Actor.System, (RegisterSeal register) => register.ExecuteAsync(new SealRegistration
        {
            Kind = SealKind.Unit,
            AgencyId = agency.Id,
            Text = agency.Name,
            Number = "4301009999",
            Certificate = issued.Certificate,
            KeyReference = issued.KeyReference,
            Keepers = keepers,
        }));
    }
}
