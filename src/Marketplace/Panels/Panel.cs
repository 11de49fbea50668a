using System.Security.Cryptography;
using Market.Marketplace.Agencies;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Procurements;
using Market.Marketplace.Selection;

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
    DateOnly ValidTo, IReadOnlyList<Guid> AgencyIds)
{
    /// <summary>How it gives tasks to its members.</summary>
    public PanelMethod Method { get; init; }

    /// <summary>协议价格 for one task, yuan: the most that may be bid in a second round; none for other ways.</summary>
    public decimal? CeilingAmount { get; init; }
}

/// <summary>Agencies chosen by competition for one department and item (入库名单, 入围库); each task goes to one of
/// them by rule, the next in turn (顺序轮候) or one that is drawn (信用加权随机), and nobody names one.</summary>
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
    public Guid DepartmentId { get; private set; }

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

    /// <summary>How it gives tasks to its members.</summary>
    public PanelMethod Method { get; private init; }

    /// <summary>协议价格 for one task, yuan: the most that may be bid in a second round.</summary>
    public decimal? CeilingAmount { get; private init; }

    /// <summary>For draws: the end of the chain of values, published when the panel opened.</summary>
    public string? Commitment { get; private init; }

    /// <summary>For draws: the beginning of that chain, under the program's protection.</summary>
    public string? ProtectedSecret { get; private init; }

    /// <summary>How many draws there were.</summary>
    public int Draws { get; private set; }

    /// <summary>Members in rotation order.</summary>
    public IEnumerable<PanelMember> Members => _members.OrderBy(member => member.Position);

    internal static Panel Open(PanelTerms terms, Func<byte[], string> protect, OperationContext context)
    {
        var secret = terms.Method is PanelMethod.WeightedDraw or PanelMethod.SecondRound ? RandomNumberGenerator.GetBytes(32) : null;
        if (terms.AgencyIds.Count == 0 || terms.AgencyIds.Distinct().Count() != terms.AgencyIds.Count || terms.ValidTo < terms.ValidFrom)
        {
            throw new RuleViolationException("panel-invalid", terms.Name);
        }

        if (terms.Method == PanelMethod.SecondRound && (terms.CeilingAmount is not { } ceiling || !ProcurementTerms.IsAmount(ceiling)))
        {
            throw new RuleViolationException("panel-ceiling-missing");
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
            Method = terms.Method,
            CeilingAmount = terms.Method == PanelMethod.SecondRound ? terms.CeilingAmount : null,
            Commitment = secret is null ? null : Convert.ToHexStringLower(PanelChain.CommitmentOf(secret)),
            ProtectedSecret = secret is null ? null : protect(secret),
        };
        panel._members.AddRange(terms.AgencyIds.Select((agency, index) => new PanelMember
        {
            PanelId = panel.Id,
            AgencyId = agency,
            Position = index + 1,
        }));
        return panel;
    }

    /// <summary>承继: the panel does another department's work.</summary>
    internal void PassTo(Organisations.Organisation department) => DepartmentId = department.Id;

    /// <summary>承继: a merged agency's seat passes to its successor, or falls away where that one has its own.</summary>
    internal bool Replace(Guid former, Guid successor)
    {
        if (_members.Find(member => member.AgencyId == former) is not { } seat)
        {
            return false;
        }

        _members.Remove(seat);
        if (!_members.Exists(member => member.AgencyId == successor))
        {
            _members.Add(new PanelMember { PanelId = Id, AgencyId = successor, Position = seat.Position });
        }

        return true;
    }

    /// <summary>Gives a task to a member against whom nothing stands: the next in turn, or one that is drawn.</summary>
    /// <param name="lots">For draws.</param>
    internal AssignmentEvidence Assign(IReadOnlyDictionary<Guid, Agency> agencies, AssignmentCircumstances circumstances, PanelLots? lots, OperationContext context)
    {
        var turn = new PanelTurn(Id, Name, FrameworkAgreementNumber, Cursor, [.. Members.Select(member => agencies[member.AgencyId])]);
        if (Method != PanelMethod.WeightedDraw)
        {
            var inTurn = PanelAssignment.Assign(turn, circumstances, context.At);
            Cursor = inTurn.ChosenAgencyId is null ? Cursor : inTurn.CursorAfter;
            return inTurn;
        }

        RequireDrawsLeft();
        var drawn = PanelDraw.Assign(turn, circumstances, lots!, lots!.Unprotect(ProtectedSecret!), Draws + 1, context.At);
        Draws += drawn.Draw is null ? 0 : 1;
        return drawn;
    }

    /// <summary>Parts equal bids of a second round with the panel's next draw.</summary>
    internal PanelDrawProof PartEqualBids(string drawId, IReadOnlyList<ListedCandidate> equal, Func<string, byte[]> unprotect)
    {
        RequireDrawsLeft();
        Draws++;
        return PanelDraw.InOrder(drawId, equal, unprotect(ProtectedSecret!), Draws);
    }

    private void RequireDrawsLeft()
    {
        if (Draws >= PanelChain.Length)
        {
            throw new RuleViolationException("panel-draws-used-up", Name);
        }
    }
}
