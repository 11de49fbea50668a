using System.Globalization;
using Market.Marketplace.Documents;
using Market.Marketplace.Persistence;
using Market.Marketplace.Results;
using Market.Marketplace.Seals;
using Market.Marketplace.TaskOrders;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Market.Marketplace.Integrity;

/// <summary>Rows that name other rows: the foreign keys of the model, whatever the database itself enforced, and columns that name a row
/// by custom only.</summary>
internal sealed class RelationChecks(MarketplaceDbContext db, IntegrityRun run, CancellationToken ct)
{
    /// <summary>How many rows of one relation are named.</summary>
    private const int Named = 100;

    /// <summary>The ends of column names that name such a row where there is no foreign key.</summary>
    private static readonly (string Ending, Type Principal)[] ByCustom =
    [
        ("FileId", typeof(StoredFile)), ("TaskOrderId", typeof(TaskOrder)), ("ResultId", typeof(Result)), ("SealId", typeof(Seal)),
    ];

    public async Task RunAsync()
    {
        var relations = Relations().ToList();
        foreach (var (relation, index) in relations.Select((relation, index) => (relation, index)))
        {
            await CheckAsync(relation);
            run.Show("relations", index + 1, relations.Count);
        }

        await CheckCopiesAsync();
    }

    private IEnumerable<Relation> Relations()
    {
        foreach (var entity in db.Model.GetEntityTypes().Where(entity => entity.GetTableName() is not null && !entity.IsMappedToJson()))
        {
            foreach (var key in entity.GetForeignKeys().Where(key => key.Properties.Count == 1 && key.PrincipalEntityType.GetTableName() is not null))
            {
                yield return RelationOf(entity, key.Properties[0], key.PrincipalEntityType, key.PrincipalKey.Properties[0]);
            }

            foreach (var column in entity.GetProperties().Where(column => !column.IsForeignKey() && !column.IsPrimaryKey()))
            {
                if (Array.Find(ByCustom, custom => IsId(column) && column.Name.EndsWith(custom.Ending, StringComparison.Ordinal)) is { Principal: { } type })
                {
                    var principal = db.Model.FindEntityType(type)!;
                    yield return RelationOf(entity, column, principal, principal.FindPrimaryKey()!.Properties[0]);
                }
            }
        }
    }

    private static bool IsId(IProperty column) => column.ClrType == typeof(Guid) || column.ClrType == typeof(Guid?);

    private static Relation RelationOf(IEntityType dependent, IProperty column, IEntityType principal, IProperty key) => new(
        dependent.GetTableName()!, column.GetColumnName(), dependent.FindPrimaryKey()!.Properties[0].GetColumnName(), principal.GetTableName()!, key.GetColumnName());

    private async Task CheckAsync(Relation relation)
    {
        var sql = db.GetService<ISqlGenerationHelper>();
        var (table, principal) = (sql.DelimitIdentifier(relation.Table), sql.DelimitIdentifier(relation.Principal));
        var (column, id, key) = (sql.DelimitIdentifier(relation.Column), sql.DelimitIdentifier(relation.Id), sql.DelimitIdentifier(relation.Key));
        await using var command = db.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // Only names of the model, delimited.
        command.CommandText =
            $"SELECT d.{id}, d.{column} FROM {table} d WHERE d.{column} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {principal} p WHERE p.{key} = d.{column})";
#pragma warning restore CA2100
        await db.Database.OpenConnectionAsync(ct);
        await using var reader = await command.ExecuteReaderAsync(ct);
        for (var count = 1; await reader.ReadAsync(ct) && count <= Named; count++)
        {
            run.Add(
                FindingKind.ReferenceBroken, $"{relation.Table}.{relation.Column}", Convert.ToString(reader.GetValue(0), CultureInfo.InvariantCulture)!,
                $"{relation.Principal} {Convert.ToString(reader.GetValue(1), CultureInfo.InvariantCulture)}");
        }
    }

    /// <summary>Digests that are kept beside the file they are of.</summary>
    private async Task CheckCopiesAsync()
    {
        var sheets = await db.Sheets.AsNoTracking()
            .Join(db.StoredFiles, sheet => sheet.FileId, file => file.Id, (sheet, file) => new { sheet.Id, Copy = sheet.Sha256, file.Sha256 })
            .Where(pair => pair.Copy != pair.Sha256).ToListAsync(ct);
        var sealedSheets = await db.Sheets.AsNoTracking().Where(sheet => sheet.SealedFileId != null)
            .Join(db.StoredFiles, sheet => sheet.SealedFileId, file => file.Id, (sheet, file) => new { sheet.Id, Copy = sheet.SealedSha256!, file.Sha256 })
            .Where(pair => pair.Copy != pair.Sha256).ToListAsync(ct);
        foreach (var sheet in sheets.Concat(sealedSheets!))
        {
            run.Add(FindingKind.DigestCopyDiffers, "Sheets", sheet.Id, Figures.Different(sheet.Copy, sheet.Sha256));
        }
    }

    private sealed record Relation(string Table, string Column, string Id, string Principal, string Key);
}
