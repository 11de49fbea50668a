using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.TaskOrders;

/// <summary>A published rule in a list.</summary>
public sealed record TriggerRuleRow(
    Guid Id, long Version, TriggerRuleTerms Terms, int Edition, DateTimeOffset? RetiredAt, int Fired, IReadOnlyDictionary<string, string> ItemNames);

/// <summary>What a rule would make of given elements.</summary>
/// <param name="Applies">Whether its conditions hold.</param>
/// <param name="Made">Tasks and steps that it would make.</param>
/// <param name="LeftOut">Those whose own condition does not hold.</param>
public sealed record TriggerTrial(bool Applies, IReadOnlyList<string> Made, IReadOnlyList<string> LeftOut);

/// <summary>Lists the trigger rules with how often each has fired.</summary>
public sealed class ListTriggerRules(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.Supervise;

    /// <summary>Rules by code, those in force first.</summary>
    public async Task<IReadOnlyList<TriggerRuleRow>> ExecuteAsync()
    {
        var rules = await db.TriggerRules.AsNoTracking().ToListAsync(context.Cancellation);
        var fired = await db.TaskGroups.GroupBy(group => group.RuleId).Select(group => new { group.Key, Count = group.Count() })
            .ToDictionaryAsync(group => group.Key, group => group.Count, context.Cancellation);
        var names = await db.ServiceItemsFor(context.Actor).AsNoTracking().ToDictionaryAsync(item => item.Code, item => item.Name, context.Cancellation);
        return
        [
            .. rules.OrderBy(rule => rule.RetiredAt is not null).ThenBy(rule => rule.Code, StringComparer.Ordinal).ThenByDescending(rule => rule.Edition)
                .Select(rule => new TriggerRuleRow(
                    rule.Id, rule.Version,
                    new TriggerRuleTerms(rule.Code, rule.Name, rule.Event, rule.ApprovalItem, rule.Tasks) { Plan = rule.Plan },
                    Math.Max(rule.Edition, 1), rule.RetiredAt, fired.GetValueOrDefault(rule.Id), names)),
        ];
    }
}

/// <summary>Tries a rule on elements without making anything (试运行); one that must not be published is refused as it would be
/// when published.</summary>
public sealed class TestTriggerRule(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.Supervise;

    /// <summary>What it would make.</summary>
    public async Task<TriggerTrial> ExecuteAsync(TriggerRuleTerms terms, IReadOnlyDictionary<string, string> elements)
    {
        ArgumentNullException.ThrowIfNull(terms);
        ArgumentNullException.ThrowIfNull(elements);
        var items = await db.ServiceItemsFor(context.Actor).AsNoTracking().ToDictionaryAsync(item => item.Code, context.Cancellation);
        var departments = await db.Organisations.Where(row => row.Kind == OrganisationKind.Department).Select(row => row.CreditCode).ToListAsync(context.Cancellation);
        var others = await db.TriggerRules.AsNoTracking().Where(rule => rule.RetiredAt == null).ToListAsync(context.Cancellation);
        TriggerRuleChecks.Check(terms, items, others, departments.ToHashSet());

        var parts = terms.Tasks.Select(task => (Name: $"{task.ServiceItemCode} {items[task.ServiceItemCode].Name}", task.Condition))
            .Concat(terms.Plan.Steps.Select(step => (Name: step.Title, step.Condition))).ToList();
        var applies = terms.Plan.When.All(condition => condition.Holds(elements));
        bool Made((string Name, ElementCondition? Condition) part) => applies && (part.Condition?.Holds(elements) ?? true);
        return new TriggerTrial(
            applies, [.. parts.Where(Made).Select(part => part.Name)], [.. parts.Where(part => !Made(part)).Select(part => part.Name)]);
    }
}

/// <summary>Takes a rule back; what it has made runs on.</summary>
public sealed class RetireTriggerRule(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.MaintainRegisters;

    /// <summary>Returns the rule's id.</summary>
    public async Task<Guid> ExecuteAsync(Guid id, long version)
    {
        var rule = await db.TriggerRules.FindOrThrowAsync(id, context.Cancellation);
        rule.Expect(version).Retire(context);
        return rule.Id;
    }
}
