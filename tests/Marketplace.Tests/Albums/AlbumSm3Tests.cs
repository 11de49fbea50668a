using Market.Marketplace.Albums;
using Market.Marketplace.Documents;
using Market.Marketplace.Results;
using Market.Marketplace.Tests.Infrastructure;
using Market.Marketplace.Verification;

namespace Market.Marketplace.Tests.Albums;

/// <summary>国密: SM3 digests beside SHA-256 in the sealed list, where the installation asks for them.</summary>
public sealed class AlbumSm3Tests
{
    [Fact]
    public async Task The_sealed_list_gives_the_SM3_that_openssl_computes_for_every_file()
    {
        await using var market = await MarketFixture.StartAsync(options => options with { ListSm3 = true });
        var (result, _, _) = await market.DeliveredAlbumAsync(2);

        var (list, text) = await ListAsync(market, result);

        Assert.Equal(3, list.Lines.Count);
        foreach (var line in list.Lines)
        {
            await using var original = File.OpenRead(market.BlobPath(line.Sha256));
            var expected = await Judges.Sm3OfAsync(original);
            Assert.Equal(expected, line.Sm3);
            Assert.Contains(expected, text, StringComparison.Ordinal);
        }

        Assert.Equal(Verdict.Passed, result.Verdict);
    }

    [Fact]
    public async Task Without_the_setting_there_is_no_SM3()
    {
        await using var market = await MarketFixture.StartAsync();
        var (result, _, _) = await market.DeliveredAlbumAsync(1);

        var (list, text) = await ListAsync(market, result);

        Assert.All(list.Lines, line => Assert.Null(line.Sm3));
        Assert.DoesNotContain("SM3", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_longer_what_was_uploaded_is_not_listed()
    {
        await using var market = await MarketFixture.StartAsync(options => options with { ListSm3 = true });
        var (order, agency) = await market.TakenOrderAsync();
        var album = await market.AlbumAsync(order, agency, 1);
        var data = Assert.Single(await market.SheetsAsync(agency.Clerk, album, SheetFilter.Data));
        await File.WriteAllTextAsync(market.BlobPath(data.Sha256), "AC1032 别的", TestContext.Current.CancellationToken);
        var current = await market.OrderAsync(agency.Clerk, order.Id);

        Assert.Equal("sheet-changed", await market.RefusalAsync(agency.Clerk, (SubmitAlbum submit) =>
            submit.ExecuteAsync(album, current.Version, "TC-2026-001", "图纸齐全")));
    }

    private static async Task<(AlbumList List, string Text)> ListAsync(MarketFixture market, ResultDetails result)
    {
        using var file = await market.RunAsync(market.World.Official, (OpenFile open) => open.ExecuteAsync(result.SealedFileId!.Value));
        var text = await Judges.TextOfAsync(file.Content);
        var json = await Judges.AttachmentAsync(file.Content, AlbumList.FileName);
        return (AlbumList.Read(System.Text.Encoding.UTF8.GetBytes(json))!, text);
    }
}
