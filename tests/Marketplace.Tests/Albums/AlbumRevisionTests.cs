using Market.Marketplace.Albums;
using Market.Marketplace.Documents;
using Market.Marketplace.Operations;
using Market.Marketplace.Results;
using Market.Marketplace.Seals;
using Market.Marketplace.Tests.Infrastructure;
using Market.Marketplace.Verification;

namespace Market.Marketplace.Tests.Albums;

public sealed class AlbumRevisionTests
{
    [Fact]
    public async Task Of_a_returned_album_only_the_replaced_sheet_is_sealed_anew_and_the_whole_passes()
    {
        await using var market = await MarketFixture.StartAsync();
        var (second, agency) = await RevisedAsync(market);

        var sealing = await market.SealingAsync(agency.Practitioner, second.Id);
        Assert.Equal((2, 2), (sealing.ToSeal, sealing.CarriedOver));
        await market.SealAlbumAsync(second, agency);
        await market.Host.DrainAsync();

        var onDesk = await market.ResultAsync(market.World.Official, second.Id);
        Assert.All(onDesk.Verification!.Checks, check => Assert.True(check.Outcome == CheckOutcome.Pass, $"{check.Kind}: {check.Code} {string.Join(' ', check.Evidence)}"));
        Assert.Equal((ResultStatus.Delivered, 2), (onDesk.Status, onDesk.Number));
        var uses = await market.Host.ReadAsync(db => Task.FromResult(db.SealUses.Count(use => use.ResultId == second.Id)));
        Assert.Equal(2 * 2, uses);
    }

    [Fact]
    public async Task A_sheet_that_is_carried_over_keeps_its_very_bytes_and_its_line()
    {
        await using var market = await MarketFixture.StartAsync();
        var (delivered, _, agency) = await market.DeliveredAlbumAsync();
        var before = (await market.SheetsAsync(agency.Clerk, delivered.AlbumId!.Value)).ToDictionary(sheet => sheet.Number);
        await ReturnAsync(market, delivered);

        var album = await market.RunAsync(agency.Clerk, (StartAlbum start) => start.ExecuteAsync(delivered.TaskOrderId));
        var sheets = await market.SheetsAsync(agency.Clerk, album);

        Assert.Equal(before.Values.Select(sheet => (sheet.Number, sheet.Sha256)), sheets.Select(sheet => (sheet.Number, sheet.Sha256)));
        Assert.Equal(album, await market.RunAsync(agency.Clerk, (StartAlbum start) => start.ExecuteAsync(delivered.TaskOrderId)));
        Assert.Equal("sheet-carried-over", await market.RefusalAsync(agency.Clerk, (DescribeSheet describe) =>
            describe.ExecuteAsync(sheets[0].Id, sheets[0].Version, new SheetName("建施-77", "改名", ""))));
    }

    [Fact]
    public async Task A_sealed_sheet_whose_bytes_are_swapped_fails_the_whole_album_and_is_named()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, agency) = await market.TakenOrderAsync();
        var result = await market.SealAlbumAsync(await market.SubmitAlbumAsync(await market.AlbumAsync(order, agency, 3), order, agency), agency);
        var sheets = await market.SheetsAsync(agency.Clerk, result.AlbumId!.Value, SheetFilter.Drawings);
        File.Copy(market.BlobPath(sheets[0].Sha256), market.BlobPath(sheets[1].Sha256), overwrite: true);

        await market.Host.DrainAsync();

        var failed = await market.ResultAsync(agency.Clerk, result.Id);
        Assert.Equal((ResultStatus.VerificationFailed, Verdict.Failed), (failed.Status, failed.Verdict));
        var named = Assert.Single(await market.SheetsAsync(agency.Clerk, result.AlbumId!.Value, SheetFilter.Attention));
        Assert.Equal((sheets[1].Id, CheckOutcome.Fail), (named.Id, named.Verification![CheckKind.RightHolder].Outcome));
        Assert.Equal(["1", sheets[1].Number], failed.Verification![CheckKind.RightHolder].Evidence);
    }

    [Fact]
    public async Task A_data_file_that_is_no_longer_what_the_list_says_fails_the_whole_album()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, agency) = await market.TakenOrderAsync();
        var result = await market.SealAlbumAsync(await market.SubmitAlbumAsync(await market.AlbumAsync(order, agency, 1), order, agency), agency);
        var data = Assert.Single(await market.SheetsAsync(agency.Clerk, result.AlbumId!.Value, SheetFilter.Data));
        await File.WriteAllTextAsync(market.BlobPath(data.Sha256), "AC1032 别的", TestContext.Current.CancellationToken);

        await market.Host.DrainAsync();

        var failed = await market.ResultAsync(agency.Clerk, result.Id);
        Assert.Equal((Verdict.Failed, "album-sheets-failed"), (failed.Verdict!.Value, failed.Verification![CheckKind.Intact].Code));
    }

    [Fact]
    public async Task Anybody_can_check_one_sheet_and_a_carried_sheet_leads_to_the_latest_version()
    {
        await using var market = await MarketFixture.StartAsync();
        var (second, agency) = await RevisedAsync(market);
        await market.SealAlbumAsync(second, agency);
        await market.Host.DrainAsync();
        var carried = (await market.SheetsAsync(market.World.Official, second.AlbumId!.Value)).First(sheet => sheet.IsCarriedOver);
        using var file = await market.RunAsync(market.World.Official, (OpenFile open) => open.ExecuteAsync(carried.FileId));

        var check = await market.RunAsync(Actor.Public, (CheckPublicly publicly) => publicly.ExecuteAsync(file.Content));

        Assert.All(check.Checks.Checks, one => Assert.True(one.Outcome == CheckOutcome.Pass, $"{one.Kind}: {one.Code} {string.Join(' ', one.Evidence)}"));
        Assert.Equal(2, check.Result!.ResultNumber);
    }

    [Fact]
    public async Task A_pack_holds_every_file_once_under_its_place_in_the_list()
    {
        await using var market = await MarketFixture.StartAsync();
        var (result, _, _) = await market.DeliveredAlbumAsync(2);

        var pack = await market.RunAsync(market.World.Official, (OpenAlbum open) => open.ExecuteAsync(result.Id));

        Assert.Equal(
            ["成果文件清单.pdf", "图纸/1 建施-01 1层平面图_A.pdf", "图纸/2 建施-02 2层平面图_A.pdf", "数据/3 模型.dwg"],
            pack.Files.Select(file => file.Path));
        var other = market.World.OtherOfficial;
        Assert.Equal("not-found", await market.RefusalAsync(other, (OpenAlbum open) => open.ExecuteAsync(result.Id)));
    }

    [Fact]
    public async Task A_sheet_carried_over_with_a_seal_lost_since_puts_the_new_version_in_doubt()
    {
        await using var market = await MarketFixture.StartAsync();
        var (delivered, order, agency) = await market.DeliveredAlbumAsync();
        var album = await ReviseAsync(market, delivered, agency);
        var lostSince = market.Clock.GetUtcNow().AddMinutes(-1);
        market.Clock.Advance(TimeSpan.FromHours(1));
        var second = await market.SubmitAlbumAsync(album, order, agency);
        Assert.Null((await market.ResultAsync(agency.Clerk, second.Id)).Doubt);

        var receipt = await market.RunAsync(agency.Keeper, (ReportSealLoss report) => report.ExecuteAsync(agency.UnitSeal, lostSince, "U盾遗失"));

        // The new version has not been sealed with it; two of its sheets have.
        var listed = await market.RunAsync(agency.Manager, (ListResultsInDoubt list) => list.ExecuteAsync(agency.UnitSeal, new PageRequest()));
        Assert.Equal(2, receipt.Affected);
        Assert.Equal([delivered.Id, second.Id], listed.Rows.OrderBy(row => row.Number).Select(row => row.ResultId));
        Assert.Equal(agency.UnitSeal, (await market.ResultAsync(agency.Clerk, second.Id)).Doubt!.SealId);
    }

    private static async Task<(ResultDetails Second, TestAgency Agency)> RevisedAsync(MarketFixture market)
    {
        var (delivered, order, agency) = await market.DeliveredAlbumAsync();
        return (await market.SubmitAlbumAsync(await ReviseAsync(market, delivered, agency), order, agency), agency);
    }

    private static async Task<Guid> ReviseAsync(MarketFixture market, ResultDetails delivered, TestAgency agency)
    {
        await ReturnAsync(market, delivered);
        var album = await market.RunAsync(agency.Clerk, (StartAlbum start) => start.ExecuteAsync(delivered.TaskOrderId));
        var revised = await market.UploadAsync(agency.Clerk, TestData.Drawing("改过的第二张"), "建施-02 2层平面图_B.pdf");
        var added = Assert.Single(await market.RunAsync(agency.Clerk, (AddSheets add) => add.ExecuteAsync(album, [revised])));
        Assert.Equal(SheetOutcome.Replaced, added.Outcome);
        return album;
    }

    private static async Task ReturnAsync(MarketFixture market, ResultDetails delivered)
    {
        var onDesk = await market.ResultAsync(market.World.Official, delivered.Id);
        await market.RunAsync(market.World.Official, (ReturnResult back) => back.ExecuteAsync(
            onDesk.Id, onDesk.Version, [new Defect(DefectKind.InconsistentDrawing, "建施-02", "与建施-01 轴线不一致")], "请修改"));
    }
}
