using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.RulePacks;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Procurements;

/// <summary>The owner corrects a published notice (更正公告): old and new stay public, signing up begins anew, those who
/// signed up are told and may change what they handed in.</summary>
public sealed class ReviseProcurement(MarketplaceDbContext db, OperationContext context, RulePack rules, ProcurementDraws draws) : IOperation
{
    public static Permission Requires => Permission.Procure;

    /// <summary>Publishes the correction.</summary>
    public async Task ExecuteAsync(Guid id, long version, ProcurementTerms terms, string reason)
    {
        ArgumentNullException.ThrowIfNull(terms);
        var procurement = await db.ProcurementsOf(context.Actor).FindOrThrowAsync(id, context.Cancellation);
        procurement.Expect(version);
        ProcurementRules.Require(terms, rules, procurement.EarlierFailures);
        if (procurement.DrawId is { } earlier)
        {
            (await db.Draws.SingleAsync(draw => draw.Id == earlier, context.Cancellation)).Close();
        }

        var draw = terms.MayDraw ? await draws.OpenAsync(db, procurement, rules, context) : null;
        procurement.Revise(terms, reason, rules, draw?.Id, context);
        var journal = new Journal(db, context);
        var entry = journal.Record(
            LedgerKind.ProcurementRevised, new Subject(procurement.Terms.ProjectId, ProcurementId: id), procurement.Number, procurement.ServiceItemName, reason.Trim());
        foreach (var agency in await db.SignUps.Where(row => row.ProcurementId == id).Select(row => row.AgencyId).ToListAsync(context.Cancellation))
        {
            journal.Notify(entry, agency);
        }
    }
}
