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

    /// <summary>阶段进入: the applicant begins to prepare the application.</summary>
    CaseStarted,

    /// <summary>补正完成.</summary>
    CaseCorrected,

    /// <summary>要素取值: the applicant declares an element before filing.</summary>
    ElementValue,

    /// <summary>上游成果采信.</summary>
    ResultAccepted,

    /// <summary>定时, some working days after acceptance.</summary>
    Timer,

    /// <summary>准予许可.</summary>
    CaseGranted,
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
public sealed record TriggeredTask(string ServiceItemCode, Payer Payer, AgencyChoice Choice, ElementCondition? Condition = null)
{
    /// <summary>A limit other than the item's own.</summary>
    public int? LimitWorkingDays { get; init; }

    /// <summary>时限分类.</summary>
    public LimitClass LimitClass { get; init; } = LimitClass.Ordinary;
}

/// <summary>A rule as published.</summary>
public sealed record TriggerRuleTerms(
    string Code, string Name, TriggerEvent Event, string ApprovalItem, IReadOnlyList<TriggeredTask> Tasks)
{
    /// <summary>When it applies, in which order and until when.</summary>
    public TriggerPlan Plan { get; init; } = new();
}

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

    /// <summary>When it applies, in which order the tasks go out and when they join.</summary>
    public TriggerPlan Plan => StoredPlan ?? new TriggerPlan();

    /// <summary>The edition of the code; 0 and 1 are the first.</summary>
    public int Edition { get; private init; }

    /// <summary>When a later edition took its place, or it was taken back; tasks it made run on.</summary>
    public DateTimeOffset? RetiredAt { get; private set; }

    private TriggerPlan? StoredPlan { get; init; }

    internal static TriggerRule Publish(TriggerRuleTerms terms, int edition, OperationContext context) => new()
    {
        Id = context.NewId(),
        Code = terms.Code,
        Name = terms.Name,
        Event = terms.Event,
        ApprovalItem = terms.ApprovalItem,
        Tasks = terms.Tasks,
        StoredPlan = terms.Plan,
        Edition = edition,
    };

    internal void Retire(OperationContext context) => RetiredAt ??= context.At;

    internal sealed class Mapping : IEntityTypeConfiguration<TriggerRule>
    {
        public void Configure(EntityTypeBuilder<TriggerRule> builder)
        {
            builder.ToTable("TriggerRules");
            builder.Property(row => row.Code).HasMaxLength(40);
            builder.HasIndex(row => new { row.Code, row.Edition }).IsUnique();
            builder.Property(row => row.StoredPlan).HasColumnName("Plan").HasJson();
            builder.Ignore(row => row.Plan);
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

    /// <summary>Order and join, frozen from the rule; none on groups older than plans.</summary>
    public TriggerPlan? Plan { get; internal init; }

    /// <summary>When enough of it was done (汇合).</summary>
    public DateTimeOffset? JoinedAt { get; internal set; }

    internal sealed class Mapping : IEntityTypeConfiguration<TaskGroup>
    {
        public void Configure(EntityTypeBuilder<TaskGroup> builder)
        {
            builder.ToTable("TaskGroups");
            builder.Property(row => row.Plan).HasJson();
            builder.HasIndex(row => row.CaseId);
            builder.HasIndex(row => new { row.RuleId, row.EventId }).IsUnique();
            builder.HasOne<TriggerRule>().WithMany().HasForeignKey(row => row.RuleId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}
