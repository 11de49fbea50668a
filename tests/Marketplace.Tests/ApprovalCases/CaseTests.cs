using Market.Marketplace.ApprovalCases;
using Market.Marketplace.Catalogue;
using Market.Marketplace.Delivery;
using Market.Marketplace.Operations;
using Market.Marketplace.Projects;
using Market.Marketplace.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace Market.Marketplace.Tests.ApprovalCases;

public sealed class CaseTests
{
    [Fact]
    public async Task A_case_without_its_drawings_is_not_filed()
    {
        await using var market = await MarketFixture.StartAsync();
        await market.RunAsync(Actor.System, (PublishServiceItem publish) => publish.ExecuteAsync(TestData.Item("ZJ-2-01", "规划设计方案编制")));
        var project = await market.RunAsync(market.World.Owner, (RegisterProject register) => register.ExecuteAsync(TestData.Project()));
        var id = await market.RunAsync(market.World.Owner, (StartCase start) => start.ExecuteAsync(project));
        var draft = await market.CaseAsync(market.World.Owner, id);

        var refusal = await market.RefusalAsync(market.World.Owner, (FileCase file) => file.ExecuteAsync(id, draft.Version));

        Assert.Equal("material-missing", refusal);
        Assert.Equal("not-found", await market.RefusalAsync(market.World.Official, (GetCase get) => get.ExecuteAsync(id)));
    }

    [Fact]
    public async Task What_an_agency_makes_is_not_asked_for_without_an_item_on_the_list()
    {
        await using var market = await MarketFixture.StartAsync();
        var project = await market.RunAsync(market.World.Owner, (RegisterProject register) => register.ExecuteAsync(TestData.Project()));
        var id = await market.RunAsync(market.World.Owner, (StartCase start) => start.ExecuteAsync(project));
        var unlisted = (await market.CaseAsync(market.World.Owner, id)).Materials.Single(slot => slot.Slot == "drawings");
        await market.RunAsync(Actor.System, (PublishServiceItem publish) => publish.ExecuteAsync(TestData.Item("ZJ-2-01", "规划设计方案编制")));
        var listed = (await market.CaseAsync(market.World.Owner, id)).Materials.Single(slot => slot.Slot == "drawings");
        await market.RunAsync(Actor.System, (PublishServiceItem publish) =>
            publish.ExecuteAsync(TestData.Item("ZJ-2-01", "规划设计方案编制") with { Precedes = ["另一项审批"] }));
        var forAnother = await market.CaseAsync(market.World.Owner, id);

        Assert.Equal((true, false), (unlisted.IsOffList, unlisted.Required));
        Assert.Equal((false, true), (listed.IsOffList, listed.Required));
        Assert.True(forAnother.Materials.Single(slot => slot.Slot == "drawings").IsOffList);
        await market.RunAsync(market.World.Owner, (FileCase file) => file.ExecuteAsync(id, forAnother.Version));
    }

    [Fact]
    public async Task A_correction_asks_for_an_agencys_work_only_under_an_item_of_the_list()
    {
        await using var market = await MarketFixture.StartAsync();
        var filed = await market.FileCaseAsync();

        var refusal = await market.RefusalAsync(market.World.Official, (AskCorrection ask) => ask.ExecuteAsync(filed.Id, filed.Version, "补交交通影响评价报告", ["ZJ-2-04"]));
        await market.RunAsync(market.World.Official, (AskCorrection ask) => ask.ExecuteAsync(filed.Id, filed.Version, "补交日照分析报告", [TestData.SunlightItem]));

        Assert.Equal("material-off-list", refusal);
        Assert.Equal(CaseStatus.Correcting, (await market.CaseAsync(market.World.Owner, filed.Id)).Status);
    }

    [Fact]
    public async Task Drawings_that_are_no_pdf_are_refused()
    {
        await using var market = await MarketFixture.StartAsync();
        var project = await market.RunAsync(market.World.Owner, (RegisterProject register) => register.ExecuteAsync(TestData.Project()));
        var id = await market.RunAsync(market.World.Owner, (StartCase start) => start.ExecuteAsync(project));
        var draft = await market.CaseAsync(market.World.Owner, id);
        var picture = await market.UploadAsync(market.World.Owner, [1, 2, 3, 4], "图.pdf");

        var refusal = await market.RefusalAsync(market.World.Owner, (AttachMaterial attach) => attach.ExecuteAsync(id, draft.Version, "drawings", picture));

        Assert.Equal("not-a-pdf", refusal);
    }

    [Fact]
    public async Task A_stale_page_and_a_second_click_change_nothing()
    {
        await using var market = await MarketFixture.StartAsync();
        var filed = await market.FileCaseAsync();
        await market.RunAsync(market.World.Official, (AcceptCase accept) => accept.ExecuteAsync(filed.Id, filed.Version));

        var stale = await market.RefusalAsync(market.World.Official, (AcceptCase accept) => accept.ExecuteAsync(filed.Id, filed.Version));
        var again = await market.RefusalAsync(market.World.Official, (AcceptCase accept) => accept.ExecuteAsync(filed.Id, filed.Version + 1));

        Assert.Equal(("changed-meanwhile", "case-state"), (stale, again));
    }

    [Fact]
    public async Task A_refused_case_tells_the_owner_why_and_triggers_nothing()
    {
        await using var market = await MarketFixture.StartAsync();
        var filed = await market.FileCaseAsync();

        await market.RunAsync(market.World.Official, (RefuseCase refuse) => refuse.ExecuteAsync(filed.Id, filed.Version, "材料与项目不符"));

        var seen = await market.CaseAsync(market.World.Owner, filed.Id);
        Assert.Equal((CaseStatus.NotAccepted, "材料与项目不符", 0), (seen.Status, seen.RefusalReason, seen.TaskOrders.Count));
    }

    [Fact]
    public async Task A_wrong_role_is_told_so()
    {
        await using var market = await MarketFixture.StartAsync();
        var filed = await market.FileCaseAsync();

        Assert.Equal("forbidden", await market.RefusalAsync(market.World.Owner, (AcceptCase accept) => accept.ExecuteAsync(filed.Id, filed.Version)));
        Assert.Equal("forbidden", await market.RefusalAsync(Actor.Public, (ListCases list) => list.ExecuteAsync(new PageRequest())));
    }

    [Theory]
    [InlineData("2611-430104-04-01-10000", "project-code-invalid")]
    [InlineData("2613-430104-04-01-100001", "project-code-invalid")]
    public async Task A_project_needs_a_plausible_code(string code, string expected)
    {
        await using var market = await MarketFixture.StartAsync();

        Assert.Equal(expected, await market.RefusalAsync(market.World.Owner, (RegisterProject register) => register.ExecuteAsync(TestData.Project(code: code))));
    }

    [Fact]
    public async Task A_project_code_is_registered_once()
    {
        await using var market = await MarketFixture.StartAsync();
        await market.RunAsync(market.World.Owner, (RegisterProject register) => register.ExecuteAsync(TestData.Project()));

        Assert.Equal("project-code-taken", await market.RefusalAsync(market.World.OtherOwner, (RegisterProject register) => register.ExecuteAsync(TestData.Project())));
    }

    [Fact]
    public async Task A_change_is_signalled_to_open_pages_after_the_commit()
    {
        await using var market = await MarketFixture.StartAsync();
        var filed = await market.FileCaseAsync();
        var signal = market.Host.Services.GetRequiredService<IChangeSignal>();
        var heard = 0;
        using var subscription = signal.Subscribe(market.World.First.Id, () => heard++);

        await market.RunAsync(market.World.Official, (AcceptCase accept) => accept.ExecuteAsync(filed.Id, filed.Version));

        Assert.Equal(1, heard);
    }
}
