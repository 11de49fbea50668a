using Market.Marketplace.Delivery;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Results;
using Market.Marketplace.Seals;
using Market.Marketplace.TaskOrders;
using Market.Marketplace.Tests.Infrastructure;

namespace Market.Marketplace.Tests.Seals;

/// <summary>Seals that end: warned of when work is taken, and 90, 60 and 30 days before.</summary>
public sealed class SealReadinessTests
{
    // Certificates of the world end three years after the day of the seed.
    private static readonly DateOnly CertificateEnd = new(2029, 11, 23);

    [Fact]
    public async Task Taking_a_task_with_seals_that_last_warns_of_nothing()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, agency) = await OfferedAsync(market);

        var taken = await market.RunAsync(agency.Clerk, (AcceptTaskOrder accept) => accept.ExecuteAsync(order.Id, order.Version));

        Assert.Equal(TaskOrderStatus.InProgress, taken.Status);
        Assert.Empty(taken.SealWarnings);
        Assert.Empty(order.SealWarnings);
    }

    [Fact]
    public async Task Taking_a_task_warns_of_a_seal_that_cannot_be_used_and_takes_it_all_the_same()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, agency) = await OfferedAsync(market);
        await market.RunAsync(agency.Manager, (SuspendSeal suspend) => suspend.ExecuteAsync(agency.UnitSeal, 1, "换章"));

        var offered = await market.OrderAsync(agency.Clerk, order.Id);
        var taken = await market.RunAsync(agency.Clerk, (AcceptTaskOrder accept) => accept.ExecuteAsync(order.Id, order.Version));

        Assert.Equal(TaskOrderStatus.InProgress, taken.Status);
        Assert.Equal((SealWarningKind.NoSeal, "单位"), (Assert.Single(taken.SealWarnings).Kind, taken.SealWarnings[0].RoleTitle));
        Assert.Equal(taken.SealWarnings, offered.SealWarnings);
    }

    [Fact]
    public async Task Taking_a_task_warns_of_a_certificate_that_ends_before_the_due_day()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, agency) = await OfferedAsync(market);
        var ending = await TestPki.Instance.UnitAsync(agency.Name, agency.CreditCode, new Development.IssueOptions
        {
            Key = Development.SealKeyKind.EcdsaP256,
            NotAfter = TestClock.Monday.AddDays(3),
        });
        await market.RunAsync(agency.Manager, (SuspendSeal suspend) => suspend.ExecuteAsync(agency.UnitSeal, 1, "换章"));
        await TestData.RegisterSealAsync(
            market.Host, agency.Id, ending, Catalogue.SealKind.Unit, agency.Name, "4301000777", null, agency.Keeper.UserId, agency.SecondKeeper.UserId);

        var taken = await market.RunAsync(agency.Clerk, (AcceptTaskOrder accept) => accept.ExecuteAsync(order.Id, order.Version));

        var warning = Assert.Single(taken.SealWarnings);
        Assert.Equal((SealWarningKind.CertificateEnds, new DateOnly(2026, 11, 26)), (warning.Kind, warning.LastDay));
    }

    [Theory]
    [InlineData(91, 0)]
    [InlineData(90, 1)]
    [InlineData(31, 1)]
    [InlineData(0, 1)]
    public async Task A_warning_goes_out_once_for_the_nearest_threshold(int daysLeft, int warnings)
    {
        await using var market = await MarketFixture.StartAsync();
        market.Clock.SetTo(CertificateEnd.AddDays(-daysLeft));

        await WarnAsync(market);
        await WarnAsync(market);

        Assert.Equal(warnings, (await WarningsAsync(market)).Count);
    }

    [Fact]
    public async Task Warnings_come_90_60_and_30_days_before_the_end()
    {
        await using var market = await MarketFixture.StartAsync();
        foreach (var daysLeft in new[] { 90, 75, 60, 45, 30, 10 })
        {
            market.Clock.SetTo(CertificateEnd.AddDays(-daysLeft));
            await WarnAsync(market);
        }

        Assert.Equal(["30", "60", "90"], (await WarningsAsync(market)).Select(row => row.Args[2]));
    }

    [Fact]
    public async Task A_registration_that_ends_is_warned_of_as_well()
    {
        await using var market = await MarketFixture.StartAsync();
        market.Clock.SetTo(new DateOnly(2028, 12, 31).AddDays(-30));

        await WarnAsync(market);

        var inbox = await market.RunAsync(market.World.First.Clerk, (ListInbox list) => list.ExecuteAsync(new PageRequest()));
        Assert.Equal(["张规划", "注册城乡规划师", "2028-12-31", "30"], inbox.Rows.Single(row => row.Kind == LedgerKind.RegistrationExpiring).Args);
    }

    [Fact]
    public async Task Whoever_seals_with_a_certificate_that_ends_soon_is_told_so()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, agency) = await market.TakenOrderAsync();
        var once = await market.SealAsync(await market.SubmitAsync(order, agency), agency.Practitioner, agency.PractitionerSeal);
        market.Clock.SetTo(CertificateEnd.AddDays(-10));
        await market.ApproveUnitSealAsync(once, agency);
        var ready = await market.ResultAsync(agency.Keeper, once.Id);

        var receipt = await market.RunAsync(agency.Keeper, (SealResult seal) =>
            seal.ExecuteAsync(ready.Id, ready.Version, agency.UnitSeal, market.Host.NextCodeFor(agency.Keeper)));

        Assert.Equal([Signing.SealWarning.ExpiresSoon], receipt.Warnings);
        var uses = await market.RunAsync(agency.Clerk, (ListSealUses list) => list.ExecuteAsync(new PageRequest()));
        Assert.Equal(receipt.Warnings, uses.Rows[0].Warnings);
    }

    [Fact]
    public async Task The_work_of_a_day_is_left_once_and_done_by_the_worker()
    {
        await using var market = await MarketFixture.StartAsync();
        market.Clock.SetTo(CertificateEnd.AddDays(-30));

        var left = new List<bool>();
        for (var node = 0; node < 3; node++)
        {
            left.Add(await market.RunAsync(Actor.System, (ScheduleDailyWork schedule) => schedule.ExecuteAsync()));
        }

        Assert.Equal([true, false, false], left);
        Assert.NotEqual(0, await market.Host.DrainAsync());
        Assert.Single(await WarningsAsync(market));
        market.Clock.Advance(TimeSpan.FromDays(1));
        Assert.True(await market.RunAsync(Actor.System, (ScheduleDailyWork schedule) => schedule.ExecuteAsync()));
    }

    private static async Task<(TaskOrderDetails Order, TestAgency Agency)> OfferedAsync(MarketFixture market)
    {
        var accepted = await market.AcceptedCaseAsync();
        var agency = market.World.AgencyOf(accepted.TaskOrders[0].AgencyId!.Value);
        return (await market.OrderAsync(agency.Clerk, accepted.TaskOrders[0].Id), agency);
    }

    private static Task<int> WarnAsync(MarketFixture market) => market.RunAsync(Actor.System, (WarnOfExpiry warn) => warn.ExecuteAsync());

    private static async Task<IReadOnlyList<InboxRow>> WarningsAsync(MarketFixture market)
    {
        var inbox = await market.RunAsync(market.World.First.Clerk, (ListInbox list) => list.ExecuteAsync(new PageRequest()));
        return [.. inbox.Rows.Where(row => row.Kind == LedgerKind.CertificateExpiring && row.Args[0] == market.World.First.Name)];
    }
}
