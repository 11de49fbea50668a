using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Text;
using Market.Marketplace.Persistence;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Market.Marketplace.Exchange;

/// <summary>A case as it lies in the exchange database, by column.</summary>
/// <param name="Serial">Its key there.</param>
/// <param name="Seen">When it was changed, as the database says it: how a later change is noticed.</param>
/// <param name="Columns">What it says.</param>
internal sealed record FrontCase(string Serial, object Seen, IReadOnlyDictionary<string, string> Columns);

/// <summary>The exchange database (前置库): a database of the city's own, of any of the three kinds, in which two systems that must not
/// call each other leave rows for one another. Everything is plain SQL on tables without numbers made by the database.</summary>
public sealed class FrontDatabase(MarketplaceOptions options)
{
    private const string NotTaken = "0";
    private const int LongestText = 400;

    /// <summary>Whether there is one.</summary>
    public bool IsConfigured => options.ExchangeConnectionString is not null;

    private DatabaseProvider Provider => options.ExchangeProvider;

    /// <summary>Makes the tables that are missing.</summary>
    internal async Task PrepareAsync(CancellationToken ct)
    {
        await using var connection = await OpenAsync(ct);
        foreach (var table in NationalTables.Outgoing.Append(NationalTables.Cases))
        {
            if (!await ExistsAsync(connection, table, ct))
            {
                await ExecuteAsync(connection, Definition(table), [], ct);
            }
        }
    }

    /// <summary>Cases that nobody has taken yet, the oldest first.</summary>
    internal async Task<IReadOnlyList<FrontCase>> ReadCasesAsync(int atMost, CancellationToken ct)
    {
        await using var connection = await OpenAsync(ct);
        var columns = NationalTables.ColumnsOf(NationalTables.Cases);
        await using var command = Command(
            connection, $"SELECT {string.Join(", ", columns)} FROM {NationalTables.Cases} WHERE clzt = 0 ORDER BY gxsj, lsh{Limit(atMost)}", []);
        var found = new List<FrontCase>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var values = new Dictionary<string, string>();
            for (var i = 0; i < columns.Count; i++)
            {
                values[columns[i]] = await reader.IsDBNullAsync(i, ct) ? "" : Text(reader.GetValue(i));
            }

            found.Add(new FrontCase(values[NationalTables.Serial], reader["gxsj"], values));
        }

        return found;
    }

    /// <summary>Marks a case as taken (1) or refused (−1), unless it was changed again meanwhile.</summary>
    internal async Task MarkCaseAsync(FrontCase row, string? refusal, DateTimeOffset at, CancellationToken ct)
    {
        await using var connection = await OpenAsync(ct);
        await ExecuteAsync(
            connection,
            $"UPDATE {NationalTables.Cases} SET clzt = @state, clsj = @at, sbyy = @reason WHERE lsh = @key AND gxsj {(row.Seen is DBNull ? "IS NULL" : "= @seen")} AND clzt = {NotTaken}",
            [("@state", refusal is null ? 1 : -1), ("@at", Local(at)), ("@reason", Shortened(refusal ?? "")), ("@key", row.Serial), .. row.Seen is DBNull ? [] : new[] { ("@seen", row.Seen) }], ct);
    }

    /// <summary>Writes rows; one that is there already is written over and waits for the collector again. A row that the database does not accept - the
    /// city's own tables may be narrower than ours - holds up no other: returns why, by the row's id.</summary>
    internal async Task<IReadOnlyDictionary<Guid, string>> WriteAsync(IReadOnlyList<ExchangeRow> rows, CancellationToken ct)
    {
        await using var connection = await OpenAsync(ct);
        var refused = new Dictionary<Guid, string>();
        try
        {
            await WriteTogetherAsync(connection, rows, ct);
        }
        catch (DbException e) when (connection.State == ConnectionState.Open && !e.IsTransient)
        {
            foreach (var row in rows)
            {
                if (await RefusalOfAsync(connection, row, ct) is { } reason)
                {
                    refused[row.Id] = reason;
                }
            }
        }

        return refused;
    }

    private static async Task<string?> RefusalOfAsync(DbConnection connection, ExchangeRow row, CancellationToken ct)
    {
        try
        {
            await WriteTogetherAsync(connection, [row], ct);
            return null;
        }
        catch (DbException e) when (connection.State == ConnectionState.Open && !e.IsTransient)
        {
            return e.Message;
        }
    }

    private static async Task WriteTogetherAsync(DbConnection connection, IReadOnlyList<ExchangeRow> rows, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        foreach (var row in rows)
        {
            var columns = NationalTables.ColumnsOf(row.Table).Where(column => column is not (NationalTables.Serial or NationalTables.Key)).ToList();
            var values = columns.Select(column => ($"@{column}", Value(column, row.Content.GetValueOrDefault(column)))).Append(("@key", row.Key)).ToList();
            var changed = await ExecuteAsync(
                connection, $"UPDATE {row.Table} SET {string.Join(", ", columns.Select(column => $"{column} = @{column}"))} WHERE dfsjzj = @key", values, ct, transaction);
            if (changed == 0)
            {
                await ExecuteAsync(
                    connection,
                    $"INSERT INTO {row.Table} (lsh, dfsjzj, {string.Join(", ", columns)}) VALUES (@lsh, @key, {string.Join(", ", columns.Select(column => $"@{column}"))})",
                    [.. values, ("@lsh", row.Id.ToString("N"))], ct, transaction);
            }
        }

        await transaction.CommitAsync(ct);
    }

    /// <summary>How rows of a table stand with the collector, by their keys.</summary>
    internal async Task<IReadOnlyDictionary<string, (int State, string Reason)>> StatesAsync(string table, IReadOnlyList<string> keys, CancellationToken ct)
    {
        await using var connection = await OpenAsync(ct);
        var names = keys.Select((key, place) => ($"@k{place}", (object)key)).ToList();
        await using var command = Command(
            connection, $"SELECT dfsjzj, sjsczt, sbyy FROM {table} WHERE dfsjzj IN ({string.Join(", ", names.Select(name => name.Item1))})", names);
        var states = new Dictionary<string, (int, string)>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            states[reader.GetString(0).TrimEnd()] = (
                Convert.ToInt32(reader.GetValue(1), CultureInfo.InvariantCulture), await reader.IsDBNullAsync(2, ct) ? "" : reader.GetString(2));
        }

        return states;
    }

    /// <summary>The definition of a table in the words of the database, for its administrator too.</summary>
    internal string Definition(string table)
    {
        var sql = new StringBuilder($"CREATE TABLE {table} (");
        foreach (var column in NationalTables.ColumnsOf(table))
        {
            sql.Append(CultureInfo.InvariantCulture, $"\n  {column} {TypeOf(column)}{(column == NationalTables.Serial ? " NOT NULL PRIMARY KEY" : column == NationalTables.Key ? " NOT NULL UNIQUE" : column is "gxsj" or "clzt" ? " NOT NULL" : "")},");
        }

        return sql.Remove(sql.Length - 1, 1).Append("\n)").ToString();
    }

    private static DateTime Local(DateTimeOffset at) => at.ToOffset(Calendars.ChinaTime.Offset).DateTime;

    private static string Shortened(string text) => text.Length <= LongestText ? text : text[..LongestText];

    /// <summary>Without the blanks with which columns of a fixed width are filled up.</summary>
    private static string Text(object value) => value switch
    {
        DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()?.TrimEnd() ?? "",
    };

    private static object Value(string column, string? text) => column switch
    {
        NationalTables.UploadState => 0,
        NationalTables.FailureReason => "",
        _ when string.IsNullOrEmpty(text) => NationalTables.IsNumber(column) || NationalTables.IsTime(column) ? DBNull.Value : "",
        _ when NationalTables.IsNumber(column) => int.Parse(text, CultureInfo.InvariantCulture),
        _ when NationalTables.IsTime(column) => DateTime.Parse(text, CultureInfo.InvariantCulture),
        _ => text,
    };

    private static async Task<int> ExecuteAsync(
        DbConnection connection, string sql, IReadOnlyList<(string, object)> values, CancellationToken ct, DbTransaction? transaction = null)
    {
        await using var command = Command(connection, sql, values);
        command.Transaction = transaction;
        return await command.ExecuteNonQueryAsync(ct);
    }

    private static DbCommand Command(DbConnection connection, string sql, IReadOnlyList<(string Name, object Value)> values)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Names of tables and columns are constants of ours; values are parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in values)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private static async Task<bool> ExistsAsync(DbConnection connection, string table, CancellationToken ct)
    {
        try
        {
            await using var command = Command(connection, $"SELECT COUNT(*) FROM {table} WHERE 1 = 0", []);
            await command.ExecuteScalarAsync(ct);
            return true;
        }
        catch (DbException)
        {
            // Whatever else is wrong shows when the table is made.
            return false;
        }
    }

    private string Limit(int rows) => Provider == DatabaseProvider.SqlServer ? $" OFFSET 0 ROWS FETCH NEXT {rows} ROWS ONLY" : $" LIMIT {rows}";

    private string TypeOf(string column) =>
        NationalTables.IsNumber(column) ? "integer"
        : NationalTables.IsTime(column) ? Provider switch { DatabaseProvider.Sqlite => "text", DatabaseProvider.PostgreSql => "timestamp", DatabaseProvider.SqlServer => "datetime2" }
        : $"{(Provider == DatabaseProvider.SqlServer ? "nvarchar" : "varchar")}({(column is "ys" ? 2000 : LongestText)})";

    private async Task<DbConnection> OpenAsync(CancellationToken ct)
    {
        DbConnection connection = Provider switch
        {
            DatabaseProvider.Sqlite => new SqliteConnection(options.ExchangeConnectionString),
            DatabaseProvider.PostgreSql => new NpgsqlConnection(options.ExchangeConnectionString),
            DatabaseProvider.SqlServer => new SqlConnection(options.ExchangeConnectionString),
        };
        try
        {
            await connection.OpenAsync(ct);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
