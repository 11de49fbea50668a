using Market.Marketplace.Agencies;
using Market.Marketplace.ApprovalCases;
using Market.Marketplace.Delivery;
using Market.Marketplace.Operations;
using Market.Marketplace.Seals;
using Market.Marketplace.Successions;
using Market.Marketplace.TaskOrders;
using Market.Marketplace.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Tests.Successions;

public sealed class SuccessionTests
{
    private const string HousingCode = "11430100006120200T";
    private const string Basis = "湘源编发〔2026〕18 号";
    private static readonly DateOnly Today = new(2026, 11, 23);

    [Fact]
    public async Task Open_cases_pass_to_the_successor_on_their_clocks_and_the_former_department_loses_them()
    {
        await using var market = await MarketFixture.StartAsync();
        var accepted = await market.AcceptedCaseAsync();
        var (before, successor) = (accepted.Deadline!.DueOn, market.World.OtherOfficial);

        await market.SucceedAsync(SuccessionAct.Whole(TestData.DepartmentCode, HousingCode, Basis, Today));

        Assert.Equal("not-found", await market.RefusalAsync(market.World.Official, (GetCase get) => get.ExecuteAsync(accepted.Id)));
        var passed = await market.CaseAsync(successor, accepted.Id);
        Assert.Equal((before, CaseStatus.Accepted), (passed.Deadline!.DueOn, passed.Status));
        Assert.Equal(2, passed.TaskOrders.Count);
        var order = await market.OrderAsync(successor, passed.TaskOrders[0].Id);
        var agency = market.World.AgencyOf(order.AgencyId!.Value);
        await market.RunAsync(agency.Clerk, (AcceptTaskOrder accept) => accept.ExecuteAsync(order.Id, order.Version));
        await market.SealAllAsync(await market.SubmitAsync(order, agency), agency);
        await market.Host.DrainAsync();
        Assert.Equal(TaskOrderStatus.Delivered, (await market.OrderAsync(successor, order.Id)).Status);

        // New cases go to the successor, and its panels give them agencies.
        var next = await market.FileCaseAsync(TestData.Project(code: "2611-430104-04-01-100003"));
        await market.RunAsync(successor, (AcceptCase accept) => accept.ExecuteAsync(next.Id, next.Version));
        Assert.All((await market.CaseAsync(successor, next.Id)).TaskOrders, task => Assert.NotNull(task.AgencyId));
        var done = Assert.Single(await market.RunAsync(market.World.Operator, (ListSuccessions list) => list.ExecuteAsync()));
        Assert.Equal((1, 2, 2), (done.Cases, done.Tasks, done.Panels));
    }

    [Fact]
    public async Task A_succession_of_a_later_day_waits_for_it()
    {
        await using var market = await MarketFixture.StartAsync();
        var filed = await market.FileCaseAsync();
        await market.SucceedAsync(SuccessionAct.Whole(TestData.DepartmentCode, HousingCode, Basis, new DateOnly(2026, 12, 1)));

        Assert.Equal(filed.Id, (await market.CaseAsync(market.World.Official, filed.Id)).Id);
        market.Clock.SetTo(new DateOnly(2026, 12, 1));
        await market.RunAsync(Actor.System, (ScheduleDailyWork schedule) => schedule.ExecuteAsync());
        await market.Host.DrainAsync();

        Assert.Equal(filed.Id, (await market.CaseAsync(market.World.OtherOfficial, filed.Id)).Id);
    }

    [Fact]
    public async Task A_merged_agencys_open_work_and_seats_pass_on_and_its_seals_stop()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, former) = await market.TakenOrderAsync();
        var successor = market.World.Fourth;

        await market.SucceedAsync(SuccessionAct.Whole(former.CreditCode, successor.CreditCode, Basis, Today));

        Assert.Equal("not-found", await market.RefusalAsync(former.Clerk, (GetTaskOrder get) => get.ExecuteAsync(order.Id)));
        var passed = await market.OrderAsync(successor.Clerk, order.Id);
        Assert.Equal((TaskOrderStatus.InProgress, order.Deadline!.DueOn), (passed.Status, passed.Deadline!.DueOn));
        var seals = await market.Host.ReadAsync(db => db.Seals.Where(seal => seal.AgencyId == former.Id).Select(seal => seal.Status).ToListAsync());
        Assert.Equal(2, seals.Count(status => status == SealStatus.Suspended));
        Assert.Equal(AgencyStatus.Exited, await market.Host.ReadAsync(db => db.Agencies.Where(row => row.Id == former.Id).Select(row => row.Status).SingleAsync()));
        await market.SealAllAsync(await market.SubmitAsync(passed, successor), successor);
        await market.Host.DrainAsync();
        Assert.Equal(TaskOrderStatus.Delivered, (await market.OrderAsync(market.World.Official, order.Id)).Status);
    }

    [Fact]
    public async Task What_is_no_succession_is_refused()
    {
        await using var market = await MarketFixture.StartAsync();

        Assert.Equal("succession-pair", await RefusalAsync(market, TestData.DepartmentCode, market.World.First.CreditCode));
        Assert.Equal("succession-pair", await RefusalAsync(market, HousingCode, HousingCode));
        Assert.Equal("succession-unknown", await RefusalAsync(market, TestData.DepartmentCode, "nobody"));
        Assert.Equal("succession-basis-missing", await RefusalAsync(market, TestData.DepartmentCode, HousingCode, basis: " "));
        Assert.Equal("succession-past", await RefusalAsync(market, TestData.DepartmentCode, HousingCode, day: new DateOnly(2026, 11, 1)));
        Assert.Equal("succession-item", await RefusalAsync(market, TestData.DepartmentCode, HousingCode, item: "其他事项"));
    }

    private static Task<string> RefusalAsync(MarketFixture market, string from, string to, string basis = Basis, DateOnly? day = null, string? item = null) =>
        market.RefusalAsync(market.World.Operator, (EnterSuccession enter) => enter.ExecuteAsync(
            new SuccessionAct(from, basis, day ?? Today, [new SuccessionPart(to, item is null ? [] : [item], [])])));
}
