using Market.Marketplace.Agencies;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Procurements;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Publication;

/// <summary>Public pages of which there are many, one for each row.</summary>
public enum PageFamily
{
    /// <summary>Service items.</summary>
    Items,

    /// <summary>Agencies in the market.</summary>
    Agencies,

    /// <summary>Published procurements.</summary>
    Procurements,

    /// <summary>Draws.</summary>
    Draws,

    /// <summary>Notices of assignments.</summary>
    Notices,
}

/// <summary>The last part of a page's address, and when the page last changed where that is known.</summary>
public sealed record PageAddress(string Key, DateTimeOffset? ChangedAt);

/// <summary>Tells search engines which public pages there are, in parts of one size.</summary>
public sealed class ListAddresses(MarketplaceDbContext db, OperationContext context) : IOperation
{
    /// <summary>The most that one file of a site map may hold (sitemaps.org).</summary>
    public const int PartSize = 50_000;

    public static Permission Requires => Permission.ReadPublicRecords;

    /// <summary>One part, from 0, the oldest first, so that full parts stay as they are.</summary>
    public async Task<IReadOnlyList<PageAddress>> ExecuteAsync(PageFamily family, int part)
    {
        var (skip, ct) = (Math.Max(0, part) * PartSize, context.Cancellation);
        return family switch
        {
            PageFamily.Items => (await db.ServiceItemsFor(context.Actor).OrderBy(row => row.Code).Skip(skip).Take(PartSize).Select(row => row.Code).ToListAsync(ct))
                .ConvertAll(code => new PageAddress(code, null)),
            PageFamily.Agencies => Of(await db.AgenciesFor(context.Actor).Where(row => row.Status == AgencyStatus.Admitted || row.Status == AgencyStatus.Suspended)
                .OrderBy(row => row.Id).Skip(skip).Take(PartSize).Join(db.AgencyTallies, row => row.Id, tally => tally.AgencyId, (row, tally) => new Row(row.Id, tally.ChangedAt)).ToListAsync(ct)),
            PageFamily.Procurements => Of(await db.ProcurementsFor(context.Actor).Where(row => row.Status != ProcurementStatus.Draft)
                .OrderBy(row => row.Id).Skip(skip).Take(PartSize).Select(row => new Row(row.Id, row.AwardedAt ?? row.EndedAt ?? row.PublishedAt)).ToListAsync(ct)),
            PageFamily.Draws => Of(await db.DrawsFor(context.Actor).OrderBy(row => row.Id).Skip(skip).Take(PartSize).Select(row => new Row(row.Id, null)).ToListAsync(ct)),
            PageFamily.Notices => Of(await db.NoticesFor(context.Actor).OrderBy(row => row.Id).Skip(skip).Take(PartSize).Select(row => new Row(row.Id, row.PublishedAt)).ToListAsync(ct)),
        };
    }

    private static List<PageAddress> Of(List<Row> rows) => rows.ConvertAll(row => new PageAddress(row.Id.ToString(), row.At));

    private sealed record Row(Guid Id, DateTimeOffset? At);
}

/// <summary>Counts the pages of a family.</summary>
public sealed class CountAddresses(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ReadPublicRecords;

    /// <summary>How many parts each family has.</summary>
    public async Task<IReadOnlyDictionary<PageFamily, int>> ExecuteAsync()
    {
        var ct = context.Cancellation;
        return new Dictionary<PageFamily, int>
        {
            [PageFamily.Items] = Parts(await db.ServiceItemsFor(context.Actor).CountAsync(ct)),
            [PageFamily.Agencies] = Parts(await db.AgenciesFor(context.Actor).CountAsync(row => row.Status == AgencyStatus.Admitted || row.Status == AgencyStatus.Suspended, ct)),
            [PageFamily.Procurements] = Parts(await db.ProcurementsFor(context.Actor).CountAsync(row => row.Status != ProcurementStatus.Draft, ct)),
            [PageFamily.Draws] = Parts(await db.DrawsFor(context.Actor).CountAsync(ct)),
            [PageFamily.Notices] = Parts(await db.NoticesFor(context.Actor).CountAsync(ct)),
        };
    }

    private static int Parts(int pages) => (pages + ListAddresses.PartSize - 1) / ListAddresses.PartSize;
}
