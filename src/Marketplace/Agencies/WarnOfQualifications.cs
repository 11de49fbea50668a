using System.Globalization;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Agencies;

/// <summary>The daily look at licences: tells agencies 90, 60 and 30 days before one ends, each time once, however often it runs
/// and whatever days it missed. The sentence names the items that will need another licence.</summary>
public sealed class WarnOfQualifications(MarketplaceDbContext db, OperationContext context) : IOperation
{
    private const int MostItemsNamed = 5;
    private static readonly int[] Thresholds = [30, 60, 90];

    public static Permission Requires => Permission.RunInBackground;

    /// <summary>Returns how many warnings went out.</summary>
    public async Task<int> ExecuteAsync()
    {
        var last = context.Today.AddDays(Thresholds[^1]);
        var ending = await (
            from held in db.Set<Qualification>()
            join agency in db.Agencies on held.AgencyId equals agency.Id
            where (agency.Status == AgencyStatus.Admitted || agency.Status == AgencyStatus.Suspended)
                && held.ValidTo != null && held.ValidTo <= last && held.ValidTo >= context.Today
            orderby held.Id
            select held).ToListAsync(context.Cancellation);
        var warnings = 0;
        foreach (var held in ending)
        {
            var left = held.ValidTo!.Value.DayNumber - context.Today.DayNumber;
            var reached = Thresholds.First(threshold => left <= threshold);
            if (held.WarnedDays is { } warned && warned <= reached)
            {
                continue;
            }

            held.WarnedDays = reached;
            var journal = new Journal(db, context);
            var entry = journal.Record(
                LedgerKind.QualificationExpiring, new Subject(AgencyId: held.AgencyId), held.ToString(), held.CertificateNumber,
                held.ValidTo.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), left.ToString(CultureInfo.InvariantCulture), await ItemsOfAsync(held));
            journal.Notify(entry, held.AgencyId);
            warnings++;
        }

        return warnings;
    }

    private async Task<string> ItemsOfAsync(Qualification held)
    {
        var items = await db.ServiceItemsFor(context.Actor).AsNoTracking().OrderBy(item => item.Code).ToListAsync(context.Cancellation);
        var codes = items.Where(item => item.Terms.RequiredQualification.Options.Any(option => held.Satisfies(option, context.Today)))
            .Select(item => item.Code).ToList();
        return codes.Count == 0 ? "—" : string.Join('、', codes.Take(MostItemsNamed)) + (codes.Count > MostItemsNamed ? "…" : "");
    }
}
