using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.RulePacks;
using Market.Marketplace.TaskOrders;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Procurements;

/// <summary>The owner publishes the notice: rules are asked, the draw is opened with the operator's commitment, every agency
/// that could sign up is told.</summary>
public sealed class PublishProcurement(MarketplaceDbContext db, OperationContext context, RulePack rules, ProcurementDraws draws) : IOperation
{
    public static Permission Requires => Permission.RunProcurements;

    /// <summary>Publishes the draft that the page showed.</summary>
    public async Task ExecuteAsync(Guid id, long version)
    {
        var procurement = await db.ProcurementsOf(context.Actor).FindOrThrowAsync(id, context.Cancellation);
        procurement.Expect(version);
        // What is bought for a task stays under the edition under which the task was made.
        var item = procurement.TaskOrderId is not null
            ? await db.ServiceItems.SingleAsync(row => row.Id == procurement.ServiceItemId, context.Cancellation)
            : await db.ServiceItemsFor(context.Actor).SingleOrDefaultAsync(row => row.Code == procurement.ServiceItemCode, context.Cancellation);
        if (item is null || item.Id != procurement.ServiceItemId)
        {
            throw new RuleViolationException("item-changed", procurement.ServiceItemName);
        }

        var agencies = new EligibleAgencies(db, context);
        var circumstances = await agencies.CircumstancesAsync(procurement.Terms, item.Id, procurement.TaskOrderId);
        if (procurement.Terms.DirectAgencyId is { } direct)
        {
            await RequireEligibleAsync(agencies, direct, circumstances);
        }

        // Asked before the draw is opened: its plan needs the region's period for the method.
        ProcurementRules.Require(procurement.Terms, rules, procurement.EarlierFailures);
        var draw = await draws.OpenAsync(db, procurement, rules, context);
        procurement.Publish(rules, draw?.Id, context);
        await new TaskProcurements(db, context).PublishedAsync(procurement, rules);
        var journal = new Journal(db, context);
        var entry = journal.Record(LedgerKind.ProcurementPublished, new Subject(procurement.Terms.ProjectId, ProcurementId: id), procurement.Number, procurement.ServiceItemName, procurement.ProjectName);
        var told = procurement.Terms.DirectAgencyId is { } one ? agencies.All.Where(agency => agency.Id == one) : agencies.Licensed(circumstances);
        foreach (var agency in await told.AsNoTracking().ToListAsync(context.Cancellation))
        {
            if (Eligibility.Check(agency, circumstances).All(finding => finding.Holds))
            {
                journal.Notify(entry, agency.Id);
            }
        }
    }

    private async Task RequireEligibleAsync(EligibleAgencies agencies, Guid agencyId, EligibilityCircumstances circumstances)
    {
        var agency = await agencies.All.AsNoTracking().SingleOrDefaultAsync(row => row.Id == agencyId, context.Cancellation)
            ?? throw new NotFoundException("Agency");
        if (Eligibility.Check(agency, circumstances).FirstOrDefault(finding => !finding.Holds) is { } against)
        {
            throw new RuleViolationException("not-eligible", agency.Name, against.Rule);
        }
    }
}
