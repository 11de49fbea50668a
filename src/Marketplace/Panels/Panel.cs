using Market.Marketplace.Agencies;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;

namespace Market.Marketplace.Panels;

/// <summary>A seat on a panel.</summary>
public sealed class PanelMember
{
    /// <summary>The panel.</summary>
    public Guid PanelId { get; internal init; }

    /// <summary>The agency.</summary>
    public Guid AgencyId { get; internal init; }

    /// <summary>Place in the rotation, from 1.</summary>
    public int Position { get; internal init; }
}

/// <summary>A panel as the framework agreement set it up.</summary>
/// <param name="DepartmentId">The department whose work it does.</param>
/// <param name="ServiceItemCode">The one item it was chosen for.</param>
/// <param name="Name">Its name.</param>
/// <param name="FrameworkAgreementNumber">框架协议号 of the competitive procurement.</param>
/// <param name="ValidFrom">First day.</param>
/// <param name="ValidTo">Last day.</param>
/// <param name="AgencyIds">Members in the order of the procurement's result.</param>
public sealed record PanelTerms(
    Guid DepartmentId, string ServiceItemCode, string Name, string FrameworkAgreementNumber, DateOnly ValidFrom,
    DateOnly ValidTo, IReadOnlyList<Guid> AgencyIds);

/// <summary>Agencies chosen by competition for one department and item (入库名单, 入围库); each task goes to the next in
/// turn (顺序轮候), and nobody names one.</summary>
public sealed partial class Panel : IAggregate
{
    private readonly List<PanelMember> _members = [];

    private Panel()
    {
    }

    /// <summary>Identity.</summary>
    public Guid Id { get; private init; }

    /// <summary>Counts changes.</summary>
    public long Version { get; private set; }

    /// <summary>The department.</summary>
    public Guid DepartmentId { get; private init; }

    /// <summary>The item.</summary>
    public string ServiceItemCode { get; private init; } = "";

    /// <summary>Its name.</summary>
    public string Name { get; private init; } = "";

    /// <summary>框架协议号.</summary>
    public string FrameworkAgreementNumber { get; private init; } = "";

    /// <summary>First day.</summary>
    public DateOnly ValidFrom { get; private init; }

    /// <summary>Last day.</summary>
    public DateOnly ValidTo { get; private init; }

    /// <summary>The place that had the last turn; 0 before the first.</summary>
    public int Cursor { get; private set; }

    /// <summary>Members in rotation order.</summary>
    public IEnumerable<PanelMember> Members => _members.OrderBy(member => member.Position);

    internal static Panel Open(PanelTerms terms, OperationContext context)
    {
        if (terms.AgencyIds.Count == 0 || terms.AgencyIds.Distinct().Count() != terms.AgencyIds.Count || terms.ValidTo < terms.ValidFrom)
        {
            throw new RuleViolationException("panel-invalid", terms.Name);
        }

        var panel = new Panel
        {
            Id = context.NewId(),
            DepartmentId = terms.DepartmentId,
            ServiceItemCode = terms.ServiceItemCode,
            Name = terms.Name,
            FrameworkAgreementNumber = terms.FrameworkAgreementNumber,
            ValidFrom = terms.ValidFrom,
            ValidTo = terms.ValidTo,
        };
        panel._members.AddRange(terms.AgencyIds.Select((agency, index) => new PanelMember
        {
            PanelId = panel.Id,
            AgencyId = agency,
            Position = index + 1,
        }));
        return panel;
    }

    /// <summary>Gives the next task to the first member after the last turn against whom nothing stands.</summary>
    internal AssignmentEvidence Assign(IReadOnlyDictionary<Guid, Agency> agencies, AssignmentCircumstances circumstances, OperationContext context)
    {
        var evidence = PanelAssignment.Assign(
            new PanelTurn(Id, Name, FrameworkAgreementNumber, Cursor, [.. Members.Select(member => agencies[member.AgencyId])]),
            circumstances,
            context.At);
        if (evidence.ChosenAgencyId is not null)
        {
            Cursor = evidence.CursorAfter;
        }

        return evidence;
    }
}
