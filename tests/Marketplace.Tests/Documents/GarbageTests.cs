using System.Security.Cryptography;
using Market.Marketplace.Documents;
using Market.Marketplace.Integrity;
using Market.Marketplace.Operations;
using Market.Marketplace.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace Market.Marketplace.Tests.Documents;

/// <summary>gc: what nobody needs goes, what somebody needs or is just storing stays.</summary>
public sealed class GarbageTests
{
    [Fact]
    public async Task An_unneeded_blob_goes_after_the_time_of_grace_and_no_needed_one_ever()
    {
        await using var market = await MarketFixture.StartAsync();
        var (result, _, agency) = await market.DeliveredResultAsync();
        var blobs = BlobsOf(market);
        var orphan = await blobs.PutAsync(new MemoryStream([1, 2, 3]), TestContext.Current.CancellationToken);
        var before = blobs.List().Count(entry => entry.Kind == StoreEntryKind.Blob);

        var young = await CollectAsync(market);
        market.Clock.Advance(CollectGarbage.Grace + TimeSpan.FromHours(1));
        var old = await CollectAsync(market);

        Assert.Equal((0, before), (young.Removed, young.Kept));
        Assert.Equal((1, before - 1, 3), (old.Removed, old.Kept, old.RemovedBytes));
        Assert.Null(blobs.SizeOf(orphan.Sha256));
        var checkedAfter = await market.RunAsync(Actor.System, (CheckIntegrity check) => check.ExecuteAsync(fast: false));
        Assert.Equal(0, checkedAfter.CountOf(FindingGravity.Damage));
        using var opened = await market.RunAsync(agency.Clerk, (OpenFile open) => open.ExecuteAsync(result.SealedFileId!.Value));
        Assert.Equal(opened.Sha256, Convert.ToHexStringLower(await SHA256.HashDataAsync(opened.Content, TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task A_blob_stored_again_begins_its_time_of_grace_anew()
    {
        await using var market = await MarketFixture.StartAsync();
        var blobs = BlobsOf(market);
        var blob = await blobs.PutAsync(new MemoryStream([1, 2, 3]), TestContext.Current.CancellationToken);
        market.Clock.Advance(CollectGarbage.Grace + TimeSpan.FromHours(1));
        await blobs.PutAsync(new MemoryStream([1, 2, 3]), TestContext.Current.CancellationToken);

        var report = await CollectAsync(market);

        Assert.Equal(0, report.Removed);
        Assert.Equal(3, blobs.SizeOf(blob.Sha256));
    }

    [Fact]
    public async Task A_blob_that_a_row_comes_to_need_while_it_is_aside_is_put_back_and_can_be_read_all_the_time()
    {
        await using var market = await MarketFixture.StartAsync();
        var blobs = BlobsOf(market);
        var blob = await blobs.PutAsync(new MemoryStream([1, 2, 3]), TestContext.Current.CancellationToken);

        var gone = await blobs.ReclaimAsync(blob.Sha256, market.Clock.GetUtcNow().AddHours(1), async () =>
        {
            Assert.False(File.Exists(market.BlobPath(blob.Sha256)));
            Assert.Equal(3, blobs.SizeOf(blob.Sha256));
            await using var bytes = blobs.OpenRead(blob.Sha256);
            return bytes.Length == 3;
        });

        Assert.False(gone);
        Assert.True(File.Exists(market.BlobPath(blob.Sha256)));
    }

    [Fact]
    public async Task A_blob_stored_while_the_same_bytes_are_aside_is_there_afterwards()
    {
        await using var market = await MarketFixture.StartAsync();
        var blobs = BlobsOf(market);
        var blob = await blobs.PutAsync(new MemoryStream([1, 2, 3]), TestContext.Current.CancellationToken);

        await blobs.ReclaimAsync(blob.Sha256, market.Clock.GetUtcNow().AddHours(1), async () =>
        {
            await blobs.PutAsync(new MemoryStream([1, 2, 3]), TestContext.Current.CancellationToken);
            return false;
        });

        Assert.True(File.Exists(market.BlobPath(blob.Sha256)));
    }

    [Fact]
    public async Task Storing_and_collecting_the_same_bytes_at_once_never_loses_what_was_stored()
    {
        await using var market = await MarketFixture.StartAsync();
        var blobs = BlobsOf(market);
        var bytes = new byte[] { 4, 5, 6 };
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
        using var storing = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var collector = Task.Run(
            async () =>
            {
                // What was stored before this turn and not again in it may go.
                while (!storing.IsCancellationRequested)
                {
                    await blobs.ReclaimAsync(sha256, market.Clock.GetUtcNow() - TimeSpan.FromTicks(1), () => Task.FromResult(false));
                }
            },
            TestContext.Current.CancellationToken);

        var lost = 0;
        for (var turn = 0; turn < 300; turn++)
        {
            market.Clock.Advance(TimeSpan.FromSeconds(1));
            await blobs.PutAsync(new MemoryStream(bytes), TestContext.Current.CancellationToken);
            lost += blobs.SizeOf(sha256) == bytes.Length ? 0 : 1;
        }

        await storing.CancelAsync();
        await collector;
        Assert.Equal(0, lost);
    }

    [Fact]
    public async Task Temporary_files_and_interrupted_deletions_are_cleared_away()
    {
        await using var market = await MarketFixture.StartAsync();
        var blobs = BlobsOf(market);
        var needed = await market.UploadAsync(market.World.Owner, [7, 7], "图纸.pdf");
        var row = await market.Host.ReadAsync(db => Task.FromResult(db.StoredFiles.Single(file => file.Id == needed)));
        var (left, aside) = (Path.Combine(market.BlobDirectory, "incoming", "left.tmp"), Path.Combine(market.BlobDirectory, "leaving", row.Sha256));
        await File.WriteAllBytesAsync(left, [1], TestContext.Current.CancellationToken);
        File.SetLastWriteTimeUtc(left, market.Clock.GetUtcNow().AddDays(-2).UtcDateTime);
        File.Move(market.BlobPath(row.Sha256), aside);

        var report = await CollectAsync(market);

        Assert.Equal(1, report.Temporary);
        Assert.False(File.Exists(left));
        Assert.False(File.Exists(aside));
        Assert.Equal(2, blobs.SizeOf(row.Sha256));
        Assert.True(File.Exists(market.BlobPath(row.Sha256)));
    }

    [Fact]
    public async Task A_dry_run_deletes_nothing()
    {
        await using var market = await MarketFixture.StartAsync();
        var blobs = BlobsOf(market);
        var blob = await blobs.PutAsync(new MemoryStream([1, 2, 3]), TestContext.Current.CancellationToken);
        market.Clock.Advance(CollectGarbage.Grace + TimeSpan.FromHours(1));

        var report = await market.RunAsync(Actor.System, (CollectGarbage collect) => collect.ExecuteAsync(CollectGarbage.Grace, dryRun: true));

        Assert.Equal(1, report.Removed);
        Assert.Equal(3, blobs.SizeOf(blob.Sha256));
    }

    private static IBlobStore BlobsOf(MarketFixture market) => market.Host.Services.GetRequiredService<IBlobStore>();

    private static Task<GarbageReport> CollectAsync(MarketFixture market) =>
        market.RunAsync(Actor.System, (CollectGarbage collect) => collect.ExecuteAsync(CollectGarbage.Grace));
}
