using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace Market.Benchmarks;

/// <summary>Searching at a size: seeds a market, starts the program on it, and tells how long the start and the first page took, how answers came under load
/// and how much memory that needed.</summary>
internal static class ScaleBench
{
    /// <summary>The head of the table of starts.</summary>
    public static IReadOnlyList<string> Header { get; } =
        ["| data, database | seeded in, s | start until the port answers, s | said by the start | first /agencies, ms | resident after load, MB | highest, MB |", "|---|---|---|---|---|---|---|"];

    /// <summary>Measures one size.</summary>
    /// <param name="times">1, 4 or 16 times 3,125 agencies, 18,750 notices and 62,500 orders.</param>
    /// <param name="provider">Sqlite or PostgreSql.</param>
    /// <param name="connection">An empty database of the provider; none for SQLite.</param>
    public static async Task<int> RunAsync(int times, string provider, string? connection)
    {
        var (agencies, notices, orders) = (3_125 * times, 18_750 * times, 62_500 * times);
        var data = Directory.CreateTempSubdirectory("market-scale-");
        try
        {
            string[] database = connection is null ? [] : ["--Database:Provider", provider, "--Database:ConnectionString", connection];
            var clock = Stopwatch.StartNew();
            using (var seeding = Start(["seed", "--agencies", Say(agencies), "--notices", Say(notices), "--orders", Say(orders), "--Data:Directory", data.FullName, .. database], TextWriter.Null))
            {
                await seeding.WaitForExitAsync();
                if (seeding.ExitCode != 0)
                {
                    Console.Error.WriteLine("The market could not be seeded: an empty database is needed.");
                    return 1;
                }
            }

            var seeded = clock.Elapsed;
            var address = $"http://127.0.0.1:{Say(FreePort())}";
            using var said = new StringWriter();
            clock.Restart();
            using var server = Start(["--urls", address, "--Demonstration:Enabled", "false", "--Data:Directory", data.FullName, .. database], said);
            try
            {
                using var client = new HttpClient { BaseAddress = new Uri(address), Timeout = TimeSpan.FromMinutes(2) };
                while (!await AnswersAsync(client) && !server.HasExited)
                {
                    await Task.Delay(50);
                }

                var started = clock.Elapsed;
                clock.Restart();
                await client.GetByteArrayAsync("/agencies");
                var first = clock.Elapsed;
                var label = string.Create(CultureInfo.InvariantCulture, $"{times}x: {agencies} agencies, {notices} notices, {orders} orders, {provider}");
                var rows = await SearchBench.RunAsync(address, label);
                var line = said.ToString().Split('\n').FirstOrDefault(text => text.Contains("机构检索目录", StringComparison.Ordinal))?.Split('。')[0] ?? "";
                Write(Header);
                Write([string.Create(CultureInfo.InvariantCulture, $"| {label} | {seeded.TotalSeconds:0} | {started.TotalSeconds:0.0} | {line} | {first.TotalMilliseconds:0} | {Memory(server, "VmRSS")} | {Memory(server, "VmHWM")} |"), ""]);
                Write(SearchBench.Header.Concat(rows));
                return 0;
            }
            finally
            {
                server.Kill(entireProcessTree: true);
                await server.WaitForExitAsync();
            }
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static Process Start(IEnumerable<string> arguments, TextWriter said)
    {
        var program = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../Market.Web/release/Market.Web.dll"));
        var start = new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true, WorkingDirectory = Path.GetDirectoryName(program)! };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) =>
        {
            lock (said)
            {
                said.WriteLine(line.Data);
            }
        };
        process.BeginOutputReadLine();
        return process;
    }

    private static async Task<bool> AnswersAsync(HttpClient client)
    {
        try
        {
            using var answer = await client.GetAsync("/health/live");
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static string Memory(Process process, string what) =>
        File.ReadLines($"/proc/{Say(process.Id)}/status").FirstOrDefault(line => line.StartsWith(what, StringComparison.Ordinal)) is { } line
        && long.TryParse(line.Split(':')[1].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture, out var kilobytes)
            ? Say((int)(kilobytes / 1024)) : "?";

    private static int FreePort()
    {
        using var probe = new TcpListener(System.Net.IPAddress.Loopback, 0);
        probe.Start();
        return ((System.Net.IPEndPoint)probe.LocalEndpoint).Port;
    }

    private static string Say(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static void Write(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            Console.WriteLine(line);
        }
    }
}
