using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Market.Marketplace.Albums;
using Market.Marketplace.Catalogue;
using Market.Marketplace.Documents;
using Market.Marketplace.Operations;
using Market.Marketplace.Results;
using Market.Marketplace.Seals;
using Market.Marketplace.TaskOrders;
using Market.Marketplace.Tests.Infrastructure;
using Market.Signing;

namespace Market.Marketplace.Tests.Results;

public sealed class SealingRefusalTests
{
    [Theory]
    [InlineData("not-a-pdf", "not-a-pdf.pdf")]
    [InlineData("pdf-damaged", "damaged.pdf")]
    [InlineData("pdf-encrypted", "encrypted.pdf")]
    [InlineData("pdf-no-pages", "no-pages.pdf")]
    public async Task A_report_that_cannot_be_read_is_refused_with_the_reason(string code, string sample)
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, agency) = await market.TakenOrderAsync();
        var path = Path.Combine(RenderedDocument.Repository, "tests", "Samples", "bad", sample);
        var file = await market.UploadAsync(agency.Clerk, await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));

        var precheck = await market.RunAsync(agency.Clerk, (PrecheckResult check) => check.ExecuteAsync(file));
        var refusal = await market.RefusalAsync(agency.Clerk, (SubmitResult submit) =>
            submit.ExecuteAsync(order.Id, order.Version, file, "XC-1", "符合"));

        Assert.Equal(code, Assert.Single(precheck.Findings).Code);
        Assert.Equal(code, refusal);
        Assert.Equal(TaskOrderStatus.InProgress, (await market.OrderAsync(agency.Clerk, order.Id)).Status);
    }

    [Fact]
    public async Task A_damaged_report_is_repaired_before_it_is_sealed_and_says_so()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, agency) = await market.TakenOrderAsync();
        var damaged = WithMovedObject(TestData.Pdf("技术审查意见书"));
        var file = await market.UploadAsync(agency.Clerk, damaged);

        var precheck = await market.RunAsync(agency.Clerk, (PrecheckResult check) => check.ExecuteAsync(file));
        var receipt = await market.RunAsync(agency.Clerk, (SubmitResult submit) => submit.ExecuteAsync(order.Id, order.Version, file, "XC-1", "符合"));
        var result = await market.RunAsync(agency.Clerk, (GetResult get) => get.ExecuteAsync(receipt.ResultId));

        Assert.True(precheck.Passed);
        Assert.Equal(["pages", "rebuilt", "repair-cross-reference"], precheck.Findings.Select(finding => finding.Code));
        Assert.Equal(precheck.Findings.Select(finding => finding.Code), result.Precheck.Select(finding => finding.Code));
        Assert.DoesNotContain(result.Precheck, finding => finding.Say(CultureInfo.GetCultureInfo("zh-CN")).Contains("repair-", StringComparison.Ordinal));
        Assert.NotEqual(file, result.OriginalFileId);
        using var repaired = await market.RunAsync(agency.Clerk, (OpenFile open) => open.ExecuteAsync(result.OriginalFileId));
        Assert.Equal(2, PdfInspector.Inspect(repaired.Content, wholeDocument: true).PageCount);
    }

    [Fact]
    public async Task A_damaged_report_that_bears_a_signature_is_refused_with_the_reason()
    {
        await using var market = await MarketFixture.StartAsync();
        var (result, order, agency) = await market.DeliveredResultAsync();
        using var sealedFile = await market.RunAsync(agency.Clerk, (OpenFile open) => open.ExecuteAsync(result.SealedFileId!.Value));
        using var copy = new MemoryStream();
        await sealedFile.Content.CopyToAsync(copy, TestContext.Current.CancellationToken);
        var file = await market.UploadAsync(agency.Clerk, WithWrongLengths(copy.ToArray()));

        var precheck = await market.RunAsync(agency.Clerk, (PrecheckResult check) => check.ExecuteAsync(file));

        Assert.Equal("pdf-damaged-signed", Assert.Single(precheck.Findings).Code);
    }

    [Fact]
    public async Task A_damaged_drawing_is_repaired_before_it_enters_an_album()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, agency) = await market.TakenOrderAsync();
        var album = await market.RunAsync(agency.Clerk, (StartAlbum start) => start.ExecuteAsync(order.Id));
        var damaged = WithMovedObject(TestData.Drawing("一层"));
        Guid[] files = [await market.UploadAsync(agency.Clerk, damaged, "建施-01 一层.pdf"), await market.UploadAsync(agency.Clerk, damaged, "建施-01 副本.pdf")];

        var added = await market.RunAsync(agency.Clerk, (AddSheets add) => add.ExecuteAsync(album, files));

        Assert.Equal([SheetOutcome.Added, SheetOutcome.SameFile], added.Select(file => file.Outcome));
        var sheet = Assert.Single(await market.SheetsAsync(agency.Clerk, album));
        Assert.Equal(("建施-01", "修复-建施-01 一层.pdf"), (sheet.Number, sheet.FileName));
        Assert.Contains(sheet.Precheck, finding => finding.Code == "rebuilt");
    }

    // The cross-reference names another place for the object that nothing of a seal touches.
    private static byte[] WithMovedObject(byte[] pdf)
    {
        var text = Encoding.Latin1.GetString(pdf);
        var place = text.IndexOf("\n3 0 obj", StringComparison.Ordinal) + 1;
        return Encoding.Latin1.GetBytes(text.Replace($"{place:D10} 00000 n", $"{place + 1:D10} 00000 n", StringComparison.Ordinal));
    }

    // A shorter length than the content's, of as many digits: nothing else moves.
    private static byte[] WithWrongLengths(byte[] pdf) => Encoding.Latin1.GetBytes(
        Regex.Replace(Encoding.Latin1.GetString(pdf), @"(?<=/Length )\d+(?=[^\d])", match => new string('1', match.Length)));

    [Fact]
    public async Task A_report_with_a_script_is_refused_before_anybody_seals_it()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, agency) = await market.TakenOrderAsync();
        var scripted = TestData.Pdf("带脚本的报告", 1, "/MediaBox [0 0 595 842] /AA << /O << /S /JavaScript /JS (app.alert) >> >>");
        var file = await market.UploadAsync(agency.Clerk, scripted);

        var precheck = await market.RunAsync(agency.Clerk, (PrecheckResult check) => check.ExecuteAsync(file));

        Assert.Contains(precheck.Findings, finding => finding is { Code: "active-content", Blocking: true });
        Assert.Equal("active-content", await market.RefusalAsync(agency.Clerk, (SubmitResult submit) =>
            submit.ExecuteAsync(order.Id, order.Version, file, "XC-1", "符合")));
    }

    [Fact]
    public async Task Where_the_platform_only_notes_it_a_report_with_a_script_is_taken_and_the_note_stays()
    {
        await using var market = await MarketFixture.StartAsync(options => options with { RefuseActiveContent = false });
        var (order, agency) = await market.TakenOrderAsync();
        var scripted = TestData.Pdf("带脚本的报告", 1, "/MediaBox [0 0 595 842] /AA << /O << /S /JavaScript /JS (app.alert) >> >>");

        var result = await market.SubmitAsync(order, agency, scripted);

        Assert.Contains(result.Precheck, finding => finding is { Code: "active-content", Blocking: false });
    }

    [Fact]
    public async Task A_text_longer_than_its_column_is_refused_in_words_on_every_database()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, agency) = await market.TakenOrderAsync();
        var file = await market.UploadAsync(agency.Clerk, TestData.Pdf("技术审查意见书"));

        var refusal = await market.RefusalAsync(agency.Clerk, (SubmitResult submit) =>
            submit.ExecuteAsync(order.Id, order.Version, file, new string('X', 101), "符合"));

        Assert.Equal("text-too-long", refusal);
        Assert.Equal(order.Version, (await market.OrderAsync(agency.Clerk, order.Id)).Version);
    }

    [Fact]
    public async Task A_report_that_is_sealed_already_is_refused()
    {
        await using var market = await MarketFixture.StartAsync();
        var (result, _, agency) = await market.DeliveredResultAsync();
        using var sealedFile = await market.RunAsync(agency.Clerk, (OpenFile open) => open.ExecuteAsync(result.SealedFileId!.Value));
        using var copy = new MemoryStream();
        await sealedFile.Content.CopyToAsync(copy, TestContext.Current.CancellationToken);
        var file = await market.UploadAsync(agency.Clerk, copy.ToArray());

        var precheck = await market.RunAsync(agency.Clerk, (PrecheckResult check) => check.ExecuteAsync(file));

        Assert.Contains(precheck.Findings, finding => finding is { Code: "already-sealed", Blocking: true });
    }

    [Fact]
    public async Task The_unit_seal_before_the_practitioners_is_refused()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, agency) = await market.TakenOrderAsync();
        var result = await market.SubmitAsync(order, agency);

        Assert.Equal("wrong-seal-order", await SealRefusalAsync(market, result, agency.Keeper, agency.UnitSeal));
    }

    [Fact]
    public async Task Nobody_seals_with_a_seal_in_anothers_keeping()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, agency) = await market.TakenOrderAsync();
        var result = await market.SubmitAsync(order, agency);

        Assert.Equal("not-your-seal", await SealRefusalAsync(market, result, agency.Keeper, agency.PractitionerSeal));
    }

    [Fact]
    public async Task The_seal_of_another_agency_is_not_found()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, agency) = await market.TakenOrderAsync();
        var result = await market.SubmitAsync(order, agency);

        Assert.Equal("not-found", await SealRefusalAsync(market, result, agency.Practitioner, market.World.Third.PractitionerSeal));
    }

    [Fact]
    public async Task A_clerk_may_not_seal()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, agency) = await market.TakenOrderAsync();
        var result = await market.SubmitAsync(order, agency);

        Assert.Equal("forbidden", await SealRefusalAsync(market, result, agency.Clerk, agency.PractitionerSeal));
    }

    [Fact]
    public async Task A_wrong_code_and_a_used_code_put_no_seal_on()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, agency) = await market.TakenOrderAsync();
        var first = await market.SubmitAsync(order, agency);
        var code = market.Host.NextCodeFor(agency.Practitioner);

        var wrong = await market.RefusalAsync(agency.Practitioner, (SealResult seal) =>
            seal.ExecuteAsync(first.Id, first.Version, agency.PractitionerSeal, "12345x"));
        await market.RunAsync(agency.Practitioner, (SealResult seal) => seal.ExecuteAsync(first.Id, first.Version, agency.PractitionerSeal, code));
        var second = await market.SubmitAsync(order, agency);
        var used = await market.RefusalAsync(agency.Practitioner, (SealResult seal) =>
            seal.ExecuteAsync(second.Id, second.Version, agency.PractitionerSeal, code));

        Assert.Equal(("second-factor-wrong", "second-factor-wrong"), (wrong, used));
        Assert.Equal(ResultStatus.Replaced, (await market.ResultAsync(agency.Clerk, first.Id)).Status);
    }

    [Fact]
    public async Task A_practitioner_whose_registration_has_ended_seals_no_more()
    {
        await using var market = await MarketFixture.StartAsync();
        market.Clock.SetTo(new DateOnly(2029, 1, 10));
        var (order, agency) = await LateOrderAsync(market);
        var result = await market.SubmitAsync(order, agency);

        Assert.Equal("registration-expired", await SealRefusalAsync(market, result, agency.Practitioner, agency.PractitionerSeal));
    }

    [Fact]
    public async Task A_certificate_that_has_ended_seals_no_more()
    {
        await using var market = await MarketFixture.StartAsync();
        market.Clock.SetTo(new DateOnly(2029, 12, 10));
        var (order, agency) = await LateOrderAsync(market);
        var result = await market.SubmitAsync(order, agency);

        Assert.Equal("certificate-expired", await SealRefusalAsync(market, result, agency.Practitioner, agency.PractitionerSeal));
    }

    [Fact]
    public async Task A_suspended_seal_seals_no_more()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, agency) = await market.TakenOrderAsync();
        var result = await market.SubmitAsync(order, agency);
        await SuspendAsync(market, agency, agency.PractitionerSeal);

        Assert.Equal("seal-not-active", await SealRefusalAsync(market, result, agency.Practitioner, agency.PractitionerSeal));
    }

    [Fact]
    public async Task A_second_click_on_seal_is_refused_as_stale()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, agency) = await market.TakenOrderAsync();
        var result = await market.SubmitAsync(order, agency);
        await market.SealAsync(result, agency.Practitioner, agency.PractitionerSeal);

        Assert.Equal("changed-meanwhile", await SealRefusalAsync(market, result, agency.Practitioner, agency.PractitionerSeal));
    }

    [Fact]
    public async Task A_task_without_its_report_number_is_not_handed_in()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, agency) = await market.TakenOrderAsync();
        var file = await market.UploadAsync(agency.Clerk, TestData.Pdf("报告"));

        var refusal = await market.RefusalAsync(agency.Clerk, (SubmitResult submit) => submit.ExecuteAsync(order.Id, order.Version, file, " ", "符合"));

        Assert.Equal("result-incomplete", refusal);
    }

    internal static async Task SuspendAsync(MarketFixture market, TestAgency agency, Guid sealId)
    {
        var seals = await market.RunAsync(agency.Keeper, (ListMySeals list) => list.ExecuteAsync());
        await market.RunAsync(market.World.Operator, (SuspendSeal suspend) =>
            suspend.ExecuteAsync(sealId, seals.Single(seal => seal.Id == sealId).Version, "核对印章"));
    }

    // The licences and panels of the world have ended by then; a new agency has newer ones.
    private static async Task<(TaskOrderDetails Order, TestAgency Agency)> LateOrderAsync(MarketFixture market)
    {
        await market.RunAsync(Actor.System, (PublishServiceItem publish) => publish.ExecuteAsync(
            TestData.Item(TestData.ReviewItem, "规划方案技术审查") with { RequiredQualification = new("仅承诺服务", []) }));
        await TestData.OpenPanelAsync(
            market.Host, market.World.Official.OrganisationId!.Value, TestData.ReviewItem, [market.World.First],
            until: new DateOnly(2030, 12, 31));
        return await market.TakenOrderAsync();
    }

    private static Task<string> SealRefusalAsync(MarketFixture market, ResultDetails result, Actor holder, Guid sealId) =>
        market.RefusalAsync(holder, (SealResult seal) =>
            seal.ExecuteAsync(result.Id, result.Version, sealId, market.Host.NextCodeFor(holder)));
}
