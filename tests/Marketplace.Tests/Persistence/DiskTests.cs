#if !POSTGRESQL && !SQLSERVER
using Market.Marketplace.Documents;
using Market.Marketplace.Integrity;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Tests.Infrastructure;
using Market.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Market.Marketplace.Tests.Persistence;

/// <summary>The embedded database and the files on a real disk that is full, or that may not be written.</summary>
public sealed class DiskTests
{
    private const string Reason = "Mounting a small file system takes an administrator on Linux.";
    private static readonly byte[] File400K = new byte[400_000];

    [Fact]
    public async Task A_full_disk_refuses_files_and_records_in_a_sentence_and_goes_on_when_there_is_room()
    {
        using var disk = SmallDisk.Mount(megabytes: 64);
        Assert.SkipWhen(disk is null, Reason);
        await using var market = await MarketFixture.StartAsync();
        await using var store = await MoveAsync(market, disk);
        var first = await UploadAsync(store, market.World.Owner, [1, 2, 3]);

        var (refusal, kept) = ("", 0);
        using (disk.Fill())
        {
            Assert.Equal("store-full", await RefusalAsync(() => Blobs(store).PutAsync(new MemoryStream(File400K))));
            Assert.Equal("store-full", await RefusalAsync(() => Blobs(store).ProbeAsync()));
            // What fits into the part of SQLite's log that is there already is still taken.
            while (refusal.Length == 0 && kept < 10_000)
            {
                refusal = await RefusalAsync(() => RegisterAsync(store, market.World.Owner, first, kept));
                kept += refusal.Length == 0 ? 1 : 0;
            }
        }

        Assert.Equal("store-full", refusal);
        await UploadAsync(store, market.World.Owner, File400K);
        Assert.Equal(kept + 2, await store.ReadAsync(db => db.StoredFiles.CountAsync()));
        await RequireSoundAsync(store);
    }

    [Fact]
    public async Task A_disk_that_may_not_be_written_refuses_in_a_sentence_and_harms_nothing()
    {
        using var disk = SmallDisk.Mount(megabytes: 64);
        Assert.SkipWhen(disk is null, Reason);
        await using var market = await MarketFixture.StartAsync();
        string first;
        await using (var before = await MoveAsync(market, disk))
        {
            first = await UploadAsync(before, market.World.Owner, [1, 2, 3]);
        }

        SqliteConnection.ClearPool(new SqliteConnection(ConnectionOn(disk)));
        var options = OptionsOn(disk);
        disk.Remount(readOnly: true);
        await using (var stopped = market.HostWith(options))
        {
            Assert.Equal("store-read-only", await RefusalAsync(() => Blobs(stopped).PutAsync(new MemoryStream([4]))));
            Assert.Equal("store-read-only", await RefusalAsync(() => Blobs(stopped).ProbeAsync()));
            Assert.Contains(await RefusalAsync(() => RegisterAsync(stopped, market.World.Owner, first, 1)), (string[])["store-read-only", "database-unavailable"]);
        }

        SqliteConnection.ClearPool(new SqliteConnection(ConnectionOn(disk)));
        disk.Remount(readOnly: false);
        await using var again = market.HostWith(options);
        await UploadAsync(again, market.World.Owner, [5]);
        Assert.Equal(2, await again.ReadAsync(db => db.StoredFiles.CountAsync()));
        await RequireSoundAsync(again);
        SqliteConnection.ClearPool(new SqliteConnection(ConnectionOn(disk)));
    }

    private static string ConnectionOn(SmallDisk disk) => $"Data Source={Path.Combine(disk.Path, "market.db")}";

    private static Func<MarketplaceOptions, MarketplaceOptions> OptionsOn(SmallDisk disk) =>
        options => options with { DataDirectory = disk.Path, ConnectionString = ConnectionOn(disk) };

    /// <summary>The market of the fixture in another place.</summary>
    private static async Task<MarketHost> MoveAsync(MarketFixture market, SmallDisk disk)
    {
        var file = Path.Combine(disk.Path, "market.db");
        await market.Host.ReadAsync(db => db.Database.ExecuteSqlAsync($"VACUUM INTO {file}"));
        var host = market.HostWith(OptionsOn(disk));
        await MarketDatabase.MigrateAsync(host.Services, TestContext.Current.CancellationToken);
        return host;
    }

    private static IBlobStore Blobs(MarketHost host) => host.Services.GetRequiredService<IBlobStore>();

    private static async Task<string> UploadAsync(MarketHost host, Actor actor, byte[] content)
    {
        var blob = await Blobs(host).PutAsync(new MemoryStream(content), TestContext.Current.CancellationToken);
        await host.RunAsync(actor, (RegisterUpload register) => register.ExecuteAsync("图纸.pdf", "application/pdf", blob.Sha256, blob.Size));
        return blob.Sha256;
    }

    private static Task<Guid> RegisterAsync(MarketHost host, Actor actor, string sha256, int number) =>
        host.RunAsync(actor, (RegisterUpload register) => register.ExecuteAsync($"图纸{number}.pdf", "application/pdf", sha256, 3));

    private static async Task<string> RefusalAsync(Func<Task> work)
    {
        try
        {
            await work();
            return "";
        }
        catch (StoreUnavailableException refusal)
        {
            return refusal.Code;
        }
    }

    private static async Task RequireSoundAsync(MarketHost host)
    {
        var report = await host.RunAsync(Actor.System, (CheckIntegrity check) => check.ExecuteAsync(fast: false));
        Assert.Equal(0, report.CountOf(FindingGravity.Damage));
    }
}
#endif
