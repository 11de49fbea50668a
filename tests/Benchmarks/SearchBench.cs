using System.Diagnostics;
using System.Globalization;

namespace Market.Benchmarks;

/// <summary>Public searching under load: asks a running server for pages of the shop window at a fixed rate and tells how long each answer took,
/// counted from the instant at which it was due - a server that falls behind cannot hide it by being asked less.</summary>
internal static class SearchBench
{
    private const int Rate = 50;
    private const int WarmUpSeconds = 10;
    private const int Seconds = 60;

    private static readonly string[] Words =
    [
        "测绘", "规划", "湖南", "云图", "星测", "lsgh", "hunan", "csch", "岳程", "环境评估", "橘绘设计", "广东", "江通", "9111", "检测", "勘察", "zjgh", "水土", "北京", "恒达",
    ];

    private static readonly string[] Conditions =
    [
        "", "&item=ZJ-2-02", "&region=43", "&qualification=%E6%B5%8B%E7%BB%98%E8%B5%84%E8%B4%A8&grade=%E7%94%B2%E7%BA%A7", "&ontime=95", "&firstpass=90&region=44",
        "&item=ZJ-2-02&ontime=90&sort=FirstPass", "&sort=OnTime", "&sort=Name", "&region=11&sort=Done",
    ];

    /// <summary>Measures the server at an address.</summary>
    /// <param name="address">Such as http://localhost:5104.</param>
    /// <param name="label">What the row is called: the size and the database.</param>
    public static async Task<IReadOnlyList<string>> RunAsync(string address, string label)
    {
        using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = 400 };
        using var client = new HttpClient(handler) { BaseAddress = new Uri(address), Timeout = TimeSpan.FromSeconds(30) };
        var rows = new List<string>();
        foreach (var (name, addressOf) in new (string, Func<int, string>)[] { ("agencies", AgenciesAddress), ("notices", NoticesAddress) })
        {
            await DriveAsync(client, addressOf, WarmUpSeconds);
            var load = Load();
            var (times, failures) = await DriveAsync(client, addressOf, Seconds);
            times.Sort();
            rows.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"| {label} | {name} | {times.Count} | {failures} | {At(times, 0.5):0} | {At(times, 0.95):0} | {At(times, 0.99):0} | {times[^1]:0} | {load} |"));
        }

        return rows;
    }

    /// <summary>The head of the table.</summary>
    public static IReadOnlyList<string> Header { get; } =
    [
        $"| data, database | page | requests at {Rate}/s | failed | p50, ms | p95, ms | p99, ms | longest, ms | load before |", "|---|---|---|---|---|---|---|---|---|",
    ];

    // Words, conditions and pages in steps that do not meet again for thousands of requests.
    private static string AgenciesAddress(int n) =>
        $"/agencies?search={(n % 3 == 0 ? "" : Uri.EscapeDataString(Words[n % Words.Length]))}{Conditions[n * 7 % Conditions.Length]}&page={1 + (n % 11)}";

    private static string NoticesAddress(int n) => $"/notices?search={(n % 4 == 0 ? "" : Uri.EscapeDataString(Words[n * 3 % Words.Length]))}&page={1 + (n % 7)}";

    private static async Task<(List<double> Times, int Failures)> DriveAsync(HttpClient client, Func<int, string> addressOf, int seconds)
    {
        var (times, failures) = (new List<double>(), 0);
        var started = Stopwatch.GetTimestamp();
        var asked = new List<Task>();
        for (var n = 0; n < Rate * seconds; n++)
        {
            var due = TimeSpan.FromSeconds((double)n / Rate);
            if (due - Stopwatch.GetElapsedTime(started) is { Ticks: > 0 } wait)
            {
                await Task.Delay(wait);
            }

            asked.Add(AskAsync(addressOf(n), due));
        }

        await Task.WhenAll(asked);
        return (times, failures);

        async Task AskAsync(string path, TimeSpan due)
        {
            var isRight = false;
            try
            {
                using var answer = await client.GetAsync(path);
                isRight = answer.IsSuccessStatusCode && (await answer.Content.ReadAsByteArrayAsync()).Length > 0;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                // Counted as failed, and with the time it took.
            }

            var took = (Stopwatch.GetElapsedTime(started) - due).TotalMilliseconds;
            lock (times)
            {
                times.Add(took);
                failures += isRight ? 0 : 1;
            }
        }
    }

    private static double At(List<double> sorted, double share) => sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * share))];

    private static string Load() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "?";
}
