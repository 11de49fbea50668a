using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Admissions;

/// <summary>An agency in publicity, as the public sees it.</summary>
public sealed record PublicityRow(
    Guid Id, string Name, string CreditCode, string RegionCode, IReadOnlyList<string> Qualifications, IReadOnlyList<string> Practitioners, DateOnly UntilOn);

/// <summary>Lists the agencies whose admission is in publicity (入驻公示).</summary>
public sealed class ListPublicity(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ReadPublicRecords;

    /// <summary>Those whose publicity ends first come first.</summary>
    public async Task<IReadOnlyList<PublicityRow>> ExecuteAsync()
    {
        var rows = await db.Admissions.AsNoTracking().Include(row => row.Submissions)
            .Where(row => row.Status == AdmissionStatus.InPublicity).ToListAsync(context.Cancellation);
        return
        [
            .. rows.Where(row => row.PublicityDeadline is not null)
                .OrderBy(row => row.PublicityDeadline!.DueOn).ThenBy(row => row.Name, StringComparer.Ordinal)
                .Select(row => (Row: row, row.Latest!.Dossier)).Select(shown => new PublicityRow(
                    shown.Row.Id, shown.Dossier.Name.Trim(), shown.Row.CreditCode, shown.Dossier.RegionCode,
                    [.. shown.Dossier.Qualifications.Select(held => string.Join(' ', new[] { held.Category, held.Specialty, held.Grade }.Where(part => !string.IsNullOrWhiteSpace(part))))],
                    [.. shown.Dossier.Practitioners.Select(person => $"{person.Name} {person.Title}")],
                    shown.Row.PublicityDeadline!.DueOn)),
        ];
    }
}
