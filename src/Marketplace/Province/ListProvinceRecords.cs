using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Province;

/// <summary>A result or a rating as the province decided it.</summary>
public sealed record ProvinceRow(
    ProvinceRecordKind Kind, string Reference, Guid AgencyId, string AgencyName, string Text, decimal? Value, DateOnly On, DateTimeOffset ImportedAt);

/// <summary>What the province decided, for everybody: results of selection and credit ratings, the latest first.</summary>
public sealed class ListProvinceRecords(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ReadPublicRecords;

    /// <summary>Of one kind, or of one agency; the search looks at number, project or grade, and agency.</summary>
    public Task<PagedList<ProvinceRow>> ExecuteAsync(PageRequest page, ProvinceRecordKind? kind = null, Guid? agency = null)
    {
        ArgumentNullException.ThrowIfNull(page);
        var words = page.Words;
        var found =
            from record in db.ProvinceRecords.AsNoTracking()
            join holder in db.AgenciesFor(context.Actor) on record.AgencyId equals holder.Id
            where kind == null || record.Kind == kind
            where agency == null || record.AgencyId == agency
            where words == null || record.Reference.Contains(words) || record.Text.Contains(words) || holder.Name.Contains(words)
            orderby record.On descending, record.Kind, record.Reference, record.Id
            select new ProvinceRow(record.Kind, record.Reference, record.AgencyId, holder.Name, record.Text, record.Value, record.On, record.ImportedAt);
        return found.PageAsync(page, context.Cancellation);
    }
}
