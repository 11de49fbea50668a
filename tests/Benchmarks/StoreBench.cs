using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Market.Marketplace;
using Market.Marketplace.Backups;
using Market.Marketplace.Documents;
using Market.Marketplace.Integrity;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Market.Benchmarks;

/// <summary>What backup, restoring and checking take on a store of a given number of files, and how much would be lost if the machine went while
/// the backup follows and people write.</summary>
internal static class StoreBench
{
    private const int FileBytes = 105_000;
    private const int Callers = 8;
    private const int FollowedRuns = 8;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    public static async Task<IReadOnlyList<string>> RunAsync(DatabaseProvider provider, int files)
    {
        var root = Directory.CreateTempSubdirectory("market-bench-store-").FullName;
        try
        {
            await using var postgres = provider == DatabaseProvider.PostgreSql ? await PostgreSqlServer.StartAsync(isDurable: true) : null;
            if (postgres is not null)
            {
                await postgres.ExecuteAsync("CREATE DATABASE store");
                await postgres.ExecuteAsync("CREATE DATABASE blank");
            }

            return await MeasureAsync(provider, files, Options("store"), Options("blank"), Path.Combine(root, "backup"));

            MarketplaceOptions Options(string name)
            {
                var directory = Directory.CreateDirectory(Path.Combine(root, name)).FullName;
                var connection = postgres?.ConnectionString(name) ?? $"Data Source={Path.Combine(directory, "market.db")}";
                return new MarketplaceOptions { Provider = provider, ConnectionString = connection, DataDirectory = directory };
            }
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static async Task<IReadOnlyList<string>> MeasureAsync(DatabaseProvider provider, int files, MarketplaceOptions options, MarketplaceOptions blank, string backup)
    {
        await using var store = Open(options);
        await MarketDatabase.MigrateAsync(store);
        var filled = await TimeAsync(() => Parallel.ForEachAsync(
            Enumerable.Range(0, files), new ParallelOptions { MaxDegreeOfParallelism = Callers }, async (number, _) => await StoreAsync(store, number)));
        var first = await TimeAsync(() => store.GetRequiredService<Backup>().TakeAsync(backup));
        var (lost, longest) = await FollowAsync(store, backup, files);
        await using var restored = Open(blank);
        var restoring = await TimeAsync(() => restored.GetRequiredService<Restore>().RunAsync(backup));
        IntegrityReport? report = null;
        var checking = await TimeAsync(async () => report = await restored.GetRequiredService<OperationRunner>().RunAsync(
            Actor.System, (CheckIntegrity check) => check.ExecuteAsync(fast: false)));
        var size = new DirectoryInfo(Path.Combine(blank.DataDirectory, "blobs")).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length) / 1e9;
        var load = (await File.ReadAllTextAsync("/proc/loadavg")).Split(' ')[0];
        return
        [
            "| database | files with their records | GB | entered, s | first backup, s | restore, s | fsck of all, s | damage | longest run while following, s | most that would be lost, s | load |",
            "|---|---|---|---|---|---|---|---|---|---|---|",
            string.Create(
                CultureInfo.InvariantCulture,
                $"| {provider} | {report!.Files:N0} | {size:0.00} | {filled:0.0} | {first:0.0} | {restoring:0.0} | {checking:0.0} | {report.CountOf(FindingGravity.Damage)} | {longest:0.0} | {lost:0.0} | {load} |"),
        ];
    }

    /// <summary>As <c>backup --follow --every-seconds 2</c>, while somebody writes. What is committed just after a run has begun is safe when the next
    /// one has ended: the longest such time is what a disaster takes.</summary>
    private static async Task<(double Lost, double Longest)> FollowAsync(ServiceProvider store, string backup, int files)
    {
        using var enough = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            for (var number = files; !enough.IsCancellationRequested; number++)
            {
                await StoreAsync(store, number);
                await Task.Delay(50);
            }
        });
        var (lost, longest, clock) = (0.0, 0.0, Stopwatch.StartNew());
        var began = clock.Elapsed;
        for (var run = 0; run < FollowedRuns; run++)
        {
            var begins = clock.Elapsed;
            await store.GetRequiredService<Backup>().TakeAsync(backup);
            longest = Math.Max(longest, (clock.Elapsed - begins).TotalSeconds);
            lost = run == 0 ? 0 : Math.Max(lost, (clock.Elapsed - began).TotalSeconds);
            began = begins;
            await Task.Delay(Pause);
        }

        await enough.CancelAsync();
        await writing;
        return (lost, longest);
    }

    private static async Task StoreAsync(ServiceProvider store, int number)
    {
        var content = new byte[FileBytes];
        RandomNumberGenerator.Fill(content);
        var blob = await store.GetRequiredService<IBlobStore>().PutAsync(new MemoryStream(content));
        await store.GetRequiredService<OperationRunner>().RunAsync(Owner, (RegisterUpload register) => register.ExecuteAsync(
            string.Create(CultureInfo.InvariantCulture, $"成果{number}.pdf"), "application/pdf", blob.Sha256, blob.Size));
    }

    private static Actor Owner { get; } = new(Guid.CreateVersion7(), "测量", Guid.CreateVersion7(), "测量", [Role.Enterprise]);

    private static ServiceProvider Open(MarketplaceOptions options)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddMarketplace(options);
        return services.BuildServiceProvider();
    }

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var started = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
