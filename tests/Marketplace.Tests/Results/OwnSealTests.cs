using System.Text;
using Market.Marketplace.Documents;
using Market.Marketplace.Results;
using Market.Marketplace.Tests.Infrastructure;
using Market.Marketplace.Verification;
using Market.Signing;

namespace Market.Marketplace.Tests.Results;

public sealed class OwnSealTests
{
    [Fact]
    public async Task The_prepared_file_sealed_by_the_agencys_own_token_passes_like_any_other()
    {
        await using var market = await MarketFixture.StartAsync();
        var (result, agency) = await SubmittedAsync(market);
        var prepared = await PrepareAsync(market, result, agency);

        var receipt = await HandInAsync(market, result, agency, await SealElsewhereAsync(market, prepared, agency.PractitionerSeal, agency.UnitSeal));
        await market.Host.DrainAsync();

        var onDesk = await market.ResultAsync(market.World.Official, receipt.ResultId);
        Assert.All(onDesk.Verification!.Checks, check => Assert.True(check.Outcome == CheckOutcome.Pass, $"{check.Kind}: {check.Code} {string.Join(' ', check.Evidence)}"));
        Assert.Equal(Verdict.Passed, onDesk.Verdict);
        using var file = await market.RunAsync(market.World.Official, (OpenFile open) => open.ExecuteAsync(onDesk.SealedFileId!.Value));
        Assert.Equal(2, (await Judges.SignaturesOfAsync(file.Content)).Split("Signature Validation: Signature is Valid.").Length - 1);
    }

    [Fact]
    public async Task The_prepared_file_names_its_task_and_is_made_once()
    {
        await using var market = await MarketFixture.StartAsync();
        var (result, agency) = await SubmittedAsync(market);

        var first = await market.RunAsync(agency.Clerk, (PrepareForOwnSeals prepare) => prepare.ExecuteAsync(result.Id));
        var again = await market.RunAsync(agency.Clerk, (PrepareForOwnSeals prepare) => prepare.ExecuteAsync(result.Id));
        using var file = await market.RunAsync(agency.Clerk, (OpenFile open) => open.ExecuteAsync(first));

        Assert.Equal(first, again);
        Assert.Contains(result.TaskOrderNumber, await Judges.TextOfAsync(file.Content), StringComparison.Ordinal);
        Assert.Contains("No syntax or stream encoding errors found", await Judges.StructureOfAsync(file.Content), StringComparison.Ordinal);
        file.Content.Position = 0;
        using var bytes = new MemoryStream();
        await file.Content.CopyToAsync(bytes, TestContext.Current.CancellationToken);
        Assert.Contains("market.json", Encoding.Latin1.GetString(bytes.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_file_is_taken_only_by_declaration_and_then_a_person_must_look()
    {
        await using var market = await MarketFixture.StartAsync();
        var (result, agency) = await SubmittedAsync(market);
        await PrepareAsync(market, result, agency);
        var other = await SealElsewhereAsync(market, TestData.Pdf("重新导出的意见书"), agency.PractitionerSeal, agency.UnitSeal);

        Assert.Equal("not-the-prepared-file", await RefusalAsync(market, result, agency, other));
        await HandInAsync(market, result, agency, other, isDeclared: true);
        await market.Host.DrainAsync();

        var onDesk = await market.ResultAsync(market.World.Official, result.Id);
        Assert.Equal(Verdict.NeedsPerson, onDesk.Verdict);
        Assert.Equal((CheckOutcome.Unsure, "bound-by-declaration"), (onDesk.Verification![CheckKind.RightHolder].Outcome, onDesk.Verification[CheckKind.RightHolder].Code));
        Assert.DoesNotContain(onDesk.Verification.Checks, check => check.Outcome == CheckOutcome.Fail);
    }

    [Fact]
    public async Task A_file_made_for_another_task_is_not_taken_even_by_declaration()
    {
        await using var market = await MarketFixture.StartAsync();
        var (first, agency) = await SubmittedAsync(market);
        var prepared = await PrepareAsync(market, first, agency);
        var order = await market.OrderAsync(agency.Clerk, first.TaskOrderId);
        var second = await market.SubmitAsync(order, agency);
        await PrepareAsync(market, second, agency);
        var file = await SealElsewhereAsync(market, prepared, agency.PractitionerSeal, agency.UnitSeal);

        Assert.Equal("file-of-other-task", await RefusalAsync(market, second, agency, file, isDeclared: true));
    }

    [Fact]
    public async Task Seals_must_be_all_of_the_scheme_in_order_by_registered_certificates()
    {
        await using var market = await MarketFixture.StartAsync();
        var (result, agency) = await SubmittedAsync(market);
        var prepared = await PrepareAsync(market, result, agency);
        var other = market.World.AgencyOf(agency.Id == market.World.First.Id ? market.World.Second.Id : market.World.First.Id);

        Assert.Equal("own-seal-count", await RefusalAsync(market, result, agency, await SealElsewhereAsync(market, prepared, agency.UnitSeal)));
        Assert.Equal("wrong-seal-order", await RefusalAsync(market, result, agency, await SealElsewhereAsync(market, prepared, agency.UnitSeal, agency.PractitionerSeal)));
        Assert.Equal("own-seal-unknown", await RefusalAsync(market, result, agency, await SealElsewhereAsync(market, prepared, agency.PractitionerSeal, other.UnitSeal)));
        Assert.Equal(ResultStatus.Prechecked, (await market.ResultAsync(agency.Clerk, result.Id)).Status);
    }

    [Fact]
    public async Task A_seal_used_elsewhere_stands_in_the_log_of_its_uses()
    {
        await using var market = await MarketFixture.StartAsync();
        var (result, agency) = await SubmittedAsync(market);
        var prepared = await PrepareAsync(market, result, agency);

        await HandInAsync(market, result, agency, await SealElsewhereAsync(market, prepared, agency.PractitionerSeal, agency.UnitSeal));

        var uses = await market.Host.ReadAsync(db => Task.FromResult(db.SealUses.Where(use => use.ResultId == result.Id).ToList()));
        Assert.Equal(
            new[] { agency.PractitionerSeal, agency.UnitSeal }.Order(),
            uses.Select(use => use.SealId).Order());
    }

    [Fact]
    public async Task A_file_changed_after_its_seals_is_refused()
    {
        await using var market = await MarketFixture.StartAsync();
        var (result, agency) = await SubmittedAsync(market);
        var prepared = await PrepareAsync(market, result, agency);
        var file = await SealElsewhereAsync(market, prepared, agency.PractitionerSeal, agency.UnitSeal);
        // A byte of the second revision, within what the seals cover.
        file[prepared.Length + 20] ^= 1;

        Assert.Contains(await RefusalAsync(market, result, agency, file), (string[])["own-seal-invalid", "pdf-damaged"]);
    }

    private static async Task<(ResultDetails Result, TestAgency Agency)> SubmittedAsync(MarketFixture market)
    {
        var (order, agency) = await market.TakenOrderAsync();
        return (await market.SubmitAsync(order, agency), agency);
    }

    private static async Task<byte[]> PrepareAsync(MarketFixture market, ResultDetails result, TestAgency agency)
    {
        var id = await market.RunAsync(agency.Clerk, (PrepareForOwnSeals prepare) => prepare.ExecuteAsync(result.Id));
        using var file = await market.RunAsync(agency.Clerk, (OpenFile open) => open.ExecuteAsync(id));
        using var bytes = new MemoryStream();
        await file.Content.CopyToAsync(bytes, TestContext.Current.CancellationToken);
        return bytes.ToArray();
    }

    /// <summary>What the agency's own program does with the keys of its tokens.</summary>
    private static async Task<byte[]> SealElsewhereAsync(MarketFixture market, byte[] pdf, params Guid[] seals)
    {
        foreach (var id in seals)
        {
            var reference = await market.Host.ReadAsync(db => Task.FromResult(db.Seals.Single(seal => seal.Id == id).KeyReference));
            using var key = await TestPki.Instance.Keys.OpenAsync(reference, TestContext.Current.CancellationToken);
            using var input = new MemoryStream(pdf);
            using var output = new MemoryStream();
            await PdfSealer.SealAsync(
                input, output, key, new SealOptions { ClaimedAt = market.Clock.GetUtcNow() }, TestPki.Instance.StampsAt(market.Clock), TestContext.Current.CancellationToken);
            pdf = output.ToArray();
        }

        return pdf;
    }

    private static async Task<SealReceipt> HandInAsync(MarketFixture market, ResultDetails result, TestAgency agency, byte[] pdf, bool isDeclared = false)
    {
        var (file, version) = await UploadedAsync(market, result, agency, pdf);
        return await market.RunAsync(agency.Clerk, (SubmitOwnSealed submit) => submit.ExecuteAsync(result.Id, version, file, isDeclared));
    }

    private static async Task<string> RefusalAsync(MarketFixture market, ResultDetails result, TestAgency agency, byte[] pdf, bool isDeclared = false)
    {
        var (file, version) = await UploadedAsync(market, result, agency, pdf);
        return await market.RefusalAsync(agency.Clerk, (SubmitOwnSealed submit) => submit.ExecuteAsync(result.Id, version, file, isDeclared));
    }

    private static async Task<(Guid File, long Version)> UploadedAsync(MarketFixture market, ResultDetails result, TestAgency agency, byte[] pdf) =>
        (await market.UploadAsync(agency.Clerk, pdf, "已签章.pdf"), (await market.ResultAsync(agency.Clerk, result.Id)).Version);
}
