using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Catalogue;

/// <summary>What an import does to an item.</summary>
public enum ImportChange
{
    /// <summary>新增.</summary>
    Added,

    /// <summary>变更: a new edition.</summary>
    Changed,

    /// <summary>没有变化.</summary>
    Same,
}

/// <summary>A value that differs.</summary>
public sealed record ImportDifference(string Column, string Before, string After);

/// <summary>One item of the file against the catalogue.</summary>
public sealed record ImportLine(int Line, string Code, string Name, ImportChange Change, DateOnly EffectiveFrom, IReadOnlyList<ImportDifference> Differences);

/// <summary>What an import would do.</summary>
/// <param name="NotInFile">Published items that the file does not name; they stay.</param>
public sealed record ImportPreview(IReadOnlyList<ImportLine> Lines, IReadOnlyList<RefusedLine> Refused, IReadOnlyList<string> NotInFile);

/// <summary>Shows what a file would change in the catalogue, value by value, and which lines cannot be taken in.</summary>
public sealed class PreviewCatalogueImport(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.MaintainRegisters;

    /// <summary>Changes nothing.</summary>
    public async Task<ImportPreview> ExecuteAsync(byte[] file, CatalogueFormat format)
    {
        ArgumentNullException.ThrowIfNull(file);
        var reading = CatalogueFile.Read(file, format);
        var present = await CurrentAsync(db, context);
        return new ImportPreview(
            [.. reading.Items.Select(item => Compare(item.Line, Completed(item.Terms, present), present.GetValueOrDefault(item.Terms.Code)))],
            reading.Refused, [.. present.Keys.Except(reading.Items.Select(item => item.Terms.Code)).Order(StringComparer.Ordinal)]);
    }

    internal static async Task<Dictionary<string, ServiceItemTerms>> CurrentAsync(MarketplaceDbContext db, OperationContext context)
    {
        // An edition that waits for its day is what the next import is compared with.
        var items = await db.ServiceItems.AsNoTracking()
            .Where(item => item.Status == ServiceItemStatus.Published || item.Status == ServiceItemStatus.Scheduled)
            .OrderBy(item => item.Edition).ToListAsync(context.Cancellation);
        return items.GroupBy(item => item.Code).ToDictionary(group => group.Key, group => group.Last().Terms);
    }

    /// <summary>A table has no columns for the elements of a result: they stay as they are.</summary>
    internal static ServiceItemTerms Completed(ServiceItemTerms terms, Dictionary<string, ServiceItemTerms> present) =>
        terms.Elements is null && present.GetValueOrDefault(terms.Code) is { } before ? terms with { Elements = before.Elements } : terms;

    internal static ImportLine Compare(int line, ServiceItemTerms now, ServiceItemTerms? before)
    {
        var differences = before is null
            ? []
            : ServiceItemColumns.All.Select(column => new ImportDifference(column.Name, column.Write(before), column.Write(now)))
                .Where(difference => difference.Before != difference.After).ToList();
        var change = before is null ? ImportChange.Added : differences.Count > 0 ? ImportChange.Changed : ImportChange.Same;
        return new ImportLine(line, now.Code, now.Name, change, now.EffectiveFrom, differences);
    }
}

/// <summary>Takes a file into the catalogue: each item that differs becomes a new edition from its first day; lines that cannot be taken in
/// are left out, and items that the file does not name stay.</summary>
public sealed class ImportCatalogue(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.MaintainRegisters;

    /// <summary>Returns how many editions were published.</summary>
    public async Task<int> ExecuteAsync(byte[] file, CatalogueFormat format)
    {
        ArgumentNullException.ThrowIfNull(file);
        var reading = CatalogueFile.Read(file, format);
        var present = await PreviewCatalogueImport.CurrentAsync(db, context);
        var publishing = new Publishing(db, context);
        var published = 0;
        foreach (var (line, read) in reading.Items)
        {
            var terms = PreviewCatalogueImport.Completed(read, present);
            if (PreviewCatalogueImport.Compare(line, terms, present.GetValueOrDefault(terms.Code)).Change != ImportChange.Same)
            {
                await publishing.PublishAsync(terms);
                published++;
            }
        }

        return published;
    }
}

/// <summary>Writes the published catalogue to a file, for spreadsheet programs or for programs.</summary>
public sealed class ExportCatalogue(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ReadPublicRecords;

    /// <summary>The file; importing it again changes nothing.</summary>
    public async Task<byte[]> ExecuteAsync(CatalogueFormat format)
    {
        var items = await db.ServiceItemsFor(context.Actor).AsNoTracking().OrderBy(item => item.Code).ToListAsync(context.Cancellation);
        return CatalogueFile.Write(items.Select(item => item.Terms), format);
    }
}
