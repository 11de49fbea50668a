using Market.Marketplace.Documents;
using Market.Marketplace.Elements;
using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;
using Market.Marketplace.Persistence;
using Market.Marketplace.ProjectBoxes;
using Market.Marketplace.Projects;

namespace Market.Marketplace.ApprovalCases;

/// <summary>How a case stands.</summary>
public enum CaseStatus
{
    /// <summary>草稿.</summary>
    Draft,

    /// <summary>已申报.</summary>
    Filed,

    /// <summary>已受理.</summary>
    Accepted,

    /// <summary>不予受理.</summary>
    NotAccepted,

    /// <summary>已撤件.</summary>
    Withdrawn,

    /// <summary>已办结.</summary>
    Decided,

    /// <summary>待补正: the department has said, once and completely, what is missing.</summary>
    Correcting,
}

/// <summary>What can be done to a case.</summary>
public enum CaseAction
{
    /// <summary>Attach a material.</summary>
    AttachMaterial,

    /// <summary>Declare figures (填报要素).</summary>
    DeclareElements,

    /// <summary>Hand it in (申报).</summary>
    File,

    /// <summary>受理.</summary>
    Accept,

    /// <summary>不予受理.</summary>
    Refuse,

    /// <summary>一次性告知补正.</summary>
    AskCorrection,

    /// <summary>撤件, by the applicant.</summary>
    Withdraw,

    /// <summary>准予许可.</summary>
    Grant,

    /// <summary>不予许可.</summary>
    Deny,
}

/// <summary>A slot for a material.</summary>
/// <param name="Key">Stable key.</param>
/// <param name="Name">Name as shown.</param>
/// <param name="Required">Whether filing needs it.</param>
/// <param name="From">The kind of artefact in the project's box that fills it; none where it is always handed in.</param>
/// <param name="ServiceItem">For what an agency makes (中介成果): the code of the list item under which it is made.</param>
public sealed record MaterialSlot(string Key, string Name, bool Required, ArtifactKind? From = null, string? ServiceItem = null)
{
    /// <summary>It is what an agency makes, and the list has no such item for this approval today: it must not be asked for (清单之外无中介).</summary>
    public bool IsOffList { get; init; }
}

/// <summary>The approval items known here, with their material slots.</summary>
public static class ApprovalItems
{
    /// <summary>建设工程规划许可.</summary>
    public const string PlanningPermit = "建设工程规划许可";

    /// <summary>竣工联合验收.</summary>
    public const string JointAcceptance = "竣工联合验收（规划核实与土地核验）";

    private static readonly MaterialSlot[] JointAcceptanceSlots =
    [
        new("completion", "竣工图及竣工验收申请", Required: true),
        new("archive", "建设工程档案移交清单", Required: false),
    ];

    private static readonly MaterialSlot[] PlanningPermitSlots =
    [
        new("drawings", "规划设计方案图纸（总平面图及方案文本）", Required: true, ServiceItem: "ZJ-2-01"),
        new("indicators", "经济技术指标表", Required: false),
        new("planning-conditions", "规划条件", Required: false, ArtifactKind.PlanningCondition),
        new("land-permit", "建设用地规划许可证", Required: false, ArtifactKind.LandPermit),
    ];

    /// <summary>The slots of an approval item.</summary>
    public static IReadOnlyList<MaterialSlot> SlotsOf(string approvalItem) =>
        approvalItem == PlanningPermit ? PlanningPermitSlots
        : approvalItem == JointAcceptance ? JointAcceptanceSlots : throw new RuleViolationException("approval-item-unknown", approvalItem);
}

/// <summary>Names of the elements (要素) that trigger rules look at.</summary>
public static class ElementNames
{
    /// <summary>住宅: 是 or 否.</summary>
    public const string Residential = "住宅";

    /// <summary>建筑面积, square metres.</summary>
    public const string BuildingArea = "建筑面积";

    /// <summary>委托规划设计: 是 when the applicant has the design made through the supermarket before filing.</summary>
    public const string CommissionsDesign = "委托规划设计";
}

/// <summary>A file in a slot of a case.</summary>
public sealed class CaseMaterial
{
    /// <summary>The case.</summary>
    public Guid CaseId { get; internal init; }

    /// <summary>The slot's key.</summary>
    public string Slot { get; internal init; } = "";

    /// <summary>The file.</summary>
    public Guid FileId { get; internal set; }

    /// <summary>When it was attached.</summary>
    public DateTimeOffset AttachedAt { get; internal set; }

    /// <summary>The artefact of the project's box that filled the slot; none when the file was handed in for this case.</summary>
    public Guid? ArtifactId { get; internal set; }
}

/// <summary>An application for an approval (办件).</summary>
public sealed partial class ApprovalCase : IAggregate
{
    private static readonly Dictionary<(CaseStatus From, CaseAction Action), CaseStatus> Lifecycle = new()
    {
        [(CaseStatus.Draft, CaseAction.AttachMaterial)] = CaseStatus.Draft,
        [(CaseStatus.Draft, CaseAction.DeclareElements)] = CaseStatus.Draft,
        [(CaseStatus.Draft, CaseAction.File)] = CaseStatus.Filed,
        [(CaseStatus.Filed, CaseAction.Accept)] = CaseStatus.Accepted,
        [(CaseStatus.Filed, CaseAction.Refuse)] = CaseStatus.NotAccepted,
        [(CaseStatus.Filed, CaseAction.AskCorrection)] = CaseStatus.Correcting,
        [(CaseStatus.Correcting, CaseAction.AttachMaterial)] = CaseStatus.Correcting,
        [(CaseStatus.Correcting, CaseAction.File)] = CaseStatus.Filed,
        [(CaseStatus.Correcting, CaseAction.Withdraw)] = CaseStatus.Withdrawn,
        [(CaseStatus.Filed, CaseAction.Withdraw)] = CaseStatus.Withdrawn,
        [(CaseStatus.Accepted, CaseAction.Withdraw)] = CaseStatus.Withdrawn,
        [(CaseStatus.Accepted, CaseAction.Grant)] = CaseStatus.Decided,
        [(CaseStatus.Accepted, CaseAction.Deny)] = CaseStatus.Decided,
    };

    private readonly List<CaseMaterial> _materials = [];

    private ApprovalCase()
    {
    }

    /// <summary>Identity.</summary>
    public Guid Id { get; private init; }

    /// <summary>Counts changes.</summary>
    public long Version { get; private set; }

    /// <summary>Number shown to people.</summary>
    public string Number { get; private init; } = "";

    /// <summary>What is applied for.</summary>
    public string ApprovalItem { get; private init; } = "";

    /// <summary>For which project.</summary>
    public Guid ProjectId { get; private init; }

    /// <summary>The applicant.</summary>
    public Guid OwnerId { get; private init; }

    /// <summary>The department that decides.</summary>
    public Guid DepartmentId { get; private set; }

    /// <summary>How it stands.</summary>
    public CaseStatus Status { get; private set; }

    /// <summary>Facts of the case by name (要素).</summary>
    public IReadOnlyDictionary<string, string> Elements { get; private set; } = new Dictionary<string, string>();

    /// <summary>When it was begun.</summary>
    public DateTimeOffset StartedAt { get; private init; }

    /// <summary>When anything last happened to it.</summary>
    public DateTimeOffset ChangedAt { get; private set; }

    /// <summary>When it was handed in.</summary>
    public DateTimeOffset? FiledAt { get; private set; }

    /// <summary>When the department accepted or refused it.</summary>
    public DateTimeOffset? AnsweredAt { get; private set; }

    /// <summary>The official who did.</summary>
    public string? AnsweredBy { get; private set; }

    /// <summary>Why it was not accepted.</summary>
    public string? RefusalReason { get; private set; }

    /// <summary>The files in their slots.</summary>
    public IReadOnlyCollection<CaseMaterial> Materials => _materials;

    internal static ApprovalCase Start(Project project, Organisation department, string approvalItem, OperationContext context) =>
        Open(CaseStatus.Draft, project, department, approvalItem, ElementsOf(project), context);

    private static ApprovalCase Open(
        CaseStatus status, Project project, Organisation department, string approvalItem, IReadOnlyDictionary<string, string> elements, OperationContext context) =>
        new()
        {
            Id = context.NewId(),
            Number = Numbers.Next("GH", context),
            ApprovalItem = approvalItem,
            ProjectId = project.Id,
            OwnerId = project.OwnerId,
            DepartmentId = department.Id,
            Status = status,
            StartedAt = context.At,
            ChangedAt = context.At,
            Elements = elements,
        };

    internal void Attach(string slot, StoredFile file, OperationContext context)
    {
        if (!ApprovalItems.SlotsOf(ApprovalItem).Any(known => known.Key == slot))
        {
            throw new RuleViolationException("material-slot-unknown", slot);
        }

        Move(CaseAction.AttachMaterial, context);
        if (_materials.Find(material => material.Slot == slot) is { } existing)
        {
            existing.FileId = file.Id;
            existing.AttachedAt = context.At;
            existing.ArtifactId = null;
            return;
        }

        _materials.Add(new CaseMaterial { CaseId = Id, Slot = slot, FileId = file.Id, AttachedAt = context.At });
    }

    /// <summary>A slot filled from the project's box, without anything being handed in.</summary>
    internal void FillFromBox(string slot, Artifact artifact, OperationContext context) =>
        _materials.Add(new CaseMaterial { CaseId = Id, Slot = slot, FileId = artifact.FileId, ArtifactId = artifact.Id, AttachedAt = context.At });

    /// <summary>Takes declared figures over; an empty one removes what was there. Facts of the project stay as registered.</summary>
    internal void Declare(IReadOnlyDictionary<string, string> entries, OperationContext context)
    {
        Move(CaseAction.DeclareElements, context);
        var elements = new Dictionary<string, string>(Elements);
        var known = DeclaredElements.Of(ApprovalItem);
        foreach (var (name, text) in entries)
        {
            var element = known.FirstOrDefault(candidate => candidate.Name == name) ?? throw new RuleViolationException("element-unknown", name);
            var (value, problem) = ElementText.Read(element, text);
            if (problem is not null)
            {
                throw new RuleViolationException("element-declared-wrong", problem);
            }

            if (value.IsMissing)
            {
                elements.Remove(name);
            }
            else
            {
                elements[name] = ElementText.Write(element, value);
            }
        }

        Elements = elements;
    }

    internal void File(IReadOnlyList<MaterialSlot> slots, OperationContext context)
    {
        var missing = slots.FirstOrDefault(slot => slot.Required && !_materials.Exists(material => material.Slot == slot.Key));
        if (Status == CaseStatus.Draft && missing is not null)
        {
            throw new RuleViolationException("material-missing", missing.Name);
        }

        Move(CaseAction.File, context);
        FiledAt = context.At;
        StartClock(context.Clock.AcceptanceWorkingDays, context);
    }

    internal void Accept(OperationContext context)
    {
        Answer(CaseAction.Accept, context);
        StartClock(Clock.ApprovalWorkingDays, context);
    }

    internal void Refuse(string reason, OperationContext context)
    {
        if (string.IsNullOrWhiteSpace(reason))
        {
            throw new RuleViolationException("reason-missing");
        }

        Answer(CaseAction.Refuse, context);
        RefusalReason = reason.Trim();
        StopClock();
    }

    /// <summary>What the actor may do now.</summary>
    public IReadOnlyList<CaseAction> ActionsFor(Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return [.. Lifecycle.Keys.Where(move => move.From == Status && actor.May(RequiredFor(move.Action))).Select(move => move.Action)];
    }

    private static Permission RequiredFor(CaseAction action) => action switch
    {
        CaseAction.AttachMaterial or CaseAction.DeclareElements or CaseAction.File or CaseAction.Withdraw => Permission.FileCases,
        CaseAction.Accept or CaseAction.Refuse or CaseAction.AskCorrection or CaseAction.Grant or CaseAction.Deny => Permission.DecideCases,
    };

    private static Dictionary<string, string> ElementsOf(Project project) => new()
    {
        [ElementNames.Residential] = project.IsResidential ? "是" : "否",
        [ElementNames.BuildingArea] = project.BuildingAreaSquareMetres.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    internal bool IsOpen => Status is CaseStatus.Filed or CaseStatus.Accepted;

    private void Answer(CaseAction action, OperationContext context)
    {
        Move(action, context);
        AnsweredAt = context.At;
        AnsweredBy = context.Actor.DisplayName;
    }

    private void Move(CaseAction action, OperationContext context)
    {
        if (!Lifecycle.TryGetValue((Status, action), out var next))
        {
            throw new RuleViolationException("case-state", Status, action);
        }

        Status = next;
        ChangedAt = context.At;
    }
}
