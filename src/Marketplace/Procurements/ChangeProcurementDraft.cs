using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;

namespace Market.Marketplace.Procurements;

/// <summary>The owner changes a requirement that is not published yet.</summary>
public sealed class ChangeProcurementDraft(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.Procure;

    /// <summary>Replaces the terms of the draft.</summary>
    public async Task ExecuteAsync(Guid id, long version, ProcurementTerms terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        var procurement = await db.ProcurementsOf(context.Actor).FindOrThrowAsync(id, context.Cancellation);
        procurement.Expect(version);
        var (project, item) = await DraftProcurement.SubjectsAsync(db, context, terms);
        procurement.ChangeDraft(terms, project, item);
    }
}
