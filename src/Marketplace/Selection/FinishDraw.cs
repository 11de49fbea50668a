using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Procurements;
using Market.Marketplace.RulePacks;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Selection;

/// <summary>The operator enters the outside value as published, with where it was read, and the draw runs. What comes out is
/// final: it is stored with the procurement in the same transaction.</summary>
public sealed class FinishDraw(MarketplaceDbContext db, OperationContext context, RulePack current, ProcurementDraws draws) : IOperation
{
    public static Permission Requires => Permission.ConductDraws;

    /// <summary>Draws; returns the codes, the winner first.</summary>
    public async Task<IReadOnlyList<string>> ExecuteAsync(Guid drawId, long version, string outsideValue, string citation)
    {
        ArgumentNullException.ThrowIfNull(outsideValue);
        ArgumentNullException.ThrowIfNull(citation);
        var draw = await db.DrawsFor(context.Actor).FindOrThrowAsync(drawId, context.Cancellation);
        draw.Expect(version);
        draw.Finish(outsideValue, citation, draws.Unprotect, context);
        var procurement = await db.Procurements.SingleAsync(row => row.Id == draw.ProcurementId, context.Cancellation);
        procurement.TakeDraw(draw, procurement.RulePackCode is { } code ? RulePack.Named(code) : current, context);

        var journal = new Journal(db, context);
        var subject = new Subject(procurement.Terms.ProjectId, ProcurementId: procurement.Id);
        var entry = journal.Record(LedgerKind.DrawFinished, subject, draw.Number, procurement.ServiceItemName);
        journal.Notify(entry, draw.WitnessId);
        // A drawn winner is announced as every other one is.
        OpenSignUps.Tell(procurement, journal);
        return draw.Picks;
    }
}
