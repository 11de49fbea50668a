using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace Market.Marketplace.Persistence;

/// <summary>The database says that every migration is applied, and a table or column of the model is not there: one was applied in part only.</summary>
public sealed class IncompleteSchemaException(string table, Exception inner) : Exception($"The table {table} is not as the migrations make it.", inner)
{
    /// <summary>Which table.</summary>
    public string Table { get; } = table;
}

/// <summary>Holds the database against the model, without reading a row.</summary>
internal static class DatabaseSchema
{
    /// <exception cref="IncompleteSchemaException">A table or a column is missing.</exception>
    public static async Task RequireCompleteAsync(MarketplaceDbContext db, CancellationToken ct)
    {
        var names = db.GetService<ISqlGenerationHelper>();
        await db.Database.OpenConnectionAsync(ct);
        foreach (var table in db.Model.GetRelationalModel().Tables)
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // Only names of the model, delimited.
            command.CommandText =
                $"SELECT {string.Join(", ", table.Columns.Select(column => names.DelimitIdentifier(column.Name)))} FROM {names.DelimitIdentifier(table.Name, table.Schema)} WHERE 1 = 0";
#pragma warning restore CA2100
            try
            {
                await using var reader = await command.ExecuteReaderAsync(ct);
            }
            catch (DbException e)
            {
                throw new IncompleteSchemaException(table.Name, e);
            }
        }

        await db.Database.CloseConnectionAsync();
    }
}
