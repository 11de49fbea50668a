using Market.Marketplace.ApprovalCases;
using Market.Marketplace.Integration;
using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;
using Market.Marketplace.Seals;
using Market.Marketplace.Successions;
using Market.Marketplace.Tests.Infrastructure;
using Market.Marketplace.Webhooks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Market.Marketplace.Tests.Successions;

/// <summary>分立: what goes where, seen before a second person confirms it, and what ends with it.</summary>
public sealed class SplitTests
{
    private const string HousingCode = "11430100006120200T";
    private const string Basis = "湘源编发〔2026〕18 号";
    private static readonly DateOnly Today = new(2026, 11, 23);

    [Fact]
    public async Task Nothing_moves_before_a_second_person_has_confirmed_it()
    {
        await using var market = await MarketFixture.StartAsync();
        var accepted = await market.AcceptedCaseAsync();
        var id = await market.RunAsync(market.World.Operator, (EnterSuccession enter) =>
            enter.ExecuteAsync(SuccessionAct.Whole(TestData.DepartmentCode, HousingCode, Basis, Today)));
        market.Clock.SetTo(Today.AddDays(1));
        Assert.Equal(0, await market.RunAsync(Actor.System, (CarryOutSuccessions carry) => carry.ExecuteAsync()));

        Assert.Equal("second-person", await market.RefusalAsync(market.World.Operator, (DecideSuccession decide) => decide.ExecuteAsync(id, confirm: true)));
        Assert.Equal(accepted.Id, (await market.CaseAsync(market.World.Official, accepted.Id)).Id);

        var second = await SecondAsync(market);
        Assert.True(await market.RunAsync(second, (DecideSuccession decide) => decide.ExecuteAsync(id, confirm: true)));
        Assert.Equal(accepted.Id, (await market.CaseAsync(market.World.OtherOfficial, accepted.Id)).Id);
        Assert.Equal("not-found", await market.RefusalAsync(second, (DecideSuccession decide) => decide.ExecuteAsync(id, confirm: true)));
    }

    [Fact]
    public async Task An_act_that_was_sent_back_is_never_carried_out()
    {
        await using var market = await MarketFixture.StartAsync();
        var accepted = await market.AcceptedCaseAsync();
        var id = await market.RunAsync(market.World.Operator, (EnterSuccession enter) =>
            enter.ExecuteAsync(SuccessionAct.Whole(TestData.DepartmentCode, HousingCode, Basis, Today)));

        await market.RunAsync(await SecondAsync(market), (DecideSuccession decide) => decide.ExecuteAsync(id, confirm: false));
        Assert.Equal(0, await market.RunAsync(Actor.System, (CarryOutSuccessions carry) => carry.ExecuteAsync()));

        Assert.Equal(accepted.Id, (await market.CaseAsync(market.World.Official, accepted.Id)).Id);
    }

    [Fact]
    public async Task A_split_department_gives_items_and_single_cases_to_each_successor_as_its_preview_said()
    {
        await using var market = await MarketFixture.StartAsync();
        var third = await market.RunAsync(Actor.System, (RegisterOrganisation register) =>
            register.ExecuteAsync(OrganisationKind.Department, "湘源市行政审批局", TestData.Code(21), []));
        var official = await TestData.PersonAsync(market.Host, "三局审批", third, Role.DepartmentOfficial);
        var (first, single) = (await market.AcceptedCaseAsync(), await market.AcceptedCaseAsync(TestData.Project(code: "2611-430104-04-01-100003")));
        var act = new SuccessionAct(TestData.DepartmentCode, Basis, Today,
            [new SuccessionPart(HousingCode, [ApprovalItems.PlanningPermit], []), new SuccessionPart(TestData.Code(21), [], [single.Number])]);

        var preview = await market.RunAsync(market.World.Operator, (PreviewSuccession show) => show.ExecuteAsync(act));
        Assert.Equal([first.Number], preview.Parts[0].Cases);
        Assert.Equal([single.Number], preview.Parts[1].Cases);
        Assert.Equal(single.TaskOrders.Select(order => order.Number).Order(), preview.Parts[1].Tasks.Order());
        Assert.Equal((2, 0), (preview.Parts[0].Panels.Count, preview.Parts[1].Panels.Count));
        Assert.Empty(preview.StayingCases);
        Assert.Empty(preview.Ends);
        await market.SucceedAsync(act);

        Assert.Equal(first.Id, (await market.CaseAsync(market.World.OtherOfficial, first.Id)).Id);
        Assert.Equal(single.Id, (await market.CaseAsync(official, single.Id)).Id);
        Assert.Equal("not-found", await market.RefusalAsync(market.World.OtherOfficial, (GetCase get) => get.ExecuteAsync(single.Id)));
        Assert.Equal("not-found", await market.RefusalAsync(market.World.Official, (GetCase get) => get.ExecuteAsync(first.Id)));
        var done = await market.RunAsync(market.World.Operator, (ListSuccessions list) => list.ExecuteAsync());
        Assert.Equal(preview.Parts.Select(part => (part.ToName, part.Cases.Count, part.Tasks.Count, part.Panels.Count)).Order(),
            done.Select(row => (row.ToName, row.Cases, row.Tasks, row.Panels)).Order());
    }

    [Fact]
    public async Task A_split_agency_gives_its_items_away_and_keeps_the_rest_with_its_seals()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, former) = await market.TakenOrderAsync();
        var act = new SuccessionAct(former.CreditCode, Basis, Today, [new SuccessionPart(market.World.Fourth.CreditCode, [TestData.SunlightItem], [])]);
        var preview = await market.RunAsync(market.World.Operator, (PreviewSuccession show) => show.ExecuteAsync(act));
        Assert.Equal((0, true), (preview.Parts[0].Tasks.Count, preview.StayingTasks.Contains(order.Number)));

        await market.SucceedAsync(act);

        Assert.Equal(order.Id, (await market.OrderAsync(former.Clerk, order.Id)).Id);
        var seats = await market.Host.ReadAsync(async db => (await db.Panels.ToListAsync())
            .Where(panel => panel.Members.Any(member => member.AgencyId == former.Id)).Select(panel => panel.ServiceItemCode).ToList());
        Assert.Equal([TestData.ReviewItem], seats);
        Assert.Equal(2, await market.Host.ReadAsync(db => db.Seals.CountAsync(seal => seal.AgencyId == former.Id && seal.Status == SealStatus.Active)));

        // Named alone, a task goes whatever its item; the rest ends the former agency.
        await market.SucceedAsync(new SuccessionAct(former.CreditCode, Basis, Today,
            [new SuccessionPart(market.World.Third.CreditCode, [], [order.Number]), new SuccessionPart(market.World.Fourth.CreditCode, [], [])]));
        Assert.Equal(order.Id, (await market.OrderAsync(market.World.Third.Clerk, order.Id)).Id);
        Assert.Equal(0, await market.Host.ReadAsync(db => db.Seals.CountAsync(seal => seal.AgencyId == former.Id && seal.Status == SealStatus.Active)));
    }

    [Fact]
    public async Task The_former_departments_keys_webhooks_and_notice_seal_end_and_the_successors_do_not()
    {
        await using var market = await MarketFixture.StartAsync();
        var (former, kept) = (await ConnectAsync(market, market.World.Official), await ConnectAsync(market, market.World.OtherOfficial));
        var filed = await market.FileCaseAsync();
        await market.RunAsync(market.World.Official, (AcceptCase accept) => accept.ExecuteAsync(filed.Id, filed.Version));
        var preview = await market.RunAsync(market.World.Operator, (PreviewSuccession show) =>
            show.ExecuteAsync(SuccessionAct.Whole(TestData.DepartmentCode, HousingCode, Basis, Today)));
        Assert.Equal(2, preview.Ends.Count);

        await market.SucceedAsync(SuccessionAct.Whole(TestData.DepartmentCode, HousingCode, Basis, Today));

        Assert.Null(await SystemAsync(market, former));
        Assert.NotNull(await SystemAsync(market, kept));
        var endpoints = await market.Host.ReadAsync(db => db.WebhookEndpoints.ToDictionaryAsync(row => row.OrganisationId, row => row.Status));
        Assert.Equal(WebhookStatus.Disabled, endpoints[market.World.Official.OrganisationId!.Value]);
        Assert.Equal(WebhookStatus.Active, endpoints[market.World.OtherOfficial.OrganisationId!.Value]);
        Assert.Equal(2, Assert.Single(await market.RunAsync(market.World.Operator, (ListSuccessions list) => list.ExecuteAsync())).Connections);

        // What was written before and is sealed now carries the platform's seal.
        Assert.Null(await market.Host.ReadAsync(db => db.SealingCodeAsync(TestData.DepartmentCode, TestContext.Current.CancellationToken)));
        Assert.Equal(HousingCode, await market.Host.ReadAsync(db => db.SealingCodeAsync(HousingCode, TestContext.Current.CancellationToken)));
        await market.Host.DrainAsync();
        Assert.True(await market.Host.ReadAsync(db => db.OfficialNotices.AnyAsync(row => row.CaseId == filed.Id && row.ServedAt != null)));
    }

    [Fact]
    public async Task An_act_that_contradicts_itself_is_refused()
    {
        await using var market = await MarketFixture.StartAsync();

        Assert.Equal("succession-parts", await RefusalAsync(market));
        Assert.Equal("succession-parts", await RefusalAsync(market, new SuccessionPart(HousingCode, [], []), new SuccessionPart(TestData.Code(8), [], [])));
        Assert.Equal("succession-twice", await RefusalAsync(market, new SuccessionPart(HousingCode, ["甲"], []), new SuccessionPart(TestData.Code(8), ["甲"], [])));
        Assert.Equal("succession-twice", await RefusalAsync(market, new SuccessionPart(HousingCode, [ApprovalItems.PlanningPermit], []), new SuccessionPart(HousingCode, [], [])));
        Assert.Equal("succession-number", await RefusalAsync(market, new SuccessionPart(HousingCode, [], ["BJ-0"])));
    }

    private static Task<string> RefusalAsync(MarketFixture market, params IReadOnlyList<SuccessionPart> parts) =>
        market.RefusalAsync(market.World.Operator, (EnterSuccession enter) => enter.ExecuteAsync(new SuccessionAct(TestData.DepartmentCode, Basis, Today, parts)));

    private static Task<Actor> SecondAsync(MarketFixture market) =>
        TestData.PersonAsync(market.Host, "运行复核", market.World.Operator.OrganisationId!.Value, Role.Operator);

    private static async Task<string> ConnectAsync(MarketFixture market, Actor official)
    {
        await market.RunAsync(official, (EnterWebhook enter) => enter.ExecuteAsync("https://93.184.215.14/events"));
        return (await market.RunAsync(official, (ProposeApiClient propose) => propose.ExecuteAsync("审批系统", [ApiScopes.ReadEvents]))).Key;
    }

    private static ValueTask<KnownClient?> SystemAsync(MarketFixture market, string key) =>
        market.Host.Services.GetRequiredService<StandingBook>().SystemAsync(key, TestContext.Current.CancellationToken);
}
