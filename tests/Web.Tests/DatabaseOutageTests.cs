using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Market.Marketplace.Catalogue;
using Market.Marketplace.Documents;
using Market.Marketplace.Integrity;
using Market.Marketplace.Operations;
using Market.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Market.Web.Tests;

/// <summary>The database server dies under the running program, as in a failover, and comes back.</summary>
public sealed class DatabaseOutageTests
{
    private const int Writers = 4;
    private const int Some = 20;
    private readonly ConcurrentDictionary<string, bool> _acknowledged = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _refused = new(StringComparer.Ordinal);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_asked_meanwhile_is_refused_in_a_sentence_nothing_is_half_and_it_goes_on_by_itself()
    {
        await using var server = await PostgreSqlServer.StartAsync(isDurable: true);
        await server.ExecuteAsync("CREATE DATABASE market");
        await using var site = new SiteOn(server.ConnectionString("market"));
        using var browser = site.CreateClient();
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/health/ready", Stop)).StatusCode);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() => WriteAsync(site, writer, enough.Token), Stop)));

        await UntilAsync(writing, () => Task.FromResult(_acknowledged.Count >= Some));
        await server.KillAsync();
        await UntilAsync(writing, () => Task.FromResult(_refused.Count >= Some));
        var asked = await browser.GetAsync("/api/v1/service-items", Stop);
        var page = await browser.GetAsync("/items", Stop);
        var (ready, live) = (await browser.GetAsync("/health/ready", Stop), await browser.GetAsync("/health/live", Stop));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, asked.StatusCode);
        var problem = await asked.Content.ReadFromJsonAsync<JsonElement>(Stop);
        Assert.Equal("database-unavailable", problem.GetProperty("code").GetString());
        Assert.Contains("数据库", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, page.StatusCode);
        Assert.Contains("</html>", await page.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK), (ready.StatusCode, live.StatusCode));

        await server.StartAgainAsync();
        var before = _acknowledged.Count;
        await UntilAsync(writing, () => Task.FromResult(_acknowledged.Count >= before + Some));
        await UntilAsync(writing, async () => (await browser.GetAsync("/health/ready", Stop)).IsSuccessStatusCode);
        await enough.CancelAsync();
        await writing;

        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/items", Stop)).StatusCode);
        var kept = await KeptAsync(server.ConnectionString("market"));
        Assert.Equal(kept.Count, kept.Distinct().Count());
        Assert.Empty(_acknowledged.Keys.Except(kept));
        // An answer that was lost on its way says nothing of the effect; nobody else's row may be there.
        Assert.Empty(kept.Except(_acknowledged.Keys).Except(_refused.Keys));
        var report = await site.Services.GetRequiredService<OperationRunner>().RunAsync(
            Actor.System, (CheckIntegrity check) => check.ExecuteAsync(fast: false), Stop);
        Assert.Equal(0, report.CountOf(FindingGravity.Damage));
    }

    private async Task WriteAsync(SiteOn site, int writer, CancellationToken enough)
    {
        var runner = site.Services.GetRequiredService<OperationRunner>();
        for (var n = 0; !enough.IsCancellationRequested; n++)
        {
            var facts = $"{writer}-{n}";
            try
            {
                await runner.RunAsync(Actor.Public, (ReportOffList report) => report.ExecuteAsync("建设工程规划许可", facts, ""), Stop);
                _acknowledged[facts] = true;
            }
            catch (StoreUnavailableException refusal) when (refusal.Code == "database-unavailable")
            {
                _refused[facts] = true;
                await Task.Delay(20, Stop);
            }
        }
    }

    private static async Task UntilAsync(Task writing, Func<Task<bool>> isSo)
    {
        while (!await isSo())
        {
            // A writer that met anything but the refusal has failed the test.
            if (writing.IsCompleted)
            {
                await writing;
            }

            await Task.Delay(20, Stop);
        }
    }

    private static async Task<List<string>> KeptAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(Stop);
        await using var command = new NpgsqlCommand("SELECT \"Facts\" FROM \"OffListReports\"", connection);
        await using var rows = await command.ExecuteReaderAsync(Stop);
        var kept = new List<string>();
        while (await rows.ReadAsync(Stop))
        {
            kept.Add(rows.GetString(0));
        }

        return kept;
    }

    private sealed class SiteOn(string connectionString) : TestSite
    {
        protected override IReadOnlyDictionary<string, string?> Settings { get; } = new Dictionary<string, string?>
        {
            ["Database:Provider"] = "PostgreSql",
            ["Database:ConnectionString"] = connectionString,
            ["Demonstration:Enabled"] = "false",
            // What the workers say of the outage is not this test's business.
            ["Logging:LogLevel:Default"] = "None",
        };
    }
}
