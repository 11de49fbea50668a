using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Market.Marketplace.Feed;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Tests.Feed;
using Market.Marketplace.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Market.Marketplace.Tests.Chaos;

/// <summary>
/// Seventy transactions a second leave events, some after seconds in their transaction; two nodes whose clocks disagree
/// both want to give the positions; six readers follow. Nobody may miss an event. Run by <c>./dev chaos feed [EVENTS]</c>.
/// </summary>
public sealed class FeedChaos
{
    private const int WritesPerSecond = 70;
    private static readonly TimeSpan ReadPeriod = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan ClockDifference = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongTransaction = TimeSpan.FromSeconds(20);
    private readonly ConcurrentDictionary<string, long> _committed = new();
    private readonly ConcurrentBag<double> _delays = [];
    private int _slow;

    [Fact]
    public async Task No_reader_misses_an_event()
    {
        var wanted = int.Parse(Environment.GetEnvironmentVariable("MARKET_CHAOS_EVENTS") ?? "0", CultureInfo.InvariantCulture);
        Assert.SkipWhen(wanted == 0, "A long run: ./dev chaos feed starts it.");
        Assert.SkipWhen(DatabaseServer.HasOneWriter, "The trap needs a database with transactions beside each other.");

        var directory = Directory.CreateTempSubdirectory("market-chaos-").FullName;
        var (options, world) = await DatabaseServer.Current.NewDatabaseAsync(directory);
        await using var early = NodeOf(options, -ClockDifference);
        await using var late = NodeOf(options, ClockDifference);
        Actor[] writers = [world.Official, world.Owner, world.OtherOfficial];
        using var written = new CancellationTokenSource();
        using var settled = new CancellationTokenSource();

        Task[] sequencers = [SequenceAsync(early, settled.Token), SequenceAsync(late, settled.Token)];
        Task<List<FeedEventRow>>[] readers =
        [
            .. writers.Select(actor => ReadAsync(early, actor, 0, 500, written.Token)),
            .. writers.Select(actor => ReadAsync(late, actor, 0, 7, written.Token)),
        ];
        var trapped = ReadBySerialAsync(early, written.Token);

        var watch = Stopwatch.StartNew();
        var (writes, events, rate) = await WriteAsync([early, late], writers, wanted);
        await UntilPlacedAsync(early);
        await written.CancelAsync();
        var read = await Task.WhenAll(readers);
        var serials = await trapped;
        await settled.CancelAsync();
        await Task.WhenAll(sequencers);

        var skipped = 0;
        var misplaced = 0;
        for (var i = 0; i < readers.Length; i++)
        {
            var organisation = writers[i % writers.Length].OrganisationId!.Value;
            var there = await IdsOfAsync(early, organisation);
            skipped += there.Except(read[i].Select(row => row.Id)).Count();
            misplaced += read[i].Where((row, index) => row.Position != index + 1).Count();
        }

        var acknowledged = _committed.Keys.Except(read[..writers.Length].SelectMany(rows => rows).Select(row => row.Number!)).Count();
        var delays = _delays.Order().ToList();
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"feed: {events} events in {writes} writes at {rate:F1}/s, {_slow} of them slow (up to {LongTransaction.TotalSeconds} s), 2 sequencers with clocks {2 * ClockDifference.TotalSeconds} s apart, {readers.Length} readers: "
            + $"{skipped + acknowledged} skipped, {misplaced} out of place; readable p50 {delays[delays.Count / 2]:F0} ms, p99 {delays[delays.Count * 99 / 100]:F0} ms after the commit; "
            + $"a reader by row number would have missed {events - serials}; PostgreSQL, {watch.Elapsed:hh\\:mm\\:ss}\n");
        await File.WriteAllTextAsync(Path.Combine(RenderedDocument.Repository, "artifacts", "chaos-feed.txt"), line, TestContext.Current.CancellationToken);

        DatabaseServer.Release(options);
        Directory.Delete(directory, recursive: true);
        Assert.Equal((0, 0, 0), (skipped, acknowledged, misplaced));
        Assert.True(events >= wanted);
        Assert.True(events > serials, "Nothing was committed out of order: the run proves nothing.");
    }

    private static ServiceProvider NodeOf(MarketplaceOptions options, TimeSpan difference)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(new WrongClock(difference));
        services.AddMarketplace(options);
        return services.BuildServiceProvider();
    }

    // An open model: the next write begins when its time has come, however slow the others are.
    private async Task<(int Writes, int Events, double Rate)> WriteAsync(ServiceProvider[] nodes, Actor[] writers, int wanted)
    {
        var watch = Stopwatch.StartNew();
        var running = new List<Task>();
        var (writes, events) = (0, 0);
        while (events < wanted)
        {
            var behind = watch.Elapsed - (TimeSpan.FromSeconds(1) / WritesPerSecond * writes);
            if (behind < TimeSpan.Zero)
            {
                await Task.Delay(-behind);
            }

            var count = RandomNumberGenerator.GetInt32(1, 5);
            var hold = HoldOf(writes);
            _slow += hold > TimeSpan.FromMilliseconds(100) ? 1 : 0;
            running.Add(WriteAsync(nodes[writes % nodes.Length], writers[RandomNumberGenerator.GetInt32(writers.Length)], $"W{writes}", count, hold));
            writes++;
            events += count;
            if (running.Count > 1000)
            {
                running.RemoveAll(task => task.IsCompletedSuccessfully);
            }
        }

        var rate = writes / watch.Elapsed.TotalSeconds;
        await Task.WhenAll(running);
        return (writes, events, rate);
    }

    private static TimeSpan HoldOf(int write) => write % 2000 == 1000
        ? LongTransaction
        : RandomNumberGenerator.GetInt32(100) switch
        {
            < 2 => TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(500, 2000)),
            < 10 => TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(10, 300)),
            < 50 => TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(1, 10)),
            _ => TimeSpan.Zero,
        };

    private async Task WriteAsync(ServiceProvider node, Actor actor, string number, int count, TimeSpan hold)
    {
        await RunAsync(node, actor, (WriteEvents write) => write.ExecuteAsync(number, count, hold));
        var now = Stopwatch.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            _committed[count == 1 ? number : $"{number}.{i}"] = now;
        }
    }

    private static async Task SequenceAsync(ServiceProvider node, CancellationToken ct)
    {
        var (worker, bell) = (node.GetRequiredService<FeedWorker>(), node.GetRequiredService<FeedBell>());
        while (!ct.IsCancellationRequested)
        {
            await worker.DrainAsync(CancellationToken.None);
            await bell.WaitAsync(TimeSpan.FromSeconds(1), CancellationToken.None);
        }
    }

    private async Task<List<FeedEventRow>> ReadAsync(ServiceProvider node, Actor actor, long after, int limit, CancellationToken until)
    {
        var read = new List<FeedEventRow>();
        while (true)
        {
            var last = until.IsCancellationRequested;
            var page = await RunAsync(node, actor, (ReadFeed feed) => feed.ExecuteAsync(after, limit));
            var now = Stopwatch.GetTimestamp();
            read.AddRange(page.Events);
            foreach (var row in page.Events)
            {
                if (_committed.TryGetValue(row.Number!, out var committed))
                {
                    _delays.Add(Stopwatch.GetElapsedTime(committed, now).TotalMilliseconds);
                }
            }

            after = page.Next;
            if (after < page.Head)
            {
                continue;
            }

            if (last)
            {
                return read;
            }

            await Task.Delay(ReadPeriod, CancellationToken.None);
        }
    }

    /// <summary>What a reader would see that goes by the number the database gave inside the transaction.</summary>
    private static async Task<int> ReadBySerialAsync(ServiceProvider node, CancellationToken until)
    {
        var (seen, after) = (0, 0L);
        while (true)
        {
            var last = until.IsCancellationRequested;
            await using var scope = node.CreateAsyncScope();
            var serials = await scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>().FeedEvents
                .Where(row => row.Serial > after && row.Type == "case.filed").OrderBy(row => row.Serial).Select(row => row.Serial).ToListAsync(CancellationToken.None);
            seen += serials.Count;
            after = serials.Count > 0 ? serials[^1] : after;
            if (last)
            {
                return seen;
            }

            await Task.Delay(ReadPeriod, CancellationToken.None);
        }
    }

    private static async Task UntilPlacedAsync(ServiceProvider node)
    {
        while (true)
        {
            await using var scope = node.CreateAsyncScope();
            if (!await scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>().FeedEvents.AnyAsync(row => row.Position == null))
            {
                return;
            }

            await Task.Delay(ReadPeriod);
        }
    }

    private static async Task<List<Guid>> IdsOfAsync(ServiceProvider node, Guid organisation)
    {
        await using var scope = node.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>().FeedEvents
            .Where(row => row.OrganisationId == organisation).Select(row => row.Id).ToListAsync();
    }

    private static Task<TResult> RunAsync<TOperation, TResult>(ServiceProvider node, Actor actor, Func<TOperation, Task<TResult>> execute)
        where TOperation : class, IOperation =>
        node.GetRequiredService<OperationRunner>().RunAsync(actor, execute, CancellationToken.None);

    /// <summary>The system's clock, wrong by a fixed time.</summary>
    private sealed class WrongClock(TimeSpan difference) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + difference;
    }
}
