using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;

namespace Market.Marketplace.Organisations;

/// <summary>What an organisation is here.</summary>
public enum OrganisationKind
{
    /// <summary>A project owner (项目业主).</summary>
    Enterprise,

    /// <summary>An intermediary agency (中介机构).</summary>
    Agency,

    /// <summary>An approving department (审批部门).</summary>
    Department,

    /// <summary>The operator of the supermarket (运行机构).</summary>
    Operator,
}

/// <summary>A legal person that takes part, known by its unified social credit code.</summary>
public sealed partial class Organisation : IAggregate
{
    private Organisation()
    {
    }

    /// <summary>Identity; an agency has the id of its organisation.</summary>
    public Guid Id { get; private init; }

    /// <summary>Counts changes.</summary>
    public long Version { get; private set; }

    /// <summary>What it is here.</summary>
    public OrganisationKind Kind { get; private init; }

    /// <summary>Registered name.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Unified social credit code (统一社会信用代码), GB 32100.</summary>
    public string CreditCode { get; private init; } = "";

    /// <summary>For a department: the approval items it decides.</summary>
    public IReadOnlyList<string> ApprovalItems { get; private set; } = [];

    /// <summary>A change of name that has been checked.</summary>
    internal void Rename(string name) => Name = name;

    internal void TakeOn(string approvalItem) => ApprovalItems = [.. ApprovalItems.Where(item => item != approvalItem), approvalItem];

    internal void GiveUp(string approvalItem) => ApprovalItems = [.. ApprovalItems.Where(item => item != approvalItem)];

    internal static Organisation Register(
        OrganisationKind kind, string name, string creditCode, IReadOnlyList<string> approvalItems, OperationContext context)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            throw new RuleViolationException("name-missing");
        }

        if (!Organisations.CreditCode.IsValid(creditCode))
        {
            throw new RuleViolationException("credit-code-invalid", creditCode);
        }

        return new Organisation
        {
            Id = context.NewId(),
            Kind = kind,
            Name = name.Trim(),
            CreditCode = creditCode,
            ApprovalItems = approvalItems,
        };
    }
}
