using System.Text;
using Market.Marketplace.ApprovalCases;
using Market.Marketplace.Documents;
using Market.Marketplace.Elements;
using Market.Marketplace.Operations;
using Market.Marketplace.Projects;
using Market.Marketplace.Results;
using Market.Marketplace.TaskOrders;
using Market.Marketplace.Tests.Infrastructure;
using Market.Marketplace.Verification;
using Market.Signing;
using Microsoft.Extensions.DependencyInjection;

namespace Market.Marketplace.Tests.Elements;

public sealed class SealedElementsTests
{
    [Fact]
    public async Task Elements_are_sealed_with_the_file_and_read_back_by_the_department_in_one_table()
    {
        await using var market = await WithElements.StartAsync();
        var result = await DeliverAsync(market, TestData.GoodElements);

        var review = (await market.RunAsync(market.World.Official, (GetElementReview get) => get.ExecuteAsync(result.Id)))!;

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(review.IsSealed);
        Assert.Equal("2.20", review.Rows.Single(row => row.Name == "容积率").Value);
        Assert.Equal("10000.00", review.Rows.Single(row => row.Name == "用地面积").Declared);
        Assert.Equal(Encoding.UTF8.GetString(Embedded(market, result, ElementFile.FileName)), review.Text);
        Assert.Contains(review.Sha256, Encoding.UTF8.GetString(Embedded(market, result, ResultBinding.FileName)), StringComparison.Ordinal);
        Assert.EndsWith("建议采信。", review.Opinion, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Outside_readers_take_the_same_elements_out_of_the_file_and_call_its_seals_and_structure_good()
    {
        await using var market = await WithElements.StartAsync();
        var result = await DeliverAsync(market, TestData.GoodElements);
        await using var pdf = File.OpenRead(market.BlobPath(result.FileSha256));

        var review = (await market.RunAsync(market.World.Official, (GetElementReview get) => get.ExecuteAsync(result.Id)))!;
        var seals = await Judges.SignaturesOfAsync(pdf);

        Assert.Equal(review.Text, await Judges.AttachmentAsync(pdf, ElementFile.FileName));
        Assert.Equal(2, seals.Split("Signature is Valid").Length - 1);
        Assert.Contains("No syntax or stream encoding errors found", await Judges.StructureOfAsync(pdf), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_drafted_opinion_names_what_breaks_a_limit_and_what_is_not_as_declared()
    {
        await using var market = await WithElements.StartAsync();
        var result = await DeliverAsync(market, TestData.GoodElements.With("计容建筑面积", "22500").With("用地面积", "9999"));

        var opinion = (await market.RunAsync(market.World.Official, (GetElementReview get) => get.ExecuteAsync(result.Id)))!.Opinion;

        Assert.Contains("容积率 2.25（≤ 2.20）", opinion, StringComparison.Ordinal);
        Assert.Contains("用地面积 10000.00→9999.00㎡", opinion, StringComparison.Ordinal);
        Assert.DoesNotContain("建议采信", opinion, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_result_with_missing_or_wrong_elements_is_not_taken_and_nothing_typed_is_lost()
    {
        await using var market = await WithElements.StartAsync();
        var (order, agency) = await market.TakenOrderAsync();

        await market.RunAsync(agency.Clerk, (SaveElements save) => save.ExecuteAsync(order.Id, new Dictionary<string, string> { ["用地面积"] = "10000" }));
        Assert.Equal("elements-missing", await SubmissionRefusalAsync(market, order, agency));
        await market.RunAsync(agency.Clerk, (SaveElements save) => save.ExecuteAsync(order.Id, new Dictionary<string, string> { ["计容建筑面积"] = "三万" }));
        Assert.Equal("elements-wrong", await SubmissionRefusalAsync(market, order, agency));

        var form = await market.RunAsync(agency.Clerk, (GetElementForm get) => get.ExecuteAsync(order.Id));
        Assert.Equal(("10000", "三万"), (form.Entered["用地面积"], form.Entered["计容建筑面积"]));
    }

    [Fact]
    public async Task Without_any_element_the_result_is_taken_with_a_remark_unless_they_are_mandatory()
    {
        await using var market = await WithElements.StartAsync();
        var (order, agency) = await market.TakenOrderAsync();
        var result = await market.SubmitAsync(order, agency);

        Assert.Contains(result.Precheck, finding => finding.Code == "elements-empty" && !finding.Blocking);
        Assert.Null(await market.RunAsync(agency.Clerk, (GetElementReview get) => get.ExecuteAsync(result.Id)));

        await using var strict = await WithElements.StartAsync(isMandatory: true);
        var (strictOrder, strictAgency) = await strict.TakenOrderAsync();
        Assert.Equal("elements-missing", await SubmissionRefusalAsync(strict, strictOrder, strictAgency));
    }

    [Fact]
    public async Task Elements_in_the_file_that_are_not_those_handed_in_fail_the_verification()
    {
        await using var market = await WithElements.StartAsync();
        var (order, agency) = await market.TakenOrderAsync();
        await SaveAsync(market, order, agency, TestData.GoodElements);
        var submitted = await market.SubmitAsync(order, agency);

        var binding = await market.Host.ReadAsync(async db => await ResultBinding.OfAsync(
            db.Results.Single(row => row.Id == submitted.Id), db.TaskOrders.Single(row => row.Id == order.Id), db, TestContext.Current.CancellationToken));
        var facts = await FactsOfAsync(market, await market.SealAllAsync(submitted, agency));

        Assert.Equal(binding, facts.Binding);
        Assert.Equal(CheckOutcome.Pass, RightHolder(facts, binding));
        Assert.Equal(CheckOutcome.Fail, RightHolder(facts with { Elements = facts.Elements!.Replace("10000.00", "12000.00", StringComparison.Ordinal) }, binding));
        Assert.Equal(CheckOutcome.Fail, RightHolder(facts with { Elements = null }, binding));
        Assert.Equal(CheckOutcome.Fail, RightHolder(facts, binding with { ElementsSha256 = new string('0', 64) }));
    }

    [Fact]
    public async Task The_file_for_own_seals_carries_the_elements_too()
    {
        await using var market = await WithElements.StartAsync();
        var (order, agency) = await market.TakenOrderAsync();
        await SaveAsync(market, order, agency, TestData.GoodElements);
        var result = await market.SubmitAsync(order, agency);

        var prepared = await market.RunAsync(agency.Clerk, (PrepareForOwnSeals prepare) => prepare.ExecuteAsync(result.Id));
        using var file = await market.RunAsync(agency.Clerk, (OpenFile open) => open.ExecuteAsync(prepared));

        Assert.Contains("\"value\":\"10000.00\"", await Judges.AttachmentAsync(file.Content, ElementFile.FileName), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_agency_sees_what_is_typed_and_only_while_the_result_is_open()
    {
        await using var market = await WithElements.StartAsync();
        var (order, agency) = await market.TakenOrderAsync();
        await SaveAsync(market, order, agency, TestData.GoodElements);

        Assert.Equal("not-found", await market.RefusalAsync(market.World.Official, (GetElementForm get) => get.ExecuteAsync(order.Id)));
        Assert.Equal("not-found", await market.RefusalAsync(market.World.Owner, (GetElementForm get) => get.ExecuteAsync(order.Id)));
        Assert.Equal("element-unknown", await market.RefusalAsync(agency.Clerk, (SaveElements save) =>
            save.ExecuteAsync(order.Id, new Dictionary<string, string> { ["容积率"] = "1" })));

        await market.SealAllAsync(await market.SubmitAsync(order, agency), agency);
        await market.Host.DrainAsync();
        Assert.Equal("elements-closed", await market.RefusalAsync(agency.Clerk, (SaveElements save) => save.ExecuteAsync(order.Id, TestData.GoodElements)));
    }

    [Fact]
    public async Task The_applicant_declares_figures_while_the_case_is_a_draft()
    {
        await using var market = await MarketFixture.StartAsync();
        var owner = market.World.Owner;
        var project = await market.RunAsync(owner, (RegisterProject register) => register.ExecuteAsync(TestData.Project()));
        var id = await market.RunAsync(owner, (StartCase start) => start.ExecuteAsync(project));
        var draft = await market.CaseAsync(owner, id);

        Assert.Equal("element-declared-wrong", await market.RefusalAsync(owner, (DeclareElements declare) =>
            declare.ExecuteAsync(id, draft.Version, new Dictionary<string, string> { ["用地面积"] = "15 亩" })));
        await market.RunAsync(owner, (DeclareElements declare) => declare.ExecuteAsync(id, draft.Version, new Dictionary<string, string> { ["用地面积"] = "10,000 ㎡" }));

        var declared = (await market.CaseAsync(owner, id)).Elements;
        Assert.Equal(("10000.00", "是"), (declared["用地面积"], declared[ElementNames.Residential]));
        var filed = await market.FileCaseAsync(TestData.Project(code: "2611-430104-04-01-100002"));
        Assert.Equal("case-state", await market.RefusalAsync(owner, (DeclareElements declare) =>
            declare.ExecuteAsync(filed.Id, filed.Version, new Dictionary<string, string> { ["用地面积"] = "1" })));
    }

    private static CheckOutcome RightHolder(SealFacts facts, ResultBinding binding) => FiveChecksOf.Result(
        facts, new ExpectedSealing([.. facts.Signatures.Select(made => new ExpectedSeal("", "", made.CertificateSha256, made.OrganisationCode, true))], binding, true), TestClock.Monday)
        .Checks.Single(check => check.Kind == CheckKind.RightHolder).Outcome;

    private static async Task<SealFacts> FactsOfAsync(MarketFixture market, ResultDetails result)
    {
        await using var pdf = File.OpenRead(market.BlobPath(result.FileSha256));
        return await market.Host.Services.GetRequiredService<Sealing>().ValidateAsync(pdf, market.Clock.GetUtcNow(), TestContext.Current.CancellationToken);
    }

    private static byte[] Embedded(MarketFixture market, ResultDetails result, string name)
    {
        using var pdf = File.OpenRead(market.BlobPath(result.FileSha256));
        return PdfSealValidator.Validate(pdf, new ValidationOptions { TrustAnchors = [], AsOf = market.Clock.GetUtcNow() })
            .Attachments.Single(file => file.Name == name).Bytes.ToArray();
    }

    private static async Task<ResultDetails> DeliverAsync(MarketFixture market, Dictionary<string, string> entries)
    {
        var (order, agency) = await TakenWithDeclarationAsync(market);
        await SaveAsync(market, order, agency, entries);
        var result = await market.SealAllAsync(await market.SubmitAsync(order, agency), agency);
        await market.Host.DrainAsync();
        return await market.ResultAsync(market.World.Official, result.Id);
    }

    private static async Task<(TaskOrderDetails Order, TestAgency Agency)> TakenWithDeclarationAsync(MarketFixture market)
    {
        var (owner, official) = (market.World.Owner, market.World.Official);
        var project = await market.RunAsync(owner, (RegisterProject register) => register.ExecuteAsync(TestData.Project()));
        var id = await market.RunAsync(owner, (StartCase start) => start.ExecuteAsync(project));
        var drawings = await market.UploadAsync(owner, TestData.Pdf("总平面图"), "总平面图.pdf");
        await market.RunAsync(owner, async (AttachMaterial attach) => await attach.ExecuteAsync(id, (await market.CaseAsync(owner, id)).Version, "drawings", drawings));
        var version = (await market.CaseAsync(owner, id)).Version;
        await market.RunAsync(owner, (DeclareElements declare) => declare.ExecuteAsync(id, version, new Dictionary<string, string> { ["用地面积"] = "10000", ["容积率"] = "2.2" }));
        await market.RunAsync(owner, (FileCase file) => file.ExecuteAsync(id, version + 1));
        await market.RunAsync(official, (AcceptCase accept) => accept.ExecuteAsync(id, version + 2));
        var summary = (await market.CaseAsync(official, id)).TaskOrders.Single(order => order.ServiceItemCode == TestData.ReviewItem);
        var agency = market.World.AgencyOf(summary.AgencyId!.Value);
        var order = await market.OrderAsync(agency.Clerk, summary.Id);
        await market.RunAsync(agency.Clerk, (AcceptTaskOrder accept) => accept.ExecuteAsync(order.Id, order.Version));
        return (await market.OrderAsync(agency.Clerk, order.Id), agency);
    }

    private static Task<ElementFormDetails> SaveAsync(MarketFixture market, TaskOrderDetails order, TestAgency agency, Dictionary<string, string> entries) =>
        market.RunAsync(agency.Clerk, (SaveElements save) => save.ExecuteAsync(order.Id, entries));

    private static async Task<string> SubmissionRefusalAsync(MarketFixture market, TaskOrderDetails order, TestAgency agency)
    {
        var file = await market.UploadAsync(agency.Clerk, TestData.Pdf("审查意见"));
        return await market.RefusalAsync(agency.Clerk, (SubmitResult submit) => submit.ExecuteAsync(order.Id, order.Version, file, "XC-1", "符合"));
    }
}
