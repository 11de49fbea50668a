using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace Market.Web.Tests;

/// <summary>A start that cannot use its database says why in one line, and leaves everything as it was.</summary>
public sealed class DatabaseStartTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("market-start-").FullName;

    [Theory]
    [InlineData("PostgreSql", "Hots=127.0.0.1;Database=market")]
    [InlineData("PostgreSql", "Host=127.0.0.1;Port=1;Database=market;Timeout=5")]
    [InlineData("SqlServer", "Srever=127.0.0.1;Database=market")]
    [InlineData("SqlServer", "Server=127.0.0.1,1;Database=market;Connect Timeout=1;ConnectRetryCount=0")]
    [InlineData("Sqlite", "Data Source=/no/such/directory/market.db")]
    [InlineData("Sqlite", "Data Sauce=market.db")]
    public async Task A_wrong_connection_string_or_a_server_that_is_down(string provider, string connection)
    {
        var (exit, said) = await StartAsync("--Database:Provider", provider, "--Database:ConnectionString", connection);

        Assert.Equal(1, exit);
        Assert.Contains("请检查 Database:Provider 和 Database:ConnectionString", Assert.Single(said), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_is_newer_than_the_program_and_one_upgraded_in_part()
    {
        Assert.Equal(0, (await StartAsync("migrate")).Exit);
        Execute("INSERT INTO __EFMigrationsHistory VALUES ('29990101000000_Later', '99.0')");
        var before = await File.ReadAllBytesAsync(Path.Combine(_data, "market.db"), TestContext.Current.CancellationToken);

        var newer = await StartAsync();
        Assert.Equal(1, newer.Exit);
        Assert.Contains("29990101000000_Later", Assert.Single(newer.Said), StringComparison.Ordinal);
        SqliteConnection.ClearAllPools();
        Assert.Equal(before, await File.ReadAllBytesAsync(Path.Combine(_data, "market.db"), TestContext.Current.CancellationToken));

        Execute("DELETE FROM __EFMigrationsHistory WHERE MigrationId = '29990101000000_Later'; ALTER TABLE InboxItems RENAME TO InboxItemsBefore");
        var half = await StartAsync();
        Assert.Equal(1, half.Exit);
        Assert.Contains("InboxItems", Assert.Single(half.Said), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_data, recursive: true);
    }

    private void Execute(string sql)
    {
        using (var connection = new SqliteConnection($"Data Source={Path.Combine(_data, "market.db")};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = sql + "; PRAGMA wal_checkpoint(TRUNCATE)";
            command.ExecuteNonQuery();
        }
    }

    private async Task<(int Exit, string[] Said)> StartAsync(params string[] arguments)
    {
        string[] verb = arguments is ["migrate"] ? arguments : [];
        string[] settings = verb.Length > 0 ? [] : ["--urls", "http://127.0.0.1:0", "--Demonstration:Enabled", "false", .. arguments];
        using var process = Process.Start(new ProcessStartInfo("dotnet")
        {
            Environment = { ["ASPNETCORE_ENVIRONMENT"] = "Development", ["DOTNET_ENVIRONMENT"] = "Development" },
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        }.With([typeof(Program).Assembly.Location, .. verb, "--Data:Directory", _data, .. settings]))!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var said = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        await output;
        return (process.ExitCode, said.Trim().Split('\n'));
    }
}
