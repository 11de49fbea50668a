using Market.Marketplace.Agencies;
using Market.Marketplace.Catalogue;

namespace Market.Marketplace.Panels;

/// <summary>Why a member was passed over.</summary>
public enum SkipReason
{
    /// <summary>Not admitted, suspended or removed.</summary>
    NotAdmitted,

    /// <summary>No licence for the item is in force (资质不在有效期).</summary>
    QualificationNotInForce,

    /// <summary>Belongs to the approving department (国办发〔2015〕31号).</summary>
    RelatedToDepartment,

    /// <summary>Belongs to the project owner.</summary>
    RelatedToOwner,

    /// <summary>Designed the project that is to be reviewed.</summary>
    DesignedTheProject,

    /// <summary>Already has another task of this group.</summary>
    AlreadyInThisGroup,

    /// <summary>Declined this very task.</summary>
    DeclinedThisTask,

    /// <summary>Was commissioned by the applicant in this very case: nobody reviews what it made itself.</summary>
    WorksForApplicant,

    /// <summary>Does for this project an item that must be another agency's, as budget and settlement.</summary>
    DoesCounterpart,

    /// <summary>Invited to a second round and did not bid.</summary>
    DidNotBid,

    /// <summary>Bid in a second round, and another stands before it.</summary>
    BidHigher,

    /// <summary>No longer a member of the panel.</summary>
    LeftPanel,
}

/// <summary>A panel as it stands before a turn.</summary>
internal sealed record PanelTurn(
    Guid PanelId, string PanelName, string FrameworkAgreementNumber, int Cursor, IReadOnlyList<Agency> MembersInOrder);

/// <summary>What may stand against a member.</summary>
internal sealed record AssignmentCircumstances(
    QualificationRequirement Requirement, DateOnly Today, string DepartmentCode, string OwnerCode, string? DesignAgencyCode,
    IReadOnlyCollection<Guid> AgenciesInGroup, IReadOnlyCollection<Guid> Declined, IReadOnlyCollection<Guid> Commissioned)
{
    /// <summary>Agencies that do an item of this project from which this one must be separate.</summary>
    public IReadOnlyCollection<Guid> Counterparts { get; init; } = [];
}

/// <summary>One member as considered in a turn.</summary>
public sealed record ConsideredAgency(
    int Position, Guid AgencyId, string Name, string CreditCode, bool Chosen, IReadOnlyList<SkipReason> SkippedFor);

/// <summary>The proof of one assignment: who was considered, in which order, and why each was passed over.</summary>
/// <param name="Method">The rule: 顺序轮候, 信用加权随机.</param>
/// <param name="CursorBefore">The place that had the last turn.</param>
/// <param name="CursorAfter">The place that has it now.</param>
/// <param name="ChosenAgencyId">The agency found; none when the panel is exhausted (无可派机构).</param>
public sealed record AssignmentEvidence(
    string Method, Guid PanelId, string PanelName, string FrameworkAgreementNumber, int CursorBefore, int CursorAfter,
    IReadOnlyList<ConsideredAgency> Considered, Guid? ChosenAgencyId, DateTimeOffset At)
{
    /// <summary>Where it was drawn: everything to draw again.</summary>
    public PanelDrawProof? Draw { get; init; }

    /// <summary>Where it was found by a second round of bids.</summary>
    public SecondRoundProof? Round { get; init; }
}

/// <summary>The second round by which a task found its agency.</summary>
/// <param name="Amount">The bid that got the task, yuan.</param>
public sealed record SecondRoundProof(Guid RoundId, string Number, decimal CeilingAmount, decimal? Amount, int Bids);

/// <summary>The rule of rotation, as a pure function that returns its evidence.</summary>
internal static class PanelAssignment
{
    public const string Rotation = "顺序轮候";

    public static AssignmentEvidence Assign(PanelTurn panel, AssignmentCircumstances circumstances, DateTimeOffset at)
    {
        var members = panel.MembersInOrder;
        var considered = new List<ConsideredAgency>(members.Count);
        for (var turn = 0; turn < members.Count; turn++)
        {
            var position = ((panel.Cursor + turn) % members.Count) + 1;
            var member = members[position - 1];
            List<SkipReason> against = [.. Against(member, circumstances)];
            considered.Add(new ConsideredAgency(position, member.Id, member.Name, member.CreditCode, against.Count == 0, against));
            if (against.Count == 0)
            {
                return Evidence(panel, considered, member.Id, position, at);
            }
        }

        return Evidence(panel, considered, null, panel.Cursor, at);
    }

    /// <summary>What stands against a member.</summary>
    public static IEnumerable<SkipReason> Against(Agency member, AssignmentCircumstances circumstances)
    {
        if (member.Status != AgencyStatus.Admitted)
        {
            yield return SkipReason.NotAdmitted;
        }

        if (!member.IsQualifiedFor(circumstances.Requirement, circumstances.Today))
        {
            yield return SkipReason.QualificationNotInForce;
        }

        if (member.RelatedOrganisationCodes.Contains(circumstances.DepartmentCode))
        {
            yield return SkipReason.RelatedToDepartment;
        }

        if (member.RelatedOrganisationCodes.Contains(circumstances.OwnerCode))
        {
            yield return SkipReason.RelatedToOwner;
        }

        if (member.CreditCode == circumstances.DesignAgencyCode)
        {
            yield return SkipReason.DesignedTheProject;
        }

        if (circumstances.AgenciesInGroup.Contains(member.Id))
        {
            yield return SkipReason.AlreadyInThisGroup;
        }

        if (circumstances.Declined.Contains(member.Id))
        {
            yield return SkipReason.DeclinedThisTask;
        }

        if (circumstances.Commissioned.Contains(member.Id))
        {
            yield return SkipReason.WorksForApplicant;
        }

        if (circumstances.Counterparts.Contains(member.Id))
        {
            yield return SkipReason.DoesCounterpart;
        }
    }

    private static AssignmentEvidence Evidence(
        PanelTurn panel, List<ConsideredAgency> considered, Guid? chosen, int cursor, DateTimeOffset at) =>
        new(Rotation, panel.PanelId, panel.PanelName, panel.FrameworkAgreementNumber, panel.Cursor, cursor, considered, chosen, at);
}
