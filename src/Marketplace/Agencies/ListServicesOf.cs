using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Agencies;

/// <summary>A service item that an agency may take, or could if its licence were in force.</summary>
/// <param name="IsOpen">Whether it may be taken now, as far as licences go.</param>
/// <param name="By">The licence that opens it; none where a commitment is enough.</param>
/// <param name="Ended">When the licence that opened it ended.</param>
public sealed record ServiceRow(string Code, string Name, bool IsOpen, string? By, DateOnly? Until, DateOnly? Ended);

/// <summary>Which items an agency's licences open, and which one the end of a licence has closed.</summary>
public sealed class ListServicesOf(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ReadPublicRecords;

    /// <summary>By code; items that need a licence the agency never had are left out.</summary>
    public async Task<IReadOnlyList<ServiceRow>> ExecuteAsync(Guid id)
    {
        var agency = await db.AgenciesFor(context.Actor).AsNoTracking().Include(row => row.Qualifications).FindOrThrowAsync(id, context.Cancellation);
        var items = await db.ServiceItemsFor(context.Actor).AsNoTracking().OrderBy(item => item.Code).ToListAsync(context.Cancellation);
        var rows = new List<ServiceRow>();
        foreach (var item in items.Where(item => item.Terms.RequiredQualification.Options.Any()))
        {
            var requirement = item.Terms.RequiredQualification;
            var held = agency.QualificationFor(requirement, context.Today);
            if (agency.IsQualifiedFor(requirement, context.Today))
            {
                rows.Add(new ServiceRow(item.Code, item.Name, true, held?.ToString(), held?.ValidTo, null));
                continue;
            }

            var ended = agency.Qualifications
                .Where(other => other.ValidTo < context.Today && requirement.Options.Any(option => other.Satisfies(option, other.ValidTo.Value)))
                .MaxBy(other => other.ValidTo);
            if (ended is not null)
            {
                rows.Add(new ServiceRow(item.Code, item.Name, false, ended.ToString(), null, ended.ValidTo));
            }
        }

        return rows;
    }
}
