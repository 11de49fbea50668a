using System.Text;
using Market.Marketplace.Albums;
using Market.Marketplace.Delivery;
using Market.Marketplace.Documents;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Results;
using Market.Marketplace.Seals;
using Market.Marketplace.Tests.Infrastructure;
using Market.Marketplace.Verification;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Tests.Albums;

public sealed class AlbumSealingTests
{
    [Fact]
    public async Task After_one_confirmation_per_step_every_sheet_and_the_list_bear_their_own_seals()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, agency) = await market.TakenOrderAsync();
        var submitted = await market.SubmitAlbumAsync(await market.AlbumAsync(order, agency, 12), order, agency);

        var result = await market.SealAlbumAsync(submitted, agency);

        Assert.Equal(ResultStatus.Sealed, result.Status);
        Assert.Equal([agency.Practitioner.DisplayName, agency.Keeper.DisplayName], result.Steps.Select(step => step.SealedBy));
        var drawings = await market.SheetsAsync(agency.Clerk, result.AlbumId!.Value, SheetFilter.Drawings);
        Assert.Equal(12, drawings.Count);
        foreach (var id in drawings.Select(sheet => sheet.FileId).Append(result.SealedFileId!.Value))
        {
            using var file = await market.RunAsync(agency.Clerk, (OpenFile open) => open.ExecuteAsync(id));
            var verdict = await Judges.SignaturesOfAsync(file.Content);
            Assert.Equal(2, verdict.Split("Signature Validation: Signature is Valid.").Length - 1);
        }

        var uses = await market.Host.ReadAsync(db => db.SealUses.Where(use => use.ResultId == result.Id).ToListAsync());
        Assert.Equal(2 * 13, uses.Count);
        Assert.Equal(2 * 13, uses.Select(use => use.Sha256After).Distinct().Count());
    }

    [Fact]
    public async Task A_delivered_album_passes_as_one_and_sheet_by_sheet()
    {
        await using var market = await MarketFixture.StartAsync();

        var (result, _, _) = await market.DeliveredAlbumAsync();
        var onDesk = await market.ResultAsync(market.World.Official, result.Id);
        var sheets = await market.SheetsAsync(market.World.Official, result.AlbumId!.Value);

        Assert.All(onDesk.Verification!.Checks, check => Assert.True(check.Outcome == CheckOutcome.Pass, $"{check.Kind}: {check.Code} {string.Join(' ', check.Evidence)}"));
        Assert.Equal((Verdict.Passed, ResultStatus.Delivered), (onDesk.Verdict!.Value, onDesk.Status));
        Assert.Equal(4, sheets.Count);
        Assert.All(sheets, sheet => Assert.Equal(Verdict.Passed, sheet.Verdict));
        foreach (var sheet in sheets)
        {
            using var file = await market.RunAsync(market.World.Official, (OpenFile open) => open.ExecuteAsync(sheet.FileId));
            Assert.Equal(sheet.Sha256, file.Sha256);
        }
    }

    [Fact]
    public async Task The_seal_stands_in_the_title_block_of_a_turned_sheet()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, agency) = await market.TakenOrderAsync();
        var album = await market.AlbumAsync(order, agency, 1);
        await market.RunAsync(agency.Clerk, (PlaceSeals place) => place.ExecuteAsync(album, 100, 40));
        var result = await market.SealAlbumAsync(await market.SubmitAlbumAsync(album, order, agency), agency);

        var sheet = (await market.SheetsAsync(agency.Clerk, result.AlbumId!.Value, SheetFilter.Drawings))[0];
        using var file = await market.RunAsync(agency.Clerk, (OpenFile open) => open.ExecuteAsync(sheet.FileId));
        using var bytes = new MemoryStream();
        await file.Content.CopyToAsync(bytes, TestContext.Current.CancellationToken);

        // The sheet is turned by 90 degrees: what is 100 mm from the right and 40 mm from the bottom as displayed is
        // 40 mm from the right and 100 mm from the top of the page as stored.
        var centre = Encoding.Latin1.GetString(bytes.ToArray()).Split("/Rect").Skip(1).Select(CentreOf).ToList();
        Assert.Contains(centre, at => Math.Abs(at.X - (1190.55 - (40 * 72 / 25.4))) < 1 && Math.Abs(at.Y - (1683.78 - (100 * 72 / 25.4))) < 1);
    }

    [Fact]
    public async Task A_confirmation_holds_for_the_list_that_was_read_and_for_no_other()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, agency) = await market.TakenOrderAsync();
        var result = await market.SubmitAlbumAsync(await market.AlbumAsync(order, agency, 2), order, agency);

        Assert.Equal("list-changed", await market.RefusalAsync(agency.Practitioner, (ConfirmAlbumSealing confirm) => confirm.ExecuteAsync(
            result.Id, result.Version, agency.PractitionerSeal, new string('0', 64), market.Host.NextCodeFor(agency.Practitioner))));
        var list = (await market.SealingAsync(agency.Practitioner, result.Id)).ListSha256;
        Assert.Equal("second-factor-wrong", await market.RefusalAsync(agency.Practitioner, (ConfirmAlbumSealing confirm) => confirm.ExecuteAsync(
            result.Id, result.Version, agency.PractitionerSeal, list, "000000")));
        Assert.Equal("wrong-seal-order", await market.RefusalAsync(agency.Keeper, (ConfirmAlbumSealing confirm) => confirm.ExecuteAsync(
            result.Id, result.Version, agency.UnitSeal, list, market.Host.NextCodeFor(agency.Keeper))));
        Assert.Equal("album-sealed-as-one", await market.RefusalAsync(agency.Practitioner, (SealResult seal) => seal.ExecuteAsync(
            result.Id, result.Version, agency.PractitionerSeal, market.Host.NextCodeFor(agency.Practitioner))));
        Assert.Equal(0, await market.Host.SealAlbumsAsync());
    }

    [Fact]
    public async Task Bytes_that_differ_from_the_confirmed_ones_are_not_sealed_and_the_other_sheets_are()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, agency) = await market.TakenOrderAsync();
        var album = await market.AlbumAsync(order, agency, 4);
        var result = await market.SubmitAlbumAsync(album, order, agency);
        await market.ConfirmAsync(result, agency.Practitioner, agency.PractitionerSeal);
        var victim = (await market.SheetsAsync(agency.Clerk, album))[1];
        var path = Path.Combine(market.BlobDirectory, victim.Sha256[..2], victim.Sha256[2..4], victim.Sha256);
        var honest = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(path, TestData.Drawing("调包"), TestContext.Current.CancellationToken);

        Assert.Equal(3, await market.Host.SealAlbumsAsync());

        var batch = (await market.SealingAsync(agency.Practitioner, result.Id)).Batch!;
        Assert.Equal((SealBatchStatus.Stopped, "sheets-failed", 3, 1), (batch.Status, batch.StoppedFor!.Code, batch.Done, batch.Failed));
        var failed = Assert.Single(await market.SheetsAsync(agency.Clerk, album, SheetFilter.Attention));
        Assert.Equal((victim.Id, "sheet-changed"), (failed.Id, failed.Failure!.Code));
        var inbox = await market.RunAsync(agency.Clerk, (ListInbox list) => list.ExecuteAsync(new PageRequest()));
        Assert.Contains(inbox.Rows, row => row.Kind == LedgerKind.AlbumSealingStopped);

        await File.WriteAllBytesAsync(path, honest, TestContext.Current.CancellationToken);
        await market.RunAsync(agency.Practitioner, (ResumeSealBatch resume) => resume.ExecuteAsync(batch.Id));
        Assert.Equal(2, await market.Host.SealAlbumsAsync());
        Assert.True((await market.ResultAsync(agency.Clerk, result.Id)).Steps[0].IsDone);
    }

    [Fact]
    public async Task A_batch_goes_on_where_a_killed_process_left_it()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, agency) = await market.TakenOrderAsync();
        var result = await market.SubmitAlbumAsync(await market.AlbumAsync(order, agency, 40), order, agency);
        await market.ConfirmAsync(result, agency.Practitioner, agency.PractitionerSeal);
        await using (var dying = market.OtherProcess(new DyingAuthority(TestPki.Instance.StampsAt(market.Clock), 20)))
        {
            await Assert.ThrowsAnyAsync<Exception>(dying.SealAlbumsAsync);
        }

        var left = (await market.SealingAsync(agency.Practitioner, result.Id)).Batch!;
        Assert.Equal((SealBatchStatus.Running, 16), (left.Status, left.Done));

        // The dead process holds the lease for a while; then another takes it and does only what is left.
        Assert.Equal(0, await market.Host.SealAlbumsAsync());
        market.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(41 - 16, await market.Host.SealAlbumsAsync());
        Assert.Equal(SealBatchStatus.Done, (await market.SealingAsync(agency.Practitioner, result.Id)).Batch!.Status);
        var uses = await market.Host.ReadAsync(db => db.SealUses.CountAsync(use => use.ResultId == result.Id));
        Assert.Equal(41, uses);
    }

    [Fact]
    public async Task A_paused_batch_rests_until_the_person_who_confirmed_lets_it_go_on()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, agency) = await market.TakenOrderAsync();
        var result = await market.SubmitAlbumAsync(await market.AlbumAsync(order, agency, 2), order, agency);
        var batch = await market.ConfirmAsync(result, agency.Practitioner, agency.PractitionerSeal);
        await market.RunAsync(agency.Keeper, (PauseSealBatch pause) => pause.ExecuteAsync(batch));

        Assert.Equal(0, await market.Host.SealAlbumsAsync());
        Assert.Equal("not-your-confirmation", await market.RefusalAsync(agency.Keeper, (ResumeSealBatch resume) => resume.ExecuteAsync(batch)));
        await market.RunAsync(agency.Practitioner, (ResumeSealBatch resume) => resume.ExecuteAsync(batch));
        Assert.Equal(3, await market.Host.SealAlbumsAsync());
    }

    [Fact]
    public async Task A_confirmation_runs_out_and_a_new_one_covers_only_what_is_left()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, agency) = await market.TakenOrderAsync();
        var result = await market.SubmitAlbumAsync(await market.AlbumAsync(order, agency, 20), order, agency);
        var batch = await market.ConfirmAsync(result, agency.Practitioner, agency.PractitionerSeal);
        await using (var dying = market.OtherProcess(new DyingAuthority(TestPki.Instance.StampsAt(market.Clock), 18)))
        {
            await Assert.ThrowsAnyAsync<Exception>(dying.SealAlbumsAsync);
        }

        market.Clock.Advance(SealBatch.ConfirmationPeriod);
        Assert.Equal(0, await market.Host.SealAlbumsAsync());
        Assert.Equal("confirmation-expired", (await market.SealingAsync(agency.Practitioner, result.Id)).Batch!.StoppedFor!.Code);
        Assert.Equal("confirmation-expired", await market.RefusalAsync(agency.Practitioner, (ResumeSealBatch resume) => resume.ExecuteAsync(batch)));

        await market.ConfirmAsync(result, agency.Practitioner, agency.PractitionerSeal);
        Assert.Equal(21 - 16, await market.Host.SealAlbumsAsync());
    }

    [Fact]
    public async Task A_seal_that_is_stopped_stops_in_the_middle_of_an_album()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, agency) = await market.TakenOrderAsync();
        var result = await market.SubmitAlbumAsync(await market.AlbumAsync(order, agency, 2), order, agency);
        await market.ConfirmAsync(result, agency.Practitioner, agency.PractitionerSeal);
        var seal = (await market.RunAsync(agency.Practitioner, (ListMySeals list) => list.ExecuteAsync())).Single(row => row.Id == agency.PractitionerSeal);
        await market.RunAsync(market.World.Operator, (SuspendSeal suspend) => suspend.ExecuteAsync(seal.Id, seal.Version, "保管人报告丢失"));

        Assert.Equal(0, await market.Host.SealAlbumsAsync());

        Assert.Equal("seal-not-active", (await market.SealingAsync(agency.Practitioner, result.Id)).Batch!.StoppedFor!.Code);
    }

    [Fact]
    public async Task Time_stamps_that_fail_for_a_while_are_asked_for_again_without_redoing_other_sheets()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, agency) = await market.TakenOrderAsync();
        var result = await market.SubmitAlbumAsync(await market.AlbumAsync(order, agency, 6), order, agency);
        await market.ConfirmAsync(result, agency.Practitioner, agency.PractitionerSeal);
        await using (var shaky = market.OtherProcess(new ShakyAuthority(TestPki.Instance.StampsAt(market.Clock), failures: 2)))
        {
            Assert.Equal(4, await shaky.SealAlbumsAsync());
        }

        var waiting = (await market.SheetsAsync(agency.Clerk, result.AlbumId!.Value)).Where(sheet => sheet.Failure is not null).ToList();
        Assert.Equal(["timestamp-unavailable", "timestamp-unavailable"], waiting.Select(sheet => sheet.Failure!.Code));
        market.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(3, await market.Host.SealAlbumsAsync());
    }

    private static (double X, double Y) CentreOf(string afterRect)
    {
        var numbers = afterRect[(afterRect.IndexOf('[', StringComparison.Ordinal) + 1)..afterRect.IndexOf(']', StringComparison.Ordinal)]
            .Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(number => double.Parse(number, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        return ((numbers[0] + numbers[2]) / 2, (numbers[1] + numbers[3]) / 2);
    }
}
