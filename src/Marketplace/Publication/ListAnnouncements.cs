using System.Globalization;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Publication;

/// <summary>Something that was announced to everybody: a result of selecting, a publicity, a suspension.</summary>
public sealed record Announcement(Guid Id, LedgerKind Kind, DateTimeOffset At, IReadOnlyList<string> Args, Guid? ProcurementId, Guid? AgencyId)
{
    /// <summary>The sentence of it.</summary>
    public string Say(CultureInfo culture) => Wording.Say($"{nameof(LedgerKind)}.{Kind}", culture, [.. Args]);

    /// <summary>Whom or what it is about: the agency's name, or the procurement's number and item.</summary>
    public string Subject => AgencyId is not null || Args.Count < 2 ? Args.Count > 0 ? Args[0] : "" : $"{Args[0]} {Args[1]}";
}

/// <summary>Lists what was announced lately: admissions in publicity and done, suspensions, removals; winners in publicity, awards, failures.</summary>
public sealed class ListAnnouncements(MarketplaceDbContext db, OperationContext context) : IOperation
{
    /// <summary>Older ones are in the lists, not in feeds.</summary>
    private const int Days = 180;

    private static readonly LedgerKind[] OfAgencies =
        [LedgerKind.AdmissionPassed, LedgerKind.AgencyAdmitted, LedgerKind.AgencySuspended, LedgerKind.AgencyResumed, LedgerKind.AgencyRemoved, LedgerKind.AgencyExited];

    private static readonly LedgerKind[] OfProcurements =
        [LedgerKind.WinnerSelected, LedgerKind.AwardIssued, LedgerKind.AwardAbandoned, LedgerKind.ProcurementFailed, LedgerKind.ProcurementVoided, LedgerKind.ProcurementRevised];

    public static Permission Requires => Permission.ReadPublicRecords;

    /// <summary>The newest first.</summary>
    public async Task<IReadOnlyList<Announcement>> ExecuteAsync(int most)
    {
        var since = context.At.AddDays(-Days);
        var agencies = await NewestAsync(db.LedgerEntries.Where(row => row.AgencyId != null && OfAgencies.Contains(row.Kind) && row.At >= since), most);
        var procurements = await NewestAsync(db.LedgerEntries.Where(row => row.ProcurementId != null && OfProcurements.Contains(row.Kind) && row.At >= since), most);
        return [.. agencies.Concat(procurements).OrderByDescending(row => row.At).ThenByDescending(row => row.Id).Take(most)];
    }

    private Task<List<Announcement>> NewestAsync(IQueryable<LedgerEntry> entries, int most) =>
        entries.AsNoTracking().OrderByDescending(row => row.At).ThenByDescending(row => row.Id).Take(most)
            .Select(row => new Announcement(row.Id, row.Kind, row.At, row.Args, row.ProcurementId, row.AgencyId)).ToListAsync(context.Cancellation);
}
