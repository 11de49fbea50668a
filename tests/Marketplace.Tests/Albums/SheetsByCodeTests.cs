using Market.Marketplace.Albums;
using Market.Marketplace.Documents;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Results;
using Market.Marketplace.Tests.Infrastructure;

namespace Market.Marketplace.Tests.Albums;

/// <summary>提取码 of an album: its holder reads every sheet, and nobody else reads any.</summary>
public sealed class SheetsByCodeTests
{
    [Fact]
    public async Task The_holder_of_the_code_lists_the_album_and_takes_each_sheet_and_it_is_logged()
    {
        await using var market = await MarketFixture.StartAsync();
        var (result, _, agency) = await market.DeliveredAlbumAsync(2);
        var code = (await market.ResultAsync(agency.Clerk, result.Id)).AccessCode!;

        var listed = await ListAsync(market, result, code);
        using var drawing = await TakeAsync(market, result, code, listed.Rows[1].Position);

        Assert.Equal([SheetKind.Manifest, SheetKind.Drawing, SheetKind.Drawing, SheetKind.Data], listed.Rows.Select(row => row.Kind));
        Assert.Equal((listed.Rows[1].Sha256, listed.Rows[1].Size), (drawing.Sha256, drawing.Content.Length));
        var logged = Assert.Single((await market.ResultAsync(agency.Clerk, result.Id)).Timeline, entry => entry.Kind == LedgerKind.ResultTakenByCode);
        Assert.Contains("建施-01", string.Join(' ', logged.Args), StringComparison.Ordinal);
        Assert.Equal(1, (await market.RunAsync(Actor.Public, (ListSheetsByCode list) => list.ExecuteAsync(result.PublicId, code, new PageRequest("建施-02")))).Total);
    }

    [Fact]
    public async Task A_wrong_code_and_a_result_that_is_no_album_open_nothing()
    {
        await using var market = await MarketFixture.StartAsync();
        var (album, _, _) = await market.DeliveredAlbumAsync(2);

        await Assert.ThrowsAsync<NotFoundException>(() => ListAsync(market, album, "00000000"));
        await Assert.ThrowsAsync<NotFoundException>(() => TakeAsync(market, album, "", 1));
        await Assert.ThrowsAsync<NotFoundException>(() => TakeAsync(market, album, album.AccessCode!, 99));
    }

    private static Task<PagedList<TakenSheet>> ListAsync(MarketFixture market, ResultDetails result, string code) =>
        market.RunAsync(Actor.Public, (ListSheetsByCode list) => list.ExecuteAsync(result.PublicId, code, new PageRequest()));

    private static Task<OpenedFile> TakeAsync(MarketFixture market, ResultDetails result, string code, int position) =>
        market.RunAsync(Actor.Public, (TakeSheetByCode take) => take.ExecuteAsync(result.PublicId, code, position));
}
