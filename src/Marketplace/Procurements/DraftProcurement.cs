using Market.Marketplace.Catalogue;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Projects;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Procurements;

/// <summary>The owner begins a requirement from a published item; buying again begins from the one that failed.</summary>
public sealed class DraftProcurement(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.Procure;

    /// <summary>Returns the draft's id.</summary>
    public async Task<Guid> ExecuteAsync(ProcurementTerms terms, Guid? repeatsId = null)
    {
        ArgumentNullException.ThrowIfNull(terms);
        var (project, item) = await SubjectsAsync(db, context, terms);
        var repeats = repeatsId is { } id ? await db.ProcurementsOf(context.Actor).FindOrThrowAsync(id, context.Cancellation) : null;
        if (repeats is { Status: not (ProcurementStatus.Failed or ProcurementStatus.Voided) })
        {
            throw new RuleViolationException("repeat-not-ended", repeats.Number);
        }

        if (repeats is not null && (repeats.Terms.ProjectId != terms.ProjectId || repeats.ServiceItemCode != terms.ServiceItemCode))
        {
            throw new RuleViolationException("revision-other-item");
        }

        var procurement = Procurement.Draft(terms, project, item, repeats, context);
        db.Add(procurement);
        return procurement.Id;
    }

    /// <summary>The owner's own project and the item as published now.</summary>
    internal static async Task<(Project Project, ServiceItem Item)> SubjectsAsync(MarketplaceDbContext db, OperationContext context, ProcurementTerms terms)
    {
        var project = await db.ProjectsFor(context.Actor).FindOrThrowAsync(terms.ProjectId, context.Cancellation);
        var item = await db.ServiceItemsFor(context.Actor).SingleOrDefaultAsync(row => row.Code == terms.ServiceItemCode, context.Cancellation)
            ?? throw new RuleViolationException("item-not-published", terms.ServiceItemCode);
        return item.Terms.Payer == Payer.Owner
            ? (project, item)

            // What a department commissions after acceptance goes to a panel by rule; nobody buys it here.
            : throw new RuleViolationException("item-of-department", item.Name);
    }
}
