using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.RulePacks;

namespace Market.Marketplace.Procurements;

/// <summary>The owner picks from the small list, or the best of the scored plans; reason and scores are published.</summary>
public sealed class PickAgency(MarketplaceDbContext db, OperationContext context, RulePack current) : IOperation
{
    public static Permission Requires => Permission.Procure;

    /// <summary>Picks the agency with the code.</summary>
    public async Task ExecuteAsync(Guid procurementId, long version, string creditCode, string reason, IReadOnlyList<PlanScore> scores)
    {
        var procurement = await db.ProcurementsOf(context.Actor).FindOrThrowAsync(procurementId, context.Cancellation);
        procurement.Expect(version);
        procurement.Pick(creditCode, reason, scores, procurement.RulePackCode is { } code ? RulePack.Named(code) : current, context);
        var journal = new Journal(db, context);
        var entry = journal.Record(
            LedgerKind.WinnerSelected, new Subject(procurement.Terms.ProjectId, ProcurementId: procurement.Id), procurement.Number, procurement.ServiceItemName,
            procurement.WinnerName!);
        foreach (var applicant in procurement.Outcome!.Applicants)
        {
            journal.Notify(entry, applicant.AgencyId);
        }
    }
}
