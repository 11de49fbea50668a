using System.Text;
using Market.Marketplace.ApprovalCases;
using Market.Marketplace.Documents;
using Market.Marketplace.Elements;
using Market.Marketplace.Operations;
using Market.Marketplace.ProjectBoxes;
using Market.Marketplace.Projects;
using Market.Marketplace.Results;
using Market.Marketplace.Tests.Elements;
using Market.Marketplace.Tests.Infrastructure;
using Market.Marketplace.Verification;

namespace Market.Marketplace.Tests.ProjectBoxes;

public sealed class ProjectBoxTests
{
    private static readonly DateOnly From = new(2026, 1, 1);

    [Fact]
    public async Task A_new_case_takes_what_it_needs_from_the_box_and_the_reuse_is_counted()
    {
        await using var market = await MarketFixture.StartAsync();
        var (project, _) = await ProjectAsync(market);
        await AddAsync(market, project, Entry(ArtifactKind.PlanningCondition, "规条1"));
        await AddAsync(market, project, Entry(ArtifactKind.Design, "设1"));

        var id = await market.RunAsync(market.World.Owner, (StartCase start) => start.ExecuteAsync(project));

        var slot = (await market.CaseAsync(market.World.Owner, id)).Materials.Single(row => row.FileId is not null);
        Assert.Equal(("planning-conditions", true), (slot.Slot, slot.IsFromBox));
        var box = await BoxAsync(market, market.World.Owner, project);
        Assert.Equal((1, 1, 100), (box.Slots, box.Reused, box.ReusePercent));
        Assert.Equal(1, box.Artifacts.Single(row => row.Number == "规条1").UsedIn);
    }

    [Theory]
    [InlineData("2026-01-01", "2026-06-30")]
    [InlineData("2027-01-01", null)]
    public async Task What_is_not_in_force_fills_no_slot(string from, string? to)
    {
        await using var market = await MarketFixture.StartAsync();
        var (project, _) = await ProjectAsync(market);
        await AddAsync(market, project, Entry(ArtifactKind.PlanningCondition, "规条1") with { ValidFrom = Day(from), ValidTo = to is null ? null : Day(to) });

        var id = await market.RunAsync(market.World.Owner, (StartCase start) => start.ExecuteAsync(project));

        Assert.DoesNotContain((await market.CaseAsync(market.World.Owner, id)).Materials, row => row.FileId is not null);
        Assert.False(Assert.Single((await BoxAsync(market, market.World.Owner, project)).Artifacts).IsUsable);
    }

    [Fact]
    public async Task The_same_number_again_is_a_later_edition_and_fills_the_slot_from_then_on()
    {
        await using var market = await MarketFixture.StartAsync();
        var (project, _) = await ProjectAsync(market);
        await AddAsync(market, project, Entry(ArtifactKind.PlanningCondition, "规条1"));
        await AddAsync(market, project, Entry(ArtifactKind.PlanningCondition, "规条1") with { Title = "调整后的规划条件" });

        var rows = (await BoxAsync(market, market.World.Owner, project)).Artifacts;

        Assert.Equal([(1, false), (2, true)], rows.Select(row => (row.Edition, row.IsUsable)));
        var id = await market.RunAsync(market.World.Owner, (StartCase start) => start.ExecuteAsync(project));
        Assert.Equal(rows[1].FileId, (await market.CaseAsync(market.World.Owner, id)).Materials.Single(row => row.FileId is not null).FileId);
    }

    [Fact]
    public async Task Another_project_s_papers_are_not_taken()
    {
        await using var market = await MarketFixture.StartAsync();
        var (first, _) = await ProjectAsync(market);
        var (second, _) = await ProjectAsync(market, "2611-430104-04-01-100002");
        await AddAsync(market, first, Entry(ArtifactKind.PlanningCondition, "规条1"));

        var id = await market.RunAsync(market.World.Owner, (StartCase start) => start.ExecuteAsync(second));

        Assert.DoesNotContain((await market.CaseAsync(market.World.Owner, id)).Materials, row => row.FileId is not null);
    }

    [Fact]
    public async Task Planning_conditions_in_the_box_limit_the_technical_review()
    {
        await using var market = await MarketFixture.StartAsync();
        await market.RunAsync(Actor.System, (Market.Marketplace.Catalogue.PublishServiceItem publish) => publish.ExecuteAsync(
            TestData.Item(TestData.ReviewItem, "规划方案技术审查") with
            {
                Elements = new ElementSchema([new("RJL", "容积率", ElementKind.Indicator) { Decimals = 2, Limit = new(LimitKind.AtMost, "条件.容积率") }]),
            }));
        var filed = await market.FileCaseAsync();
        await AddAsync(market, filed.Project.Id, Entry(ArtifactKind.PlanningCondition, "规条1", ("容积率", "2.5")));
        await market.RunAsync(market.World.Official, (AcceptCase accept) => accept.ExecuteAsync(filed.Id, filed.Version));
        var summary = (await market.CaseAsync(market.World.Official, filed.Id)).TaskOrders.Single(order => order.ServiceItemCode == TestData.ReviewItem);

        var form = await market.RunAsync(market.World.AgencyOf(summary.AgencyId!.Value).Clerk, (GetElementForm get) => get.ExecuteAsync(summary.Id));

        Assert.Equal("≤ 2.50", Assert.Single(form.Table.Rows).Condition);
    }

    [Fact]
    public async Task Papers_that_contradict_each_other_are_pointed_out_to_applicant_and_official()
    {
        await using var market = await MarketFixture.StartAsync();
        var filed = await market.FileCaseAsync();
        await AddAsync(market, filed.Project.Id, Entry(ArtifactKind.PlanningCondition, "规条1", ("用地面积", "10000")));
        await AddAsync(market, filed.Project.Id, Entry(ArtifactKind.LandPermit, "地字1", ("用地面积", "10000.00")));
        Assert.Empty((await BoxAsync(market, market.World.Official, filed.Project.Id)).Findings);

        await AddAsync(market, filed.Project.Id, Entry(ArtifactKind.Survey, "测1", ("用地面积", "9999.98")));

        foreach (var reader in new[] { market.World.Owner, market.World.Official })
        {
            var finding = Assert.Single((await BoxAsync(market, reader, filed.Project.Id)).Findings);
            Assert.Equal("用地面积", finding.Element);
            Assert.Equal([("规划条件 规条1", "10000.00"), ("建设用地规划许可证 地字1", "10000.00"), ("测绘 测1", "9999.98")], finding.Stated.Select(fact => (fact.Source, fact.Value)));
        }
    }

    [Fact]
    public async Task An_accepted_result_comes_into_the_box_by_itself_with_its_figures()
    {
        await using var market = await WithElements.StartAsync();
        var (order, agency) = await market.TakenOrderAsync();
        await market.RunAsync(agency.Clerk, (SaveElements save) => save.ExecuteAsync(order.Id, TestData.GoodElements));
        var result = await market.SealAllAsync(await market.SubmitAsync(order, agency), agency);
        await market.Host.DrainAsync();
        var delivered = await market.ResultAsync(market.World.Official, result.Id);
        await market.RunAsync(market.World.Official, (AcceptResult accept) => accept.ExecuteAsync(result.Id, delivered.Version, "同意"));

        var rows = (await BoxAsync(market, market.World.Owner, order.Project.Id)).Artifacts;

        var row = rows.Single(candidate => candidate.Kind == ArtifactKind.Result);
        Assert.Equal(("2.20", Verdict.Passed, agency.Name, result.Id), (row.Elements["容积率"], row.SealVerdict!.Value, row.Issuer, row.ResultId!.Value));
        Assert.Contains(rows, candidate => candidate.Kind == ArtifactKind.Material);
    }

    [Fact]
    public async Task A_sealed_paper_brings_its_verdict_and_a_changed_one_is_not_taken()
    {
        await using var market = await MarketFixture.StartAsync();
        var (result, order, _) = await market.DeliveredResultAsync();
        using var sealedFile = await market.RunAsync(market.World.Owner, (OpenFile open) => open.ExecuteAsync(result.SealedFileId!.Value));
        using var bytes = new MemoryStream();
        await sealedFile.Content.CopyToAsync(bytes, TestContext.Current.CancellationToken);

        await AddAsync(market, order.Project.Id, Entry(ArtifactKind.Licence, "1"), bytes.ToArray());
        var row = (await BoxAsync(market, market.World.Owner, order.Project.Id)).Artifacts.Single(candidate => candidate.Kind == ArtifactKind.Licence);

        Assert.Equal(Verdict.Passed, row.SealVerdict);
        Assert.NotEmpty(row.SealedBy);
        var content = Encoding.Latin1.GetString(bytes.ToArray()).IndexOf("stream", StringComparison.Ordinal) + 40;
        Assert.Equal("artifact-seal-invalid", await ChangedAsync(market, order.Project.Id, bytes.ToArray(), content));
        Assert.Equal("pdf-damaged", await ChangedAsync(market, order.Project.Id, bytes.ToArray(), 20));
    }

    [Fact]
    public async Task Incomplete_entries_and_strangers_are_refused()
    {
        await using var market = await MarketFixture.StartAsync();
        var (project, file) = await ProjectAsync(market);

        async Task<string> Refusal(ArtifactEntry entry) =>
            await market.RefusalAsync(market.World.Owner, (AddArtifact add) => add.ExecuteAsync(project, entry, file));

        Assert.Equal("artifact-incomplete", await Refusal(Entry(ArtifactKind.Survey, " ")));
        Assert.Equal("artifact-incomplete", await Refusal(Entry(ArtifactKind.Result, "1")));
        Assert.Equal("artifact-period", await Refusal(Entry(ArtifactKind.Survey, "1") with { ValidTo = From.AddDays(-1) }));
        Assert.Equal("element-declared-wrong", await Refusal(Entry(ArtifactKind.Survey, "1", ("用地面积", "15 亩"))));
        Assert.Equal("element-unknown", await Refusal(Entry(ArtifactKind.Survey, "1", ("绿化率", "35"))));
        Assert.Equal("not-found", await market.RefusalAsync(market.World.OtherOwner, (AddArtifact add) => add.ExecuteAsync(project, Entry(ArtifactKind.Survey, "1"), file)));
        Assert.Equal("not-found", await market.RefusalAsync(market.World.OtherOfficial, (GetProjectBox get) => get.ExecuteAsync(project)));
        Assert.Equal("not-found", await market.RefusalAsync(market.World.OtherOwner, (GetProjectBox get) => get.ExecuteAsync(project)));
    }

    [Fact]
    public async Task The_official_opens_the_papers_of_the_box()
    {
        await using var market = await MarketFixture.StartAsync();
        var filed = await market.FileCaseAsync();
        await AddAsync(market, filed.Project.Id, Entry(ArtifactKind.Survey, "测1"));
        var file = (await BoxAsync(market, market.World.Official, filed.Project.Id)).Artifacts.Single(row => row.Kind == ArtifactKind.Survey).FileId!.Value;

        using var opened = await market.RunAsync(market.World.Official, (OpenFile open) => open.ExecuteAsync(file));

        Assert.True(opened.Size > 0);
        Assert.Equal("not-found", await market.RefusalAsync(market.World.OtherOfficial, (OpenFile open) => open.ExecuteAsync(file)));
    }

    private static async Task<string> ChangedAsync(MarketFixture market, Guid project, byte[] pdf, int place)
    {
        pdf[place] ^= 1;
        var file = await market.UploadAsync(market.World.Owner, pdf);
        return await market.RefusalAsync(market.World.Owner, (AddArtifact add) => add.ExecuteAsync(project, Entry(ArtifactKind.Licence, "2"), file));
    }

    private static DateOnly Day(string text) => DateOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static ArtifactEntry Entry(ArtifactKind kind, string number, params (string Name, string Value)[] elements) => new(
        kind, number, kind switch { ArtifactKind.PlanningCondition => "规划条件", ArtifactKind.LandPermit => "建设用地规划许可证", ArtifactKind.Survey => "测绘", _ => "文件" },
        "湘源市自然资源和规划局", From, null, elements.ToDictionary(element => element.Name, element => element.Value));

    private static async Task<(Guid Project, Guid File)> ProjectAsync(MarketFixture market, string code = "2611-430104-04-01-100001")
    {
        var project = await market.RunAsync(market.World.Owner, (RegisterProject register) => register.ExecuteAsync(TestData.Project(code: code)));
        return (project, await market.UploadAsync(market.World.Owner, TestData.Pdf("规划条件")));
    }

    private static async Task AddAsync(MarketFixture market, Guid project, ArtifactEntry entry, byte[]? pdf = null)
    {
        var file = await market.UploadAsync(market.World.Owner, pdf ?? TestData.Pdf(entry.Title));
        await market.RunAsync(market.World.Owner, (AddArtifact add) => add.ExecuteAsync(project, entry, file));
    }

    private static Task<ProjectBox> BoxAsync(MarketFixture market, Actor reader, Guid project) =>
        market.RunAsync(reader, (GetProjectBox get) => get.ExecuteAsync(project));
}
