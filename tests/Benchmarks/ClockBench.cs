using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Market.Marketplace;
using Market.Marketplace.Calendars;
using Market.Marketplace.Catalogue;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Seeding;
using Market.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Market.Benchmarks;

/// <summary>What is promised of the clock: due dates by the million on one core, and a sweep that reads what is due and nothing else.</summary>
internal static partial class ClockBench
{
    private const int Events = 4096;
    private const int Computations = 20_000_000;
    private const double LeastPerSecond = 1_000_000;
    private const int Orders = 1_000_000;
    private const long SeededVersion = 6;

    /// <summary>Whether a promise was not kept.</summary>
    public static bool Missed { get; private set; }

    public static IEnumerable<string> Run()
    {
        yield return "| what | aim | found | kept |";
        yield return "|---|---|---|---|";
        var calendar = WorkingCalendar.Official;
        var plain = PerSecond(Computations, (day, days, _) => calendar.DueAfter(day, days));
        yield return Row("due dates of 1 to 60 working days, per second on one thread", "≥ 1,000,000", Say(plain, "N0"), plain >= LeastPerSecond);
        var paused = PerSecond(Computations / 4, (day, days, pauses) => calendar.DueAfter(day, days, pauses));
        yield return Row("the same with two pauses each", "≥ 1,000,000", Say(paused, "N0"), paused >= LeastPerSecond);
        var shown = PerSecond(Computations / 100, (day, days, pauses) => calendar.DeadlineAfter(day, days, pauses).DueOn);
        yield return Row("the same with every line of its arithmetic (时限计算说明)", "-", Say(shown, "N0"), kept: true);
        foreach (var row in SweepAsync().GetAwaiter().GetResult())
        {
            yield return row;
        }
    }

    private static double PerSecond(int computations, Func<DateOnly, int, IReadOnlyList<PauseSpan>, DateOnly> due)
    {
        var sequence = new Sequence(6);
        var events = Enumerable.Range(0, Events).Select(_ =>
        {
            var day = new DateOnly(2025, 1, 1).AddDays(sequence.Next(700));
            var first = day.AddDays(sequence.Next(10));
            var second = first.AddDays(5 + sequence.Next(20));
            return (Day: day, Days: 1 + sequence.Next(60),
                Pauses: (IReadOnlyList<PauseSpan>)[new PauseSpan(first, first.AddDays(4)), new PauseSpan(second, second.AddDays(7))]);
        }).ToArray();
        var rates = new List<double>();
        var sum = 0L;
        for (var round = 0; round < 5; round++)
        {
            var start = Stopwatch.GetTimestamp();
            for (var i = 0; i < computations / 5; i++)
            {
                var one = events[i % Events];
                sum += due(one.Day, one.Days, one.Pauses).DayNumber;
            }

            rates.Add(computations / 5 / Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        rates.Sort();
        return sum > 0 ? rates[rates.Count / 2] : throw new InvalidOperationException("Nothing was computed.");
    }

    private static async Task<IReadOnlyList<string>> SweepAsync()
    {
        var directory = Directory.CreateTempSubdirectory("market-clock-bench-");
        var log = new CommandLog();
        var clock = new FixedClock(OpenOrders.FirstRung.AddMinutes(-1));
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(log).AddFilter("Microsoft.EntityFrameworkCore.Database.Command", LogLevel.Information));
        services.AddSingleton<TimeProvider>(clock);
        services.AddMarketplace(new MarketplaceOptions { DataDirectory = directory.FullName });
        await using var market = services.BuildServiceProvider();
        await MarketDatabase.MigrateAsync(market);
        await market.GetRequiredService<OperationRunner>().RunAsync(Actor.System, (PublishServiceItem publish) => publish.ExecuteAsync(Item()));
        await new MarketSeed(new SeedSize(1000, 1, Orders, Orders), (_, _, _) => { }).RunAsync(market);

        var worker = market.GetRequiredService<ClockWorker>();
        await worker.SweepAsync();
        var (idle, idleMilliseconds) = await MeasureAsync(worker, log);
        var list = log.Commands.First(command => command.Contains("TaskOrders", StringComparison.Ordinal));
        clock.Now = OpenOrders.FirstRung;
        var due = Orders / OpenOrders.FirstDueOneIn;
        var (swept, milliseconds) = await MeasureAsync(worker, log);
        var touched = await ReadAsync(market, db => db.TaskOrders.CountAsync(row => row.Version > SeededVersion));
        var told = await ReadAsync(market, db => db.Escalations.CountAsync());
        var plan = await ReadAsync(market, db => PlanAsync(db, list));
        var (again, _) = await MeasureAsync(worker, log);

        List<string> rows =
        [
            Row($"sweep of {Orders:N0} open orders, nothing due: orders touched", "0", Say(idle, "N0"), idle == 0),
            Row("the same, ms (orders, cases and steps looked at)", "-", Say(idleMilliseconds, "0.0"), kept: true),
            Row($"sweep when {due:N0} of them have a rung to climb: orders touched", Say(due, "N0"), Say(touched, "N0"), touched == due && swept == due),
            Row("the same: rungs climbed, each once", Say(due, "N0"), Say(told, "N0"), told == due),
            Row("the same, ms for each order touched (a transaction each)", "-", Say(milliseconds / due, "0.0"), kept: true),
            Row("once more: orders touched", "0", Say(again, "N0"), again == 0),
            Row("query plan of what is due", "an index, no scan", plan, plan.Contains("NextSweepAt<?", StringComparison.Ordinal) && !plan.Contains("SCAN", StringComparison.Ordinal)),
        ];
        SqliteConnection.ClearAllPools();
        directory.Delete(recursive: true);
        return rows;
    }

    private static async Task<(int Done, double Milliseconds)> MeasureAsync(ClockWorker worker, CommandLog log)
    {
        log.Clear();
        var start = Stopwatch.GetTimestamp();
        var done = await worker.SweepAsync();
        return (done, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }

    private static async Task<T> ReadAsync<T>(ServiceProvider market, Func<MarketplaceDbContext, Task<T>> read)
    {
        await using var scope = market.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>());
    }

    /// <summary>How the database goes about the very command that the program sent.</summary>
    private static async Task<string> PlanAsync(MarketplaceDbContext db, string sql)
    {
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // The text is what the program itself sent.
        command.CommandText = "EXPLAIN QUERY PLAN " + sql;
#pragma warning restore CA2100
        foreach (var name in Parameter().Matches(sql).Select(match => match.Value).Distinct())
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, 1);
            command.Parameters.Add(parameter);
        }

        var lines = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            lines.Add(reader.GetString(3));
        }

        return string.Join("; ", lines);
    }

    private static ServiceItemTerms Item() => new()
    {
        Code = "ZJ-2-02",
        Name = "规划方案技术审查",
        Stage = ProjectStage.PlanningPermit,
        Precedes = ["建设工程规划许可"],
        RequiredQualification = new("城乡规划编制单位资质乙级及以上", [new("城乡规划编制单位资质", null, "乙级")]),
        LimitWorkingDays = 10,
        Deliverable = "技术审查报告",
        Payer = Payer.Treasury,
        PriceUnit = "元/㎡",
        LegalBasis = [new LegalBasis("中华人民共和国城乡规划法", "第四十条")],
        SealScheme = [new(1, Marketplace.Catalogue.SealKind.Unit, "单位")],
        EffectiveFrom = new DateOnly(2026, 1, 1),
    };

    private static string Row(string what, string aim, string found, bool kept)
    {
        Missed |= !kept;
        return $"| {what} | {aim} | {found} | {(kept ? "yes" : "NO")} |";
    }

    private static string Say(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    [GeneratedRegex("@[A-Za-z0-9_]+", RegexOptions.CultureInvariant)]
    private static partial Regex Parameter();

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }

    /// <summary>Keeps the commands that were sent to the database.</summary>
    private sealed class CommandLog : ILoggerProvider, ILogger
    {
        public List<string> Commands { get; } = [];

        public void Clear()
        {
            lock (Commands)
            {
                Commands.Clear();
            }
        }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (state is IEnumerable<KeyValuePair<string, object?>> values
                && values.FirstOrDefault(value => value.Key == "commandText").Value is string text)
            {
                lock (Commands)
                {
                    Commands.Add(text);
                }
            }
        }

        public void Dispose()
        {
            // Nothing is held.
        }
    }
}
