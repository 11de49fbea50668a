using System.Collections;
using System.Data;
using System.Globalization;
using Market.Marketplace.Persistence;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;

namespace Market.Marketplace.Seeding;

/// <summary>Writes many rows of one table past the change tracker, in each database's own fast way. Columns and conversions come from the model,
/// so that a row looks as if the program had saved it; a column that is not named gets the value that means nothing.</summary>
internal sealed class BulkTable : IAsyncDisposable
{
    private const int SqlServerBatch = 10_000;

    private readonly IProperty[] _properties;
    private readonly int[] _given;
    private readonly object[] _values;
    private readonly IWriter _writer;

    private BulkTable(IProperty[] properties, int[] given, IWriter writer)
    {
        (_properties, _given, _writer) = (properties, given, writer);
        _values = [.. properties.Select(Nothing)];
    }

    /// <summary>Begins to write; the connection of the context is open and in a transaction where the database wants one.</summary>
    public static async Task<BulkTable> OpenAsync<T>(MarketplaceDbContext db, params string[] columns)
        where T : class
    {
        var entity = db.Model.FindEntityType(typeof(T))!;
        var table = entity.GetTableName()!;
        IProperty[] properties = [.. entity.GetProperties()];
        var names = properties.Select(property => property.GetColumnName()).ToArray();
        var given = columns.Select(column => Array.FindIndex(properties, property => property.Name == column) is >= 0 and var found
            ? found
            : throw new ArgumentException($"{typeof(T).Name} has no property {column}.", nameof(columns))).ToArray();
        IWriter writer = db switch
        {
            SqliteMarketplaceDbContext => new SqliteWriter((SqliteConnection)db.Database.GetDbConnection(), table, names),
            PostgreSqlMarketplaceDbContext => await PostgreSqlWriter.OpenAsync((NpgsqlConnection)db.Database.GetDbConnection(), table, names),
            _ => new SqlServerWriter((SqlConnection)db.Database.GetDbConnection(), table, names, [.. properties.Select(ProviderType)]),
        };
        return new BulkTable(properties, given, writer);
    }

    /// <summary>Adds a row: one value for every column that was named.</summary>
    public ValueTask AddAsync(params object?[] values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            _values[_given[i]] = Convert(_properties[_given[i]], values[i]);
        }

        return _writer.WriteAsync(_values);
    }

    public ValueTask DisposeAsync() => _writer.DisposeAsync();

    private static object Convert(IProperty property, object? value)
    {
        if (value is null)
        {
            return DBNull.Value;
        }

        return property.GetTypeMapping().Converter is { } converter ? converter.ConvertToProvider(value)! : value;
    }

    private static Type ProviderType(IProperty property)
    {
        var type = property.GetTypeMapping().Converter?.ProviderClrType ?? property.ClrType;
        return Nullable.GetUnderlyingType(type) ?? type;
    }

    private static object Nothing(IProperty property)
    {
        if (property.IsNullable)
        {
            return DBNull.Value;
        }

        var type = ProviderType(property);
        return type != typeof(string) ? Activator.CreateInstance(type)!
            : property.ClrType == typeof(string) ? ""
            : property.ClrType.IsEnum ? Convert(property, Enum.GetValues(property.ClrType).GetValue(0))
            : typeof(IEnumerable).IsAssignableFrom(property.ClrType) && !property.ClrType.Name.Contains("Dictionary", StringComparison.Ordinal) ? "[]"
            : "{}";
    }

    private interface IWriter : IAsyncDisposable
    {
        ValueTask WriteAsync(object[] values);
    }

    private sealed class SqliteWriter : IWriter
    {
        private readonly SqliteCommand _insert;

        public SqliteWriter(SqliteConnection connection, string table, string[] columns)
        {
            _insert = connection.CreateCommand();
            var places = columns.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"$p{i}")).ToList();
#pragma warning disable CA2100 // The names come from our own model.
            _insert.CommandText = $"INSERT INTO \"{table}\" ({string.Join(", ", columns.Select(column => $"\"{column}\""))}) VALUES ({string.Join(", ", places)})";
#pragma warning restore CA2100
            foreach (var place in places)
            {
                _insert.Parameters.Add(new SqliteParameter(place, null));
            }
        }

        public ValueTask WriteAsync(object[] values)
        {
            for (var i = 0; i < values.Length; i++)
            {
                _insert.Parameters[i].Value = values[i];
            }

            _insert.ExecuteNonQuery();
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => _insert.DisposeAsync();
    }

    private sealed class PostgreSqlWriter(NpgsqlBinaryImporter importer) : IWriter
    {
        public static async Task<PostgreSqlWriter> OpenAsync(NpgsqlConnection connection, string table, string[] columns) =>
            new(await connection.BeginBinaryImportAsync($"COPY \"{table}\" ({string.Join(", ", columns.Select(column => $"\"{column}\""))}) FROM STDIN (FORMAT BINARY)"));

        public async ValueTask WriteAsync(object[] values)
        {
            await importer.StartRowAsync();
            foreach (var value in values)
            {
                if (value is DBNull)
                {
                    await importer.WriteNullAsync();
                }
                else
                {
                    await importer.WriteAsync(value);
                }
            }
        }

        public async ValueTask DisposeAsync()
        {
            await importer.CompleteAsync();
            await importer.DisposeAsync();
        }
    }

    private sealed class SqlServerWriter : IWriter
    {
        private readonly SqlBulkCopy _copy;
        private readonly DataTable _rows = new() { Locale = CultureInfo.InvariantCulture };

        public SqlServerWriter(SqlConnection connection, string table, string[] columns, Type[] types)
        {
            _copy = new SqlBulkCopy(connection) { DestinationTableName = $"[{table}]", BulkCopyTimeout = 0 };
            foreach (var (column, type) in columns.Zip(types))
            {
                _rows.Columns.Add(column, type);
                _copy.ColumnMappings.Add(column, column);
            }
        }

        public async ValueTask WriteAsync(object[] values)
        {
            _rows.Rows.Add(values);
            if (_rows.Rows.Count >= SqlServerBatch)
            {
                await FlushAsync();
            }
        }

        public async ValueTask DisposeAsync()
        {
            await FlushAsync();
            ((IDisposable)_copy).Dispose();
            _rows.Dispose();
        }

        private async Task FlushAsync()
        {
            await _copy.WriteToServerAsync(_rows);
            _rows.Clear();
        }
    }
}
