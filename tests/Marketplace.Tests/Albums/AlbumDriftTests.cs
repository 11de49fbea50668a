using Market.Marketplace.Results;
using Market.Marketplace.Tests.Infrastructure;
using Market.Marketplace.Verification;

namespace Market.Marketplace.Tests.Albums;

/// <summary>The drift watch looks at every file of an accepted album, not only at its list.</summary>
public sealed class AlbumDriftTests
{
    [Fact]
    public async Task An_unchanged_album_does_not_drift()
    {
        await using var market = await MarketFixture.StartAsync();
        await AcceptedAlbumAsync(market);

        Assert.Equal(1, await market.SweepAsync());

        Assert.Empty(await market.DriftAsync());
    }

    [Fact]
    public async Task One_sheet_whose_stored_bytes_changed_makes_the_album_doubtful_and_the_days_findings_stay()
    {
        await using var market = await MarketFixture.StartAsync();
        var result = await AcceptedAlbumAsync(market);
        var sheet = (await market.SheetsAsync(market.World.Official, result.AlbumId!.Value)).Single(row => row.Number == "建施-02");
        await FlipAByteAsync(market.BlobPath(sheet.Sha256));

        Assert.Equal(1, await market.SweepAsync());

        var drift = Assert.Single(await market.DriftAsync());
        var intact = drift.Doubtful.Single(check => check.Kind == CheckKind.Intact);
        Assert.Equal((Verdict.Passed, Verdict.Failed), (drift.VerdictThen, drift.VerdictNow));
        Assert.Equal(("album-sheets-failed", CheckOutcome.Fail), (intact.Code, intact.Outcome));
        Assert.Equal(["1", "建施-02"], intact.Evidence);
        Assert.All(await market.SheetsAsync(market.World.Official, result.AlbumId!.Value), row => Assert.Equal(Verdict.Passed, row.Verdict));
    }

    private static async Task<ResultDetails> AcceptedAlbumAsync(MarketFixture market)
    {
        var (delivered, _, _) = await market.DeliveredAlbumAsync(2);
        await market.RunAsync(market.World.Official, (AcceptResult accept) => accept.ExecuteAsync(delivered.Id, delivered.Version, ""));
        return delivered;
    }

    private static async Task FlipAByteAsync(string path)
    {
        var bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        bytes[bytes.AsSpan().IndexOf("stream\n"u8) + 20] ^= 1;
        await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);
    }
}
