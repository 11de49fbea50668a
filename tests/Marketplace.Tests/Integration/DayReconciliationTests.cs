using Market.Marketplace.ApprovalCases;
using Market.Marketplace.Delivery;
using Market.Marketplace.Integration;
using Market.Marketplace.Notices;
using Market.Marketplace.Operations;
using Market.Marketplace.Successions;
using Market.Marketplace.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Tests.Integration;

/// <summary>每日对账单: a sealed sheet about each day that is over, for every department whose system is connected.</summary>
public sealed class DayReconciliationTests
{
    private static readonly DateOnly Monday = new(2026, 11, 23);

    [Fact]
    public async Task The_day_after_a_numbered_sheet_is_served_and_department_and_operator_see_it()
    {
        await using var market = await MarketFixture.StartAsync();
        await PutAsync(market, "SP-1");
        await NightAsync(market, Monday.AddDays(1));
        await NightAsync(market, Monday.AddDays(1));

        foreach (var reader in new[] { market.World.Official, market.World.Operator })
        {
            var row = Assert.Single((await ListAsync(market, reader)).Rows);
            Assert.Equal((Monday, true, 0), (row.Day, row.IsServed, row.Sheet!.Differences.Count));
            Assert.Equal(["SP-1"], row.Sheet.Cases);
        }

        var notice = Assert.Single(await SheetsAsync(market));
        Assert.StartsWith("DZD", notice.Number, StringComparison.Ordinal);
        Assert.Contains(notice.Text.Facts, fact => fact is { Name: "收到办件", Value: "1 件：SP-1" });
        Assert.Contains(notice.Text.Facts, fact => fact.Name == "核对依据" && fact.Value.Contains("推送回执", StringComparison.Ordinal));
        Assert.Equal(market.World.Official.Organisation, Assert.Single(notice.Recipients).OrganisationId);
        Assert.Empty((await ListAsync(market, market.World.OtherOfficial)).Rows);
    }

    [Fact]
    public async Task What_the_system_said_during_the_day_is_compared_and_every_difference_is_explained()
    {
        await using var market = await MarketFixture.StartAsync();
        await PutAsync(market, "SP-1");
        await SayAsync(market, Monday, new DayThere(["SP-9"]));
        Assert.Empty(await SheetsAsync(market));

        await NightAsync(market, Monday.AddDays(1));

        var demands = Assert.Single(await SheetsAsync(market)).Text.Demands;
        Assert.Equal("差异 1：办件 SP-1，平台有，贵方无。贵方系统提交过，未计入当日清单。", demands[0]);
        Assert.Equal("差异 2：办件 SP-9，贵方有，平台无。平台没有收到，请重新提交。", demands[1]);
        Assert.Single((await ListAsync(market, market.World.Operator, onlyDifferent: true)).Rows);
    }

    [Fact]
    public async Task A_later_list_that_changes_something_replaces_the_sheet_and_the_same_list_does_not()
    {
        await using var market = await MarketFixture.StartAsync();
        await PutAsync(market, "SP-1");
        await NightAsync(market, Monday.AddDays(1));

        await SayAsync(market, Monday, new DayThere(["SP-1", "SP-2"]));
        await SayAsync(market, Monday, new DayThere(["SP-1", "SP-2"]));
        await market.Host.DrainAsync();

        var sheets = await SheetsAsync(market);
        Assert.Equal(2, sheets.Count);
        Assert.Single(sheets, sheet => sheet.LapsedAt is null && sheet.Text.Demands[0].Contains("SP-2", StringComparison.Ordinal));
        Assert.Single((await ListAsync(market, market.World.Official)).Rows);
    }

    [Fact]
    public async Task Days_on_which_the_program_did_not_run_get_their_sheets_afterwards()
    {
        await using var market = await MarketFixture.StartAsync();
        await PutAsync(market, "SP-1");
        await NightAsync(market, Monday.AddDays(1));
        await NightAsync(market, Monday.AddDays(4));

        var days = (await ListAsync(market, market.World.Operator)).Rows.Select(row => row.Day);

        Assert.Equal([Monday.AddDays(3), Monday.AddDays(2), Monday.AddDays(1), Monday], days);
    }

    [Fact]
    public async Task A_department_that_passes_on_passes_its_exchanged_cases_on_too()
    {
        await using var market = await MarketFixture.StartAsync();
        await PutAsync(market, "SP-1");
        await market.SucceedAsync(SuccessionAct.Whole(TestData.DepartmentCode, "11430100006120200T", "湘源编发〔2026〕18 号", Monday));
        var successor = PutCaseTests.SystemOf(market) with { OrganisationId = market.World.OtherOfficial.Organisation };

        Assert.Equal("SP-1", (await market.RunAsync(successor, (GetOutsideCase get) => get.ExecuteAsync("SP-1"))).ExternalNumber);
        Assert.Equal("not-found", await market.RefusalAsync(PutCaseTests.SystemOf(market), (GetOutsideCase get) => get.ExecuteAsync("SP-1")));
    }

    private static Task<PutCaseOutcome> PutAsync(MarketFixture market, string number) =>
        market.RunAsync(PutCaseTests.SystemOf(market), (PutCase put) => put.ExecuteAsync(number, new OutsideCase(
            ApprovalItems.PlanningPermit, TestData.Project(), new OutsideOwner("湘江新城投资有限公司", TestData.Code(31)), OutsideStatus.Accepted, "李审批")));

    private static Task<DaySheet> SayAsync(MarketFixture market, DateOnly day, DayThere there) =>
        market.RunAsync(PutCaseTests.SystemOf(market), (ReconcileDay reconcile) => reconcile.ExecuteAsync(day, there));

    private static async Task NightAsync(MarketFixture market, DateOnly day)
    {
        market.Clock.SetTo(day);
        await market.RunAsync(Actor.System, (ScheduleDailyWork schedule) => schedule.ExecuteAsync());
        await market.Host.DrainAsync();
    }

    private static Task<PagedList<ReconciliationRow>> ListAsync(MarketFixture market, Actor reader, bool onlyDifferent = false) =>
        market.RunAsync(reader, (ListReconciliations list) => list.ExecuteAsync(new PageRequest(), onlyDifferent));

    private static async Task<List<OfficialNotice>> SheetsAsync(MarketFixture market) =>
        await market.Host.ReadAsync(db => db.OfficialNotices.Where(row => row.Kind == OfficialNoticeKind.DayReconciliation).OrderBy(row => row.IssuedAt).ToListAsync());
}
