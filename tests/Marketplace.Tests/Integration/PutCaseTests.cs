using Market.Marketplace.ApprovalCases;
using Market.Marketplace.Integration;
using Market.Marketplace.Operations;
using Market.Marketplace.TaskOrders;
using Market.Marketplace.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Tests.Integration;

public sealed class PutCaseTests
{
    [Fact]
    public async Task A_case_of_the_departments_own_system_comes_once_however_often_it_is_sent()
    {
        await using var market = await MarketFixture.StartAsync();
        var system = SystemOf(market);

        var first = await PutAsync(market, system, Case());
        var again = await PutAsync(market, system, Case());
        var accepted = await PutAsync(market, system, Case() with { Status = OutsideStatus.Accepted, AcceptedBy = "李审批" });
        var acceptedAgain = await PutAsync(market, system, Case() with { Status = OutsideStatus.Accepted, AcceptedBy = "李审批" });

        Assert.Equal((true, true, 1), (first.Created, first.Changed, first.Version));
        Assert.Equal((false, false, 1), (again.Created, again.Changed, again.Version));
        Assert.Equal((false, true, 2), (accepted.Created, accepted.Changed, accepted.Version));
        Assert.False(acceptedAgain.Changed);
        var found = await market.RunAsync(system, (GetOutsideCase get) => get.ExecuteAsync("SP-2026-1"));
        Assert.Equal((CaseStatus.Accepted, 2), (found.Status, found.Tasks.Count));
        Assert.All(found.Tasks, task => Assert.Equal(TaskOrderStatus.Dispatched, task.Status));
        Assert.Equal("李审批", (await market.CaseAsync(market.World.Official, first.CaseId)).AnsweredBy);
    }

    [Fact]
    public async Task Senders_that_repeat_at_the_same_time_make_one_case()
    {
        await using var market = await MarketFixture.StartAsync();
        var system = SystemOf(market);
        var content = Case() with { Status = OutsideStatus.Accepted, AcceptedBy = "李审批" };

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => PutAsync(market, system, content))));

        Assert.Single(outcomes, outcome => outcome.Created);
        Assert.Single(outcomes.Select(outcome => outcome.CaseId).Distinct());
        Assert.Equal(2, await market.Host.ReadAsync(db => db.TaskOrders.CountAsync()));
    }

    [Fact]
    public async Task What_tasks_were_dispatched_for_cannot_be_changed_afterwards()
    {
        await using var market = await MarketFixture.StartAsync();
        var system = SystemOf(market);
        await PutAsync(market, system, Case() with { Status = OutsideStatus.Accepted, AcceptedBy = "李审批" });

        Assert.Equal("outside-case-fixed", await RefusalAsync(market, system, Case()));
        Assert.Equal("outside-case-fixed", await RefusalAsync(market, system, Case() with { Status = OutsideStatus.Accepted, AcceptedBy = "王审批" }));
    }

    [Fact]
    public async Task Incomplete_and_impossible_cases_are_refused_with_a_reason()
    {
        await using var market = await MarketFixture.StartAsync();
        var system = SystemOf(market);

        Assert.Equal("outside-acceptance-without-official", await RefusalAsync(market, system, Case() with { Status = OutsideStatus.Accepted }));
        Assert.Equal("approval-item-unknown", await RefusalAsync(market, system, Case() with { ApprovalItem = "采矿许可" }));
        Assert.Equal("credit-code-invalid", await RefusalAsync(market, system, Case() with { Owner = new OutsideOwner("某公司", "123") }));
        Assert.Equal("project-code-invalid", await RefusalAsync(market, system, Case() with { Project = TestData.Project(code: "1") }));
        Assert.Equal("outside-case-incomplete", await RefusalAsync(market, system, Case() with { Owner = null! }));
        Assert.Equal("external-number", await RefusalAsync(market, system, Case(), "编号 1"));
        Assert.Equal("changed-meanwhile", await market.RefusalAsync(system, (PutCase put) => put.ExecuteAsync("SP-2026-1", Case(), 7)));
        Assert.Equal(0, await market.Host.ReadAsync(db => db.ApprovalCases.CountAsync()));
    }

    [Fact]
    public async Task The_list_is_read_page_by_page_without_passing_anything_over()
    {
        await using var market = await MarketFixture.StartAsync();
        var system = SystemOf(market);
        for (var i = 1; i <= 5; i++)
        {
            await market.RunAsync(system, (PutCase put) => put.ExecuteAsync($"SP-{i}", Case()));
        }

        var seen = new List<string>();
        for (Guid? cursor = null; ;)
        {
            var page = await market.RunAsync(system, (ListOutsideCases list) => list.ExecuteAsync(cursor, 2));
            seen.AddRange(page.Cases.Select(row => row.ExternalNumber));
            if (page.Next is null)
            {
                break;
            }

            cursor = Guid.Parse(page.Next);
        }

        Assert.Equal(["SP-1", "SP-2", "SP-3", "SP-4", "SP-5"], seen);
    }

    internal static Actor SystemOf(MarketFixture market) => market.World.Official with { DisplayName = "工程建设审批系统", Roles = [Role.DepartmentSystem] };

    private static OutsideCase Case() =>
        new(ApprovalItems.PlanningPermit, TestData.Project(), new OutsideOwner("湘江新城投资有限公司", TestData.Code(31)), OutsideStatus.Filed);

    private static Task<PutCaseOutcome> PutAsync(MarketFixture market, Actor system, OutsideCase content) =>
        market.RunAsync(system, (PutCase put) => put.ExecuteAsync("SP-2026-1", content));

    private static Task<string> RefusalAsync(MarketFixture market, Actor system, OutsideCase content, string number = "SP-2026-1") =>
        market.RefusalAsync(system, (PutCase put) => put.ExecuteAsync(number, content));
}
