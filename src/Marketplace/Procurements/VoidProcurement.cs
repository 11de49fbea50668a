using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Selection;
using Market.Marketplace.TaskOrders;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Procurements;

/// <summary>The owner ends a procurement with a published reason (终止). It is never begun again from the middle: buying again
/// is a new procurement with a new list.</summary>
public sealed class VoidProcurement(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.RunProcurements;

    /// <summary>Ends it.</summary>
    public async Task ExecuteAsync(Guid procurementId, long version, string reason)
    {
        var procurement = await db.ProcurementsOf(context.Actor).FindOrThrowAsync(procurementId, context.Cancellation);
        procurement.Expect(version);
        procurement.Void(reason, context);
        if (procurement.DrawId is { } drawId
            && await db.Draws.SingleAsync(draw => draw.Id == drawId, context.Cancellation) is { Status: not DrawStatus.Finished } draw)
        {
            draw.Close();
        }

        var journal = new Journal(db, context);
        var entry = journal.Record(
            LedgerKind.ProcurementVoided, new Subject(procurement.Terms.ProjectId, ProcurementId: procurementId), procurement.Number, procurement.ServiceItemName,
            reason.Trim());
        foreach (var agency in await db.SignUps.Where(row => row.ProcurementId == procurementId).Select(row => row.AgencyId).ToListAsync(context.Cancellation))
        {
            journal.Notify(entry, agency);
        }

        await new TaskProcurements(db, context).EndedAsync(procurement);
    }
}
