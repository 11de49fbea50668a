using Microsoft.Data.SqlClient;

namespace Market.Marketplace.Tests;

/// <summary>Where no SQL Server is, these still show that the client loads with everything it needs.</summary>
public sealed class SqlClientTests
{
    [Fact]
    public async Task The_client_logs_in_and_runs_a_parameterised_command()
    {
        await using var server = new FakeSqlServer();
        await using var connection = new SqlConnection(server.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new SqlCommand("SELECT @number", connection);
        command.Parameters.AddWithValue("@number", 5);
        command.Parameters.AddWithValue("@text", "中选");
        command.Parameters.AddWithValue("@money", 1.5m);
        command.Parameters.AddWithValue("@bytes", new byte[] { 1, 2 });

        var answer = await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, answer);
        Assert.StartsWith("16.", connection.ServerVersion, StringComparison.Ordinal);
    }
}
