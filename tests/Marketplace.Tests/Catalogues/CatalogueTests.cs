using System.Globalization;
using System.Text;
using Market.Marketplace.Catalogue;
using Market.Marketplace.Documents;
using Market.Marketplace.Operations;
using Market.Marketplace.TaskOrders;
using Market.Marketplace.Tests.Infrastructure;

namespace Market.Marketplace.Tests.Catalogues;

public sealed class CatalogueTests
{
    private static readonly ServiceItemTerms Full = TestData.Item("ZJ-4-01", "竣工联合测绘，“多测合一”") with
    {
        StandardCode = "ZJFW-0401",
        ServiceTypes = ["测绘", "房产测绘"],
        Trigger = TriggerMode.System,
        RequiredQualification = new("测绘乙级，且工程测量与界线测绘", [new("测绘资质", "工程测量", "乙级"), new("测绘资质", null, "甲级")])
        {
            AndAnyOf = [[new QualificationOption("测绘资质", "界线与不动产测绘", "乙级")]],
        },
        PractitionerRequirement = "注册测绘师不少于 2 人",
        StatutoryLimitWorkingDays = 15,
        LimitStart = "合同签订次日",
        PausableReasons = ["业主补充资料", "现场不具备条件"],
        DeliverableFormats = ["PDF", "GDB"],
        DeliverableValidity = "长期",
        PriceReference = "=国测财字〔2002〕3号",
        LegalBasis = [new LegalBasis("中华人民共和国测绘法", "第二十一条", "https://www.npc.gov.cn/"), new LegalBasis("地方规定")],
        ContractTemplate = "HT-CH-01",
        DataSources = ["不动产登记"],
        SeparateFrom = ["ZJ-3-06"],
        PublishingDepartment = "湘源市自然资源和规划局",
        EffectiveTo = new DateOnly(2030, 12, 31),
    };

    [Theory]
    [InlineData(CatalogueFormat.Csv)]
    [InlineData(CatalogueFormat.Json)]
    public async Task What_is_exported_comes_in_again_without_a_difference(CatalogueFormat format)
    {
        await using var market = await MarketFixture.StartAsync();
        await market.RunAsync(Actor.System, (PublishServiceItem publish) => publish.ExecuteAsync(Full));

        var file = await market.RunAsync(Actor.Public, (ExportCatalogue export) => export.ExecuteAsync(format));
        var preview = await market.RunAsync(market.World.Operator, (PreviewCatalogueImport import) => import.ExecuteAsync(file, format));

        Assert.Empty(preview.Refused);
        Assert.Empty(preview.NotInFile);
        Assert.Equal(3, preview.Lines.Count);
        Assert.All(preview.Lines, line => Assert.Empty(line.Differences));
        Assert.Equal(0, await market.RunAsync(market.World.Operator, (ImportCatalogue import) => import.ExecuteAsync(file, format)));
    }

    [Fact]
    public async Task A_file_of_a_spreadsheet_in_GB_18030_is_read_and_its_differences_are_shown_value_by_value()
    {
        await using var market = await MarketFixture.StartAsync();
        var text = CsvTable.Decode(await market.RunAsync(Actor.Public, (ExportCatalogue export) => export.ExecuteAsync(CatalogueFormat.Csv)));
        var changed = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!.GetBytes(text.Replace("元/㎡", "元/幢", StringComparison.Ordinal));

        var preview = await market.RunAsync(market.World.Operator, (PreviewCatalogueImport import) => import.ExecuteAsync(changed, CatalogueFormat.Csv));

        Assert.All(preview.Lines, line => Assert.Equal([new ImportDifference("计价单位", "元/㎡", "元/幢")], line.Differences));
    }

    [Fact]
    public async Task Bad_lines_are_refused_with_their_number_and_the_good_ones_come_in()
    {
        await using var market = await MarketFixture.StartAsync();
        var head = string.Join(',', ServiceItemColumns.All.Select(column => column.Name));
        var good = string.Join(',', ServiceItemColumns.All.Select(column => column.Write(TestData.Item("ZJ-5-01", "新事项"))));
        var file = Encoding.UTF8.GetBytes(string.Join("\r\n",
            head, good,
            good.Replace("ZJ-5-01", "ZJ-5-02", StringComparison.Ordinal).Replace("2026-01-01", "明年", StringComparison.Ordinal),
            good.Replace("ZJ-5-01", "ZJ-5-03", StringComparison.Ordinal).Replace("财政", "谁来付", StringComparison.Ordinal),
            good,
            good.Replace("ZJ-5-01", "ZJ-5-04", StringComparison.Ordinal).Replace("中华人民共和国城乡规划法|第四十条", "", StringComparison.Ordinal),
            good.Replace("ZJ-5-01", "ZJ-5-05", StringComparison.Ordinal).Replace("新事项", "<script>", StringComparison.Ordinal)));

        var preview = await market.RunAsync(market.World.Operator, (PreviewCatalogueImport import) => import.ExecuteAsync(file, CatalogueFormat.Csv));
        var published = await market.RunAsync(market.World.Operator, (ImportCatalogue import) => import.ExecuteAsync(file, CatalogueFormat.Csv));

        Assert.Equal(
            [(3, "import-day"), (4, "import-word"), (5, "import-twice"), (6, "import-empty"), (7, "text-markup")],
            preview.Refused.Select(line => (line.Line, line.Code)));
        Assert.Contains("财政", preview.Refused[1].Say(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Equal(1, published);
        Assert.Equal("新事项", (await market.RunAsync(Actor.Public, (GetServiceItem get) => get.ExecuteAsync("ZJ-5-01"))).Terms.Name);
    }

    [Theory]
    [InlineData("不是表格", CatalogueFormat.Csv, "import-head")]
    [InlineData("事项编码,没有这一列\r\nZJ-1,x", CatalogueFormat.Csv, "import-column")]
    [InlineData("{ \"a\": ", CatalogueFormat.Json, "import-json")]
    [InlineData("{}", CatalogueFormat.Json, "import-not-a-list")]
    public async Task A_file_that_is_no_catalogue_is_refused_as_a_whole(string content, CatalogueFormat format, string code)
    {
        await using var market = await MarketFixture.StartAsync();

        Assert.Equal(code, await market.RefusalAsync(market.World.Operator, (PreviewCatalogueImport import) => import.ExecuteAsync(Encoding.UTF8.GetBytes(content), format)));
    }

    [Fact]
    public async Task A_change_takes_effect_on_its_day_and_running_work_keeps_its_edition()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, _) = await market.TakenOrderAsync();
        var next = TestData.Item(TestData.ReviewItem, "规划方案技术审查") with { LimitWorkingDays = 9, EffectiveFrom = new DateOnly(2026, 12, 1) };
        await market.RunAsync(market.World.Operator, (PublishServiceItem publish) => publish.ExecuteAsync(next));

        Assert.Equal(1, (await ReadAsync(market)).Edition);
        market.Clock.SetTo(new DateOnly(2026, 11, 30));
        await market.RunAsync(Actor.System, (AdvanceCatalogue advance) => advance.ExecuteAsync());
        Assert.Equal(1, (await ReadAsync(market)).Edition);
        market.Clock.SetTo(new DateOnly(2026, 12, 1));
        await market.RunAsync(Actor.System, (AdvanceCatalogue advance) => advance.ExecuteAsync());

        Assert.Equal((2, 9), ((await ReadAsync(market)).Edition, (await ReadAsync(market)).Terms.LimitWorkingDays));
        Assert.Equal(5, (await market.OrderAsync(market.World.Official, order.Id)).Deadline!.WorkingDays);
    }

    [Fact]
    public async Task What_is_off_the_list_serves_no_new_work_while_running_work_ends_under_it()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, agency) = await market.TakenOrderAsync();
        var filed = await market.FileCaseAsync(TestData.Project(code: "2611-430104-04-01-100009"));
        await market.RunAsync(market.World.Operator, (WithdrawServiceItem withdraw) => withdraw.ExecuteAsync(TestData.ReviewItem));

        var refusal = await market.RefusalAsync(market.World.Official, (Market.Marketplace.ApprovalCases.AcceptCase accept) => accept.ExecuteAsync(filed.Id, filed.Version));
        var submitted = await market.SubmitAsync(order, agency);

        Assert.Equal("item-not-published", refusal);
        Assert.Equal("not-found", await market.RefusalAsync(Actor.Public, (GetServiceItem get) => get.ExecuteAsync(TestData.ReviewItem)));
        Assert.Equal(TaskOrderStatus.Submitted, (await market.OrderAsync(agency.Clerk, order.Id)).Status);
        Assert.NotEqual(Guid.Empty, submitted.Id);
    }

    [Fact]
    public async Task Anybody_reports_a_service_outside_the_list_and_the_operator_answers()
    {
        await using var market = await MarketFixture.StartAsync();
        var number = await market.RunAsync(Actor.Public, (ReportOffList report) => report.ExecuteAsync("建设工程规划许可", "窗口要求另做风水评估", "13800000000"));
        var row = (await market.RunAsync(market.World.Operator, (ListOffListReports list) => list.ExecuteAsync(new PageRequest()))).Rows.Single();

        await market.RunAsync(market.World.Operator, (AnswerOffListReport answer) => answer.ExecuteAsync(row.Id, row.Version, "已责令停止"));

        Assert.Equal(number, row.Number);
        Assert.Equal("forbidden", await market.RefusalAsync(market.World.Official, (ListOffListReports list) => list.ExecuteAsync(new PageRequest())));
    }

    [Fact]
    public void A_licence_condition_of_two_groups_needs_one_of_each()
    {
        var application = TestData.Application(60, "甲") with
        {
            Qualifications = [new("测绘资质", "工程测量", "乙级", "x", "y", new DateOnly(2024, 1, 1), null)],
        };

        Assert.False(IsQualified(application));
        Assert.True(IsQualified(application with
        {
            Qualifications = [.. application.Qualifications, new("测绘资质", "界线与不动产测绘", "乙级", "z", "y", new DateOnly(2024, 1, 1), null)],
        }));
    }

    private static bool IsQualified(Market.Marketplace.Agencies.AgencyApplication application)
    {
        var context = new OperationContext(Actor.System, TestClock.Monday, CancellationToken.None);
        var organisation = Market.Marketplace.Organisations.Organisation.Register(Market.Marketplace.Organisations.OrganisationKind.Agency, application.Name, application.CreditCode, [], context);
        return Market.Marketplace.Agencies.Agency.Admit(application, organisation, context).IsQualifiedFor(Full.RequiredQualification, context.Today);
    }

    private static Task<ServiceItemDetails> ReadAsync(MarketFixture market) =>
        market.RunAsync(Actor.Public, (GetServiceItem get) => get.ExecuteAsync(TestData.ReviewItem));
}
