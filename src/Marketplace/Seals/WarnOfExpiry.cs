using Market.Marketplace.Calendars;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Seals;

/// <summary>The daily sweep: tells agencies 90, 60 and 30 days before a seal's certificate or a practitioner's registration ends.
/// Each warning goes out once, however often the sweep runs and whatever days it missed.</summary>
public sealed class WarnOfExpiry(MarketplaceDbContext db, OperationContext context) : IOperation
{
    private static readonly int[] Thresholds = [30, 60, 90];

    public static Permission Requires => Permission.RunInBackground;

    /// <summary>Returns how many warnings went out.</summary>
    public async Task<int> ExecuteAsync()
    {
        var journal = new Journal(db, context);
        var warnings = 0;
        var last = ChinaTime.StartOf(context.Today.AddDays(Thresholds[^1] + 1));
        var seals = await db.Seals
            .Where(seal => seal.Status == SealStatus.Active || seal.Status == SealStatus.Suspended).OrderBy(seal => seal.Id)
            .ToListAsync(context.Cancellation);
        foreach (var seal in seals.Where(seal => seal.UsableTo < last))
        {
            var lastDay = ChinaTime.DayOf(seal.UsableTo);
            if (DueThreshold(lastDay, seal.WarnedDays) is { } threshold)
            {
                seal.Warned(threshold);
                var entry = journal.Record(
                    LedgerKind.CertificateExpiring, new Subject(SealId: seal.Id), seal.Text, $"{lastDay:yyyy-MM-dd}", $"{DaysTo(lastDay)}");
                journal.Notify(entry, seal.AgencyId);
                warnings++;
            }
        }

        var lastRegistered = context.Today.AddDays(Thresholds[^1]);
        var people = await db.Agencies.SelectMany(agency => agency.Practitioners)
            .Where(person => person.UserId != null && person.ValidTo <= lastRegistered).OrderBy(person => person.Id)
            .ToListAsync(context.Cancellation);
        foreach (var person in people)
        {
            if (DueThreshold(person.ValidTo, person.WarnedDays) is { } threshold)
            {
                person.WarnedDays = threshold;
                var entry = journal.Record(
                    LedgerKind.RegistrationExpiring, default, person.Name, person.Title, $"{person.ValidTo:yyyy-MM-dd}", $"{DaysTo(person.ValidTo)}");
                journal.Notify(entry, person.AgencyId);
                warnings++;
            }
        }

        return warnings;
    }

    private int DaysTo(DateOnly lastDay) => lastDay.DayNumber - context.Today.DayNumber;

    // The nearest threshold that has been reached, unless a warning for it or a nearer one has gone out.
    private int? DueThreshold(DateOnly lastDay, int? warned)
    {
        var left = DaysTo(lastDay);
        var reached = Thresholds.Where(threshold => left >= 0 && left <= threshold).Select(threshold => (int?)threshold).FirstOrDefault();
        return warned is null || reached < warned ? reached : null;
    }
}
