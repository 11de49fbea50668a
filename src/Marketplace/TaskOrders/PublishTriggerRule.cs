using Market.Marketplace.Operations;
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
        var codes = terms.Tasks.Select(task => task.ServiceItemCode).ToList();
        var items = await db.ServiceItemsFor(context.Actor).Where(item => codes.Contains(item.Code))
            .ToDictionaryAsync(item => item.Code, context.Cancellation);
        var rule = TriggerRule.Publish(terms, items, context);
        db.Add(rule);
        return rule.Id;
    }
}
