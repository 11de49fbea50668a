using Market.Marketplace.Backups;
using Market.Marketplace.Documents;
using Market.Marketplace.Integrity;
using Market.Marketplace.Operations;
using Market.Marketplace.Results;
using Market.Marketplace.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Market.Marketplace.Tests.Backups;

/// <summary>A backup taken while people work, put into a blank installation, is the same store.</summary>
public sealed class BackupTests : IDisposable
{
    private readonly string _backup = Directory.CreateTempSubdirectory("market-test-backup-").FullName;
    private readonly string _blank = Directory.CreateTempSubdirectory("market-test-blank-").FullName;

    [Fact]
    public async Task A_backup_restored_into_a_blank_installation_is_sound_and_holds_the_sealed_result()
    {
        var options = await DatabaseServer.BlankAsync(_blank);
        await using var market = await MarketFixture.StartAsync();
        var (result, _, agency) = await market.DeliveredResultAsync();
        await BackUpAsync(market);

        await using var restored = await RestoreAsync(options, market.Clock);

        var report = await CheckAsync(restored);
        Assert.Equal(0, report.CountOf(FindingGravity.Damage));
        Assert.True(report.Files >= 3);
        var there = await restored.RunAsync(agency.Clerk, (GetResult get) => get.ExecuteAsync(result.Id));
        Assert.Equal(result.Status, there.Status);
        using var file = await restored.RunAsync(agency.Clerk, (OpenFile open) => open.ExecuteAsync(result.SealedFileId!.Value));
        Assert.Equal(file.Size, file.Content.Length);
    }

    [Fact]
    public async Task A_backup_taken_while_files_are_stored_and_recorded_is_sound()
    {
        var options = await DatabaseServer.BlankAsync(_blank);
        await using var market = await MarketFixture.StartAsync();
        using var working = new CancellationTokenSource();
        var stored = 0;
        var work = Task.Run(
            async () =>
            {
                while (!working.IsCancellationRequested)
                {
                    await market.UploadAsync(market.World.Owner, BitConverter.GetBytes(++stored), $"图纸{stored}.pdf");
                }
            },
            TestContext.Current.CancellationToken);

        for (var before = 0; before < 3; before++)
        {
            var reached = Volatile.Read(ref stored) + 5;
            await BackUpAsync(market);
            while (Volatile.Read(ref stored) < reached)
            {
                await Task.Yield();
            }
        }

        var report = await BackUpAsync(market);
        await working.CancelAsync();
        await work;
        await using var restored = await RestoreAsync(options, market.Clock);

        Assert.True(report.Manifest.Blobs >= 15);
        Assert.Equal(0, (await CheckAsync(restored)).CountOf(FindingGravity.Damage));
        Assert.InRange(await restored.ReadAsync(db => db.StoredFiles.CountAsync()), 15, stored);
    }

    [Fact]
    public async Task The_next_backup_copies_what_is_new_and_lets_go_what_was_erased()
    {
        await using var market = await MarketFixture.StartAsync();
        var scan = await market.UploadAsync(market.World.Owner, [1, 2, 3], "身份证.png", "image/png");
        var first = await BackUpAsync(market);
        var sha256 = await market.Host.ReadAsync(db => db.StoredFiles.Where(row => row.Id == scan).Select(row => row.Sha256).SingleAsync());
        await market.UploadAsync(market.World.Owner, [4, 5], "图纸.pdf");
        await market.Host.ReadAsync(db => db.StoredFiles.Where(row => row.Id == scan)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.ErasedAt, market.Clock.GetUtcNow())));
        File.Delete(market.BlobPath(sha256));

        var second = await BackUpAsync(market);

        Assert.Equal((1, 3), (first.CopiedBlobs, first.CopiedBytes));
        Assert.Equal((1, 2), (second.CopiedBlobs, second.CopiedBytes));
        Assert.Equal(1, second.Manifest.Blobs);
        Assert.False(File.Exists(Path.Combine(_backup, "blobs", sha256[..2], sha256[2..4], sha256)));
    }

    [Fact]
    public async Task A_blob_that_is_damaged_in_the_store_is_named_and_never_takes_the_place_of_a_good_copy()
    {
        await using var market = await MarketFixture.StartAsync();
        var id = await market.UploadAsync(market.World.Owner, [1, 2, 3], "图纸.pdf");
        var sha256 = await market.Host.ReadAsync(db => db.StoredFiles.Where(row => row.Id == id).Select(row => row.Sha256).SingleAsync());
        await File.WriteAllBytesAsync(market.BlobPath(sha256), [1, 2, 4], TestContext.Current.CancellationToken);

        var report = await BackUpAsync(market);

        Assert.Equal([sha256], report.Damaged);
        Assert.Equal(0, report.Manifest.Blobs);
    }

    [Theory]
    [InlineData("manifest.json", BackupRefusal.NoManifest)]
    [InlineData("database", BackupRefusal.Damaged)]
    [InlineData("blobs", BackupRefusal.Damaged)]
    public async Task A_backup_with_a_part_missing_is_refused(string part, BackupRefusal expected)
    {
        var options = await DatabaseServer.BlankAsync(_blank);
        await using var market = await MarketFixture.StartAsync();
        await market.UploadAsync(market.World.Owner, [1, 2, 3], "图纸.pdf");
        await BackUpAsync(market);
        var path = Path.Combine(_backup, part);
        var victim = Directory.Exists(path) ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).First() : path;
        File.Delete(victim);

        var refusal = await Assert.ThrowsAsync<BackupRefusedException>(() => RestoreAsync(options, market.Clock));

        Assert.Equal(expected, refusal.Reason);
    }

    [Fact]
    public async Task Nothing_that_is_there_is_overwritten()
    {
        var options = await DatabaseServer.BlankAsync(_blank);
        await using var market = await MarketFixture.StartAsync();
        await BackUpAsync(market);
        await File.WriteAllTextAsync(Path.Combine(_blank, "something"), "here", TestContext.Current.CancellationToken);

        var refusal = await Assert.ThrowsAsync<BackupRefusedException>(() => RestoreAsync(options, market.Clock));

        Assert.Equal(BackupRefusal.NotBlank, refusal.Reason);
        Assert.Single(Directory.EnumerateFiles(_blank, "*", SearchOption.AllDirectories));
    }

    public void Dispose()
    {
        Directory.Delete(_backup, recursive: true);
        Directory.Delete(_blank, recursive: true);
    }

    private Task<BackupReport> BackUpAsync(MarketFixture market) =>
        market.Host.Services.GetRequiredService<Backup>().TakeAsync(_backup, ct: TestContext.Current.CancellationToken);

    private async Task<MarketHost> RestoreAsync(MarketplaceOptions options, TestClock clock)
    {
        var host = new MarketHost(options, clock);
        try
        {
            await host.Services.GetRequiredService<Restore>().RunAsync(_backup, ct: TestContext.Current.CancellationToken);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    private static Task<IntegrityReport> CheckAsync(MarketHost host) =>
        host.RunAsync(Actor.System, (CheckIntegrity check) => check.ExecuteAsync(fast: false));
}
