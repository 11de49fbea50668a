using Market.Marketplace.Catalogue;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Procurements;
using Market.Marketplace.Projects;
using Market.Marketplace.TaskOrders;
using Market.Marketplace.Tests.Infrastructure;
using Market.Marketplace.Tests.Procurements;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Tests.Persistence;

/// <summary>脚本检查: whatever an operation stores for a person or a system is looked at in one place.</summary>
public sealed class TextGuardTests
{
    private const string Script = "<script>alert(1)</script>";

    [Theory]
    [InlineData("<script>alert(1)</script>", false)]
    [InlineData("看这里<img src=x onerror=alert(1)>", false)]
    [InlineData("</td>", false)]
    [InlineData("<!--", false)]
    [InlineData("<?php", false)]
    [InlineData("空\u0000字符", false)]
    [InlineData("报告\u202Efdp.exe", false)]
    [InlineData("H < 24 m，日照<2小时，建筑面积 > 3000 ㎡", true)]
    [InlineData("第一行\r\n\t第二行", true)]
    [InlineData("《城乡规划法》第四十条 & “引号”", true)]
    public void Prose_is_what_no_browser_takes_for_markup_and_no_eye_misreads(string text, bool isProse) => Assert.Equal(isProse, PlainText.IsProse(text));

    [Fact]
    public async Task Every_text_of_every_table_is_looked_at_but_for_those_named_with_a_reason()
    {
        await using var market = await MarketFixture.StartAsync();

        var columns = await market.Host.ReadAsync(db => Task.FromResult(db.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties())
            .Where(property => TextGuard.KindOf(property) != TextKind.None)
            .Select(property => (Key: (property.DeclaringType.ClrType.Name, property.Name), Guarded: TextGuard.IsGuarded(property))).ToList()));

        Assert.True(columns.Count > 200, $"Only {columns.Count} columns hold text.");
        Assert.Empty(columns.Where(column => !column.Guarded).Select(column => column.Key).Except(TextGuard.Exempt.Keys));
        // Nothing is exempt that is not there.
        Assert.Empty(TextGuard.Exempt.Keys.Except(columns.Select(column => column.Key)));
        Assert.All(TextGuard.Exempt.Values, Assert.NotEmpty);
    }

    [Fact]
    public async Task Markup_in_whatever_an_owner_writes_for_a_procurement_is_refused_and_nothing_is_stored()
    {
        await using var buying = await Buying.StartAsync();
        var terms = buying.Terms();
        foreach (var spoilt in new[]
        {
            terms with { Content = Script },
            terms with { Exclusions = [new Exclusion(buying.World.First.Id, buying.World.First.Name, Script)] },
            terms with { Method = SelectionMethod.Direct, DirectAgencyId = buying.World.First.Id, DirectReason = Script },
        })
        {
            Assert.Equal("text-markup", await buying.Market.RefusalAsync(buying.World.Owner, (DraftProcurement draft) => draft.ExecuteAsync(spoilt)));
        }

        Assert.Equal(0, await buying.Market.Host.ReadAsync(db => db.Procurements.CountAsync()));
        Assert.Equal("text-markup", await buying.Market.RefusalAsync(buying.World.Owner, (RegisterProject register) => register.ExecuteAsync(
            TestData.Project(code: "2611-430104-04-01-100011") with { Name = Script })));

        var id = await buying.PublishAsync();
        var published = await buying.ReadAsync(id);
        Assert.Equal("text-markup", await buying.Market.RefusalAsync(buying.World.Owner, (ReviseProcurement revise) =>
            Buying.DoneAsync(revise.ExecuteAsync(id, published.Version, terms, Script))));
        Assert.Equal("text-markup", await buying.Market.RefusalAsync(buying.World.Owner, (VoidProcurement end) =>
            Buying.DoneAsync(end.ExecuteAsync(id, published.Version, Script))));
        Assert.Equal(published.Version, (await buying.ReadAsync(id)).Version);
    }

    [Fact]
    public async Task Markup_in_objections_complaints_answers_and_abandonments_is_refused()
    {
        await using var buying = await Buying.StartAsync();
        var opened = await buying.OpenedAsync(buying.Terms(SelectionMethod.LowestPrice), (buying.World.First, 70_000m), (buying.World.Second, 71_000m));
        var loser = buying.World.Second.Clerk;

        Assert.Equal("text-markup", await buying.Market.RefusalAsync(loser, (RaiseObjection raise) => Buying.DoneAsync(raise.ExecuteAsync(opened.Id, Script))));
        await buying.Market.RunAsync(loser, (RaiseObjection raise) => Buying.DoneAsync(raise.ExecuteAsync(opened.Id, "报价 <2 万元不合理，请说明")));
        var frozen = await buying.ReadAsync(opened.Id);
        Assert.Equal("text-markup", await buying.Market.RefusalAsync(buying.World.Owner, (AnswerObjection answer) =>
            Buying.DoneAsync(answer.ExecuteAsync(opened.Id, frozen.Version, Script, false))));
        Assert.Null((await buying.ReadAsync(opened.Id)).Objections[^1].Answer);
    }

    [Fact]
    public async Task Markup_is_refused_from_visitors_agencies_and_in_names_of_files()
    {
        await using var market = await MarketFixture.StartAsync();

        Assert.Equal("text-markup", await market.RefusalAsync(Actor.Public, (ReportOffList report) => report.ExecuteAsync("建设工程规划许可", $"被要求另做一份报告 {Script}", "13800000000")));
        var named = await Assert.ThrowsAnyAsync<MarketplaceException>(() => market.UploadAsync(market.World.Owner, TestData.Pdf("图"), "<img src=x onerror=alert(1)>.pdf"));
        Assert.Equal("text-markup", named.Code);

        var accepted = await market.AcceptedCaseAsync(TestData.Project(isResidential: false));
        var order = accepted.TaskOrders.Single();
        var agency = market.World.AgencyOf(order.AgencyId!.Value);
        var shown = await market.OrderAsync(agency.Clerk, order.Id);
        Assert.Equal("text-markup", await market.RefusalAsync(agency.Clerk, (DeclineTaskOrder decline) => decline.ExecuteAsync(order.Id, shown.Version, Script)));
        Assert.Equal(TaskOrderStatus.Dispatched, (await market.OrderAsync(agency.Clerk, order.Id)).Status);
    }

    [Fact]
    public void Every_text_of_an_item_but_its_formulas_is_looked_at()
    {
        var item = TestData.Item("ZJ-9-01", "名称");
        foreach (var spoilt in new[]
        {
            item with { Deliverable = Script }, item with { LegalBasis = [new LegalBasis(Script)] }, item with { PublishingDepartment = Script },
            item with { PausableReasons = [Script] }, item with { LimitText = Script },
        })
        {
            Assert.Equal("text-markup", Assert.Throws<RuleViolationException>(() => ServiceItem.Check(spoilt)).Code);
        }

        ServiceItem.Check(item);
    }
}
