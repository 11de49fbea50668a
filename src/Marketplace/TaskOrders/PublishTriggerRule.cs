using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.TaskOrders;

/// <summary>Publishes a trigger rule; one that leaves choice or bill to the wrong party is refused.</summary>
public sealed class PublishTriggerRule(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.MaintainRegisters;

    /// <summary>Returns the rule's id.</summary>
    public async Task<Guid> ExecuteAsync(TriggerRuleTerms terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        var codes = terms.Tasks.Select(task => task.ServiceItemCode).Append(terms.Plan.UpstreamItem).OfType<string>().ToList();
        var items = await db.ServiceItemsFor(context.Actor).Where(item => codes.Contains(item.Code))
            .ToDictionaryAsync(item => item.Code, context.Cancellation);
        var departments = await db.Organisations.Where(row => row.Kind == OrganisationKind.Department).Select(row => row.CreditCode).ToListAsync(context.Cancellation);
        var rules = await db.TriggerRules.ToListAsync(context.Cancellation);
        TriggerRuleChecks.Check(terms, items, [.. rules.Where(other => other.RetiredAt is null)], departments.ToHashSet());
        var editions = rules.Where(other => other.Code == terms.Code).ToList();
        editions.ForEach(earlier => earlier.Retire(context));
        var rule = TriggerRule.Publish(terms, editions.Select(earlier => Math.Max(earlier.Edition, 1)).DefaultIfEmpty().Max() + 1, context);
        db.Add(rule);
        return rule.Id;
    }
}
