using Market.Marketplace.Admissions;
using Market.Marketplace.Agencies;
using Market.Marketplace.Operations;
using Market.Marketplace.Tests.Infrastructure;
using static Market.Marketplace.Tests.Admissions.Applying;

namespace Market.Marketplace.Tests.Admissions;

public sealed class StandingTests
{
    [Fact]
    public async Task A_suspension_with_a_last_day_ends_by_itself()
    {
        await using var market = await MarketFixture.StartAsync();
        var agency = await AdmittedAsync(market);

        await ChangeAsync(market, agency, AdmissionAction.Suspend, "证书变更未备案", new DateOnly(2026, 12, 10));
        Assert.Equal(AgencyStatus.Suspended, await StatusAsync(market, agency));
        market.Clock.SetTo(new DateOnly(2026, 12, 10));
        await DayAsync(market);
        Assert.Equal(AgencyStatus.Suspended, await StatusAsync(market, agency));
        market.Clock.SetTo(new DateOnly(2026, 12, 11));
        await DayAsync(market);

        Assert.Equal(AgencyStatus.Admitted, await StatusAsync(market, agency));
    }

    [Fact]
    public async Task Nobody_is_removed_before_being_heard_or_letting_the_time_pass()
    {
        await using var market = await MarketFixture.StartAsync();
        var agency = await AdmittedAsync(market);
        await ChangeAsync(market, agency, AdmissionAction.NotifyClearance, "承诺不实");
        var notified = await ReadAsync(market, agency);

        Assert.Equal(AgencyStatus.Suspended, await StatusAsync(market, agency));
        Assert.NotEmpty(notified.Remedies.Text);
        Assert.Equal("plea-open", await RefusalAsync(market, market.World.Operator, (ChangeStanding change) =>
            change.ExecuteAsync(notified.Id, notified.Version, AdmissionAction.Remove, "承诺不实")));

        await market.Host.RunAsync<PleadAgainstClearance, bool>(agency, async plead =>
        {
            await plead.ExecuteAsync(notified.Version, "证书已延续，附件为证。");
            return true;
        });
        await ChangeAsync(market, agency, AdmissionAction.Remove, "查实");

        var removed = await ReadAsync(market, agency);
        Assert.Equal(AgencyStatus.Removed, await StatusAsync(market, agency));
        Assert.StartsWith("RZ-", removed.DecisionNumber, StringComparison.Ordinal);
        Assert.Equal("证书已延续，附件为证。", removed.Plea);
        Assert.Equal("admission-away", await RefusalAsync(market, agency, (ReapplyForAdmission again) => again.ExecuteAsync(removed.Version)));
    }

    [Fact]
    public async Task An_agency_that_keeps_silent_may_be_removed_when_its_time_has_passed_and_then_it_is_too_late()
    {
        await using var market = await MarketFixture.StartAsync();
        var agency = await AdmittedAsync(market);
        await ChangeAsync(market, agency, AdmissionAction.NotifyClearance, "承诺不实");
        var notified = await ReadAsync(market, agency);
        market.Clock.SetTo(notified.PleaDeadline!.DueOn.AddDays(1));

        Assert.Equal("plea-late", await RefusalAsync(market, agency, (PleadAgainstClearance plead) => plead.ExecuteAsync(notified.Version, "晚了")));
        await ChangeAsync(market, agency, AdmissionAction.Remove, "期满未陈述");

        Assert.Equal(AgencyStatus.Removed, await StatusAsync(market, agency));
    }

    [Fact]
    public async Task A_removal_that_is_dropped_lets_the_agency_work_again()
    {
        await using var market = await MarketFixture.StartAsync();
        var agency = await AdmittedAsync(market);
        await ChangeAsync(market, agency, AdmissionAction.NotifyClearance);
        await ChangeAsync(market, agency, AdmissionAction.DropClearance, "申辩成立");

        Assert.Equal(AgencyStatus.Admitted, await StatusAsync(market, agency));
    }

    [Fact]
    public async Task An_agency_leaves_only_when_its_work_is_done_and_its_practitioners_are_free_then()
    {
        await using var market = await MarketFixture.StartAsync();
        var (_, busy) = await market.TakenOrderAsync();
        var admission = await ReadAsync(market, busy.Clerk);
        Assert.Equal("exit-with-work", await RefusalAsync(market, busy.Clerk, (LeaveMarket leave) => leave.ExecuteAsync(admission.Version)));

        var agency = await AdmittedAsync(market);
        var now = await ReadAsync(market, agency);
        await market.Host.RunAsync<LeaveMarket, bool>(agency, async leave =>
        {
            await leave.ExecuteAsync(now.Version);
            return true;
        });
        var successor = await RegisterAsync(market, 41, "承继规划有限公司");
        await SaveAsync(market, successor, Dossier(41, "承继规划有限公司") with { Practitioners = Dossier().Practitioners });
        await UploadAllAsync(market, successor);

        Assert.Equal(AgencyStatus.Exited, await StatusAsync(market, agency));
        Assert.Empty((await ReadAsync(market, successor)).Gaps);
    }

    [Fact]
    public async Task An_agency_that_left_comes_back_by_a_new_application()
    {
        await using var market = await MarketFixture.StartAsync();
        var agency = await AdmittedAsync(market);
        await StepAsync<LeaveMarket>(market, agency, (leave, version) => leave.ExecuteAsync(version));
        await StepAsync<ReapplyForAdmission>(market, agency, (again, version) => again.ExecuteAsync(version));
        await SaveAsync(market, agency, Dossier() with { Address = "湘源市回归路 2 号" });
        await SubmitAsync(market, agency);
        await DecideAsync(market, agency, CheckResult.Passed);
        market.Clock.SetTo((await ReadAsync(market, agency)).PublicityDeadline!.DueOn.AddDays(1));
        await DayAsync(market);

        var back = await market.RunAsync(Actor.Public, (GetAgency get) => get.ExecuteAsync(agency.OrganisationId!.Value));
        Assert.Equal((AgencyStatus.Admitted, "湘源市回归路 2 号", 1), (back.Status, back.Address, back.Practitioners.Count));
    }

    private static async Task StepAsync<TOperation>(MarketFixture market, Actor agency, Func<TOperation, long, Task> step)
        where TOperation : class, IOperation
    {
        var version = (await ReadAsync(market, agency)).Version;
        await market.Host.RunAsync<TOperation, bool>(agency, async operation =>
        {
            await step(operation, version);
            return true;
        });
    }

    private static async Task<AgencyStatus> StatusAsync(MarketFixture market, Actor agency) =>
        (await market.RunAsync(Actor.Public, (GetAgency get) => get.ExecuteAsync(agency.OrganisationId!.Value))).Status;
}
