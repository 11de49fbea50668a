using Market.Marketplace.Catalogue;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Market.Marketplace.TaskOrders;

/// <summary>What sets a rule off.</summary>
public enum TriggerEvent
{
    /// <summary>受理.</summary>
    CaseAccepted,
}

/// <summary>How an element is compared.</summary>
public enum ElementComparison
{
    /// <summary>The same text.</summary>
    Equals,

    /// <summary>A number not smaller.</summary>
    AtLeast,
}

/// <summary>How the agency of a triggered task is found.</summary>
public enum AgencyChoice
{
    /// <summary>The next of the department's panel in turn (入围库顺序轮候).</summary>
    PanelRotation,

    /// <summary>The applicant's own choice: only for what is commissioned before acceptance.</summary>
    Applicant,
}

/// <summary>A condition over the elements (要素) of a case.</summary>
public sealed record ElementCondition(string Element, ElementComparison Comparison, string Value)
{
    /// <summary>Whether the elements satisfy it; an element that is missing does not.</summary>
    public bool Holds(IReadOnlyDictionary<string, string> elements)
    {
        ArgumentNullException.ThrowIfNull(elements);
        return elements.TryGetValue(Element, out var actual) && Comparison switch
        {
            ElementComparison.Equals => actual == Value,
            ElementComparison.AtLeast => TryNumber(actual, out var left) && TryNumber(Value, out var right) && left >= right,
        };
    }

    private static bool TryNumber(string text, out decimal number) =>
        decimal.TryParse(text, System.Globalization.NumberStyles.Number, System.Globalization.CultureInfo.InvariantCulture, out number);
}

/// <summary>One task that a rule makes.</summary>
/// <param name="ServiceItemCode">The published item.</param>
/// <param name="Payer">Who pays.</param>
/// <param name="Choice">How the agency is found.</param>
/// <param name="Condition">Makes the task only when it holds; none means always.</param>
public sealed record TriggeredTask(string ServiceItemCode, Payer Payer, AgencyChoice Choice, ElementCondition? Condition = null);

/// <summary>A rule as published.</summary>
public sealed record TriggerRuleTerms(
    string Code, string Name, TriggerEvent Event, string ApprovalItem, IReadOnlyList<TriggeredTask> Tasks);

/// <summary>When a case event sends which work out: data, not code.</summary>
public sealed class TriggerRule : IAggregate
{
    private TriggerRule()
    {
    }

    /// <summary>Identity.</summary>
    public Guid Id { get; private init; }

    /// <summary>Counts changes.</summary>
    public long Version { get; private set; }

    /// <summary>Stable code.</summary>
    public string Code { get; private init; } = "";

    /// <summary>Name.</summary>
    public string Name { get; private init; } = "";

    /// <summary>What sets it off.</summary>
    public TriggerEvent Event { get; private init; }

    /// <summary>For which approval item.</summary>
    public string ApprovalItem { get; private init; } = "";

    /// <summary>The tasks it makes, all at once.</summary>
    public IReadOnlyList<TriggeredTask> Tasks { get; private init; } = [];

    internal static TriggerRule Publish(TriggerRuleTerms terms, IReadOnlyDictionary<string, ServiceItem> items, OperationContext context)
    {
        foreach (var task in terms.Tasks)
        {
            var item = items.GetValueOrDefault(task.ServiceItemCode)
                ?? throw new RuleViolationException("item-not-published", task.ServiceItemCode);

            // After acceptance it is the department's own technical service: 国办发〔2015〕31号 and 优化营商环境条例 art. 43
            // leave neither the bill nor the choice of agency to the applicant, and no pick to the department.
            if (task.Payer != Payer.Treasury || item.Terms.Payer != Payer.Treasury || task.Choice != AgencyChoice.PanelRotation)
            {
                throw new RuleViolationException("rule-after-acceptance", task.ServiceItemCode);
            }

            if (item.Terms.LimitWorkingDays is null)
            {
                throw new RuleViolationException("item-without-limit", task.ServiceItemCode);
            }
        }

        return new TriggerRule
        {
            Id = context.NewId(),
            Code = terms.Code,
            Name = terms.Name,
            Event = terms.Event,
            ApprovalItem = terms.ApprovalItem,
            Tasks = terms.Tasks,
        };
    }

    internal sealed class Mapping : IEntityTypeConfiguration<TriggerRule>
    {
        public void Configure(EntityTypeBuilder<TriggerRule> builder)
        {
            builder.ToTable("TriggerRules");
            builder.Property(row => row.Code).HasMaxLength(40);
            builder.HasIndex(row => row.Code).IsUnique();
            builder.Property(row => row.Name).HasMaxLength(200);
            builder.Property(row => row.ApprovalItem).HasMaxLength(100);
            builder.Property(row => row.Tasks).HasJson();
            builder.HasIndex(row => new { row.Event, row.ApprovalItem });
        }
    }
}

/// <summary>The tasks that one event made under one rule. The pair is unique: an event never fires a rule twice.</summary>
public sealed class TaskGroup
{
    /// <summary>Identity.</summary>
    public Guid Id { get; internal init; }

    /// <summary>The rule.</summary>
    public Guid RuleId { get; internal init; }

    /// <summary>The ledger entry of the event.</summary>
    public Guid EventId { get; internal init; }

    /// <summary>The case.</summary>
    public Guid CaseId { get; internal init; }

    /// <summary>When.</summary>
    public DateTimeOffset CreatedAt { get; internal init; }

    internal sealed class Mapping : IEntityTypeConfiguration<TaskGroup>
    {
        public void Configure(EntityTypeBuilder<TaskGroup> builder)
        {
            builder.ToTable("TaskGroups");
            builder.HasIndex(row => new { row.RuleId, row.EventId }).IsUnique();
            builder.HasOne<TriggerRule>().WithMany().HasForeignKey(row => row.RuleId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}
