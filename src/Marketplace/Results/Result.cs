using Market.Marketplace.Catalogue;
using Market.Marketplace.Documents;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Seals;
using Market.Marketplace.TaskOrders;
using Market.Marketplace.Verification;

namespace Market.Marketplace.Results;

/// <summary>How a version of a result stands.</summary>
public enum ResultStatus
{
    /// <summary>已预检: waits for its first seal.</summary>
    Prechecked,

    /// <summary>用印中.</summary>
    Sealing,

    /// <summary>已用印: waits for verification.</summary>
    Sealed,

    /// <summary>已送达.</summary>
    Delivered,

    /// <summary>核验不通过.</summary>
    VerificationFailed,

    /// <summary>已采信.</summary>
    Accepted,

    /// <summary>退回修改.</summary>
    Returned,

    /// <summary>已替换: the agency handed in another file before the seals were complete.</summary>
    Replaced,

    /// <summary>已更正: accepted once, a corrected version is to take its place.</summary>
    Corrected,

    /// <summary>已撤销采信.</summary>
    AcceptanceWithdrawn,

    /// <summary>已作废.</summary>
    Voided,
}

/// <summary>What a returned result lacks.</summary>
public enum DefectKind
{
    /// <summary>数据或指标有误.</summary>
    WrongFigure,

    /// <summary>内容缺项.</summary>
    MissingContent,

    /// <summary>依据或标准引用不当.</summary>
    WrongBasis,

    /// <summary>图文不一致.</summary>
    InconsistentDrawing,

    /// <summary>格式或签章不规范.</summary>
    Form,

    /// <summary>其他.</summary>
    Other,
}

/// <summary>One defect of a returned result.</summary>
/// <param name="Kind">What kind.</param>
/// <param name="Where">Page or chapter.</param>
/// <param name="What">What is wrong and what to do.</param>
public sealed record Defect(DefectKind Kind, string Where, string What);

/// <summary>One step of sealing, waiting or done.</summary>
public sealed record SealingStep(
    int Order, SealKind Kind, string RoleTitle, string? RegistrationTitle, Guid? SealId = null, string? SealText = null,
    string? CertificateSha256 = null, string? SealedBy = null, DateTimeOffset? SealedAt = null)
{
    /// <summary>Whether the seal is on.</summary>
    public bool IsDone => SealId is not null;
}

/// <summary>The extent of an album handed in as a result.</summary>
internal sealed record AlbumExtent(Guid AlbumId, int SheetCount, int PageCount);

/// <summary>One version of the result of a task order (成果).</summary>
public sealed partial class Result : IAggregate
{
    private Result()
    {
    }

    /// <summary>Identity.</summary>
    public Guid Id { get; private init; }

    /// <summary>Counts changes.</summary>
    public long Version { get; private set; }

    /// <summary>The task order.</summary>
    public Guid TaskOrderId { get; private init; }

    /// <summary>Which submission, from 1 (第 n 版).</summary>
    public int Number { get; private init; }

    /// <summary>The agency.</summary>
    public Guid AgencyId { get; private init; }

    /// <summary>The department.</summary>
    public Guid DepartmentId { get; private set; }

    /// <summary>The applicant.</summary>
    public Guid OwnerId { get; private init; }

    /// <summary>Unguessable id for the QR code.</summary>
    public string PublicId { get; private init; } = "";

    /// <summary>提取码: who holds it may take the sealed file away from the public page. Empty on results handed in before there
    /// were such codes: those are not given out.</summary>
    public string AccessCode { get; private init; } = "";

    /// <summary>The report's own number.</summary>
    public string ReportNumber { get; private init; } = "";

    /// <summary>Its main conclusion.</summary>
    public string Conclusion { get; private init; } = "";

    /// <summary>The file as handed in.</summary>
    public Guid OriginalFileId { get; private init; }

    /// <summary>The latest file with seals.</summary>
    public Guid? SealedFileId { get; private set; }

    /// <summary>Pages of the file; of an album, of all its drawings.</summary>
    public int PageCount { get; private init; }

    /// <summary>The album (图册) of which <see cref="OriginalFileId"/> is the list; none for a single file.</summary>
    public Guid? AlbumId { get; private init; }

    /// <summary>How many files the album holds.</summary>
    public int SheetCount { get; private init; }

    /// <summary>待签文件: what the agency was given to seal with its own token; made once and never changed.</summary>
    public Guid? PreparedFileId { get; private set; }

    /// <summary>Whether the sealed file is another than the prepared one and belongs to the task by the agency's word alone.</summary>
    public bool IsBoundByDeclaration { get; private set; }

    /// <summary>The elements handed in with it, the very text that is embedded in the file before the first seal; none where
    /// nothing was filled in.</summary>
    public string? ElementsText { get; private init; }

    /// <summary>Whether verification found just that text under the seals.</summary>
    public bool AreElementsSealed { get; private set; }

    /// <summary>What the pre-check noted.</summary>
    public IReadOnlyList<PrecheckFinding> Precheck { get; private init; } = [];

    /// <summary>The seal scheme with what is done.</summary>
    public IReadOnlyList<SealingStep> Steps { get; private set; } = [];

    /// <summary>The server's own verification of the sealed bytes.</summary>
    public FiveChecks? Verification { get; private set; }

    /// <summary>Its verdict, for lists.</summary>
    public Verdict? Verdict { get; private set; }

    /// <summary>How it stands.</summary>
    public ResultStatus Status { get; private set; }

    /// <summary>Who handed it in.</summary>
    public string SubmittedBy { get; private init; } = "";

    /// <summary>When.</summary>
    public DateTimeOffset SubmittedAt { get; private init; }

    /// <summary>When the last seal was put on.</summary>
    public DateTimeOffset? SealedAt { get; private set; }

    /// <summary>When it reached the department's desk.</summary>
    public DateTimeOffset? DeliveredAt { get; private set; }

    /// <summary>The official who accepted or returned it.</summary>
    public string? DecidedBy { get; private set; }

    /// <summary>When.</summary>
    public DateTimeOffset? DecidedAt { get; private set; }

    /// <summary>The official's words.</summary>
    public string? Opinion { get; private set; }

    /// <summary>Why it was returned.</summary>
    public IReadOnlyList<Defect> Defects { get; private set; } = [];

    /// <summary>When an accepted result was last verified again.</summary>
    public DateTimeOffset? ReverifiedAt { get; private set; }

    /// <summary>The file to seal, verify or show now.</summary>
    public Guid CurrentFileId => SealedFileId ?? OriginalFileId;

    /// <summary>Whether the public may know of it: from delivery on.</summary>
    public bool IsPublic => Status is ResultStatus.Delivered or ResultStatus.Accepted or ResultStatus.Returned
        or ResultStatus.Corrected or ResultStatus.AcceptanceWithdrawn or ResultStatus.Voided;

    /// <summary>The next seal to be put on; none when complete.</summary>
    public SealingStep? NextStep => Steps.FirstOrDefault(step => !step.IsDone);

    /// <summary>承继: another department's desk.</summary>
    internal void PassTo(Organisations.Organisation department) => DepartmentId = department.Id;

    internal static Result Submit(
        TaskOrder order, int number, StoredFile file, string reportNumber, string conclusion, PrecheckReport precheck,
        IReadOnlyList<SealStep> scheme, OperationContext context, AlbumExtent? album = null, string? elements = null)
    {
        if (string.IsNullOrWhiteSpace(reportNumber) || string.IsNullOrWhiteSpace(conclusion))
        {
            throw new RuleViolationException("result-incomplete");
        }

        return new Result
        {
            Id = context.NewId(),
            TaskOrderId = order.Id,
            Number = number,
            AgencyId = context.Actor.Organisation,
            DepartmentId = order.DepartmentId,
            OwnerId = order.OwnerId,
            PublicId = Numbers.PublicId(),
            AccessCode = Numbers.AccessCode(),
            ReportNumber = reportNumber.Trim(),
            Conclusion = conclusion.Trim(),
            OriginalFileId = file.Id,
            PageCount = album?.PageCount ?? precheck.PageCount,
            AlbumId = album?.AlbumId,
            SheetCount = album?.SheetCount ?? 0,
            ElementsText = elements,
            Precheck = precheck.Findings,
            Status = ResultStatus.Prechecked,
            Steps = [.. scheme.Select(step => new SealingStep(step.Order, step.Kind, step.RoleTitle, step.RegistrationTitle))],
            SubmittedBy = context.Actor.DisplayName,
            SubmittedAt = context.At,
        };
    }

    /// <summary>A confirmation for all sheets of the album has been given: seals are going on.</summary>
    internal void BeginSealing() => Status = ResultStatus.Sealing;

    internal void Replace() => Status = ResultStatus.Replaced;

    /// <summary>The step that this seal may do now.</summary>
    internal SealingStep RequireStepFor(Seal seal)
    {
        if (Status is not (ResultStatus.Prechecked or ResultStatus.Sealing) || NextStep is not { } next)
        {
            throw new RuleViolationException("result-state", Status);
        }

        if (seal.Kind != next.Kind)
        {
            throw new RuleViolationException("wrong-seal-order", next.RoleTitle, next.Kind);
        }

        if (next.RegistrationTitle is { } title && title != seal.RegistrationTitle)
        {
            throw new RuleViolationException("wrong-registration", title);
        }

        // 校审分离: who wrote it does not review it.
        if (seal.PractitionerId is not null && Steps.Any(step => step.SealId == seal.Id))
        {
            throw new RuleViolationException("same-person-twice", seal.Text, next.RoleTitle);
        }

        return next;
    }

    internal void ApplySeal(SealingStep step, Seal seal, StoredFile sealedFile, string certificateSha256, OperationContext context, string? sealedBy = null)
    {
        Steps =
        [
            .. Steps.Select(each => each.Order != step.Order ? each : each with
            {
                SealId = seal.Id, SealText = seal.Text, CertificateSha256 = certificateSha256,
                SealedBy = sealedBy ?? context.Actor.DisplayName, SealedAt = context.At,
            }),
        ];
        SealedFileId = sealedFile.Id;
        Status = NextStep is null ? ResultStatus.Sealed : ResultStatus.Sealing;
        SealedAt = NextStep is null ? context.At : null;
    }

    /// <summary>待签文件: made once, so that what comes back can be held against it.</summary>
    internal void Prepare(StoredFile file) => PreparedFileId ??= file.Id;

    /// <summary>Whether the agency may seal it with its own token: no seal is on, and it is one file.</summary>
    internal bool IsForOwnSeals => Status == ResultStatus.Prechecked && AlbumId is null;

    /// <summary>All seals of the scheme, put on by the agency's own program.</summary>
    internal void ApplyOwnSeals(IReadOnlyList<SealingStep> steps, StoredFile sealedFile, bool byDeclaration, OperationContext context)
    {
        Steps = steps;
        SealedFileId = sealedFile.Id;
        IsBoundByDeclaration = byDeclaration;
        Status = ResultStatus.Sealed;
        SealedAt = context.At;
    }

    internal void Verify(FiveChecks checks, OperationContext context, string? elementsInFile = null)
    {
        AreElementsSealed = ElementsText is not null && elementsInFile == ElementsText;
        Verification = checks;
        Verdict = checks.Verdict;
        if (checks.Verdict == Marketplace.Verification.Verdict.Failed)
        {
            Status = ResultStatus.VerificationFailed;
            return;
        }

        Status = ResultStatus.Delivered;
        DeliveredAt = context.At;
    }

    internal void Reverified(OperationContext context) => ReverifiedAt = context.At;

    internal void Accept(string opinion, SealDoubt? doubt, OperationContext context)
    {
        if ((doubt is not null || Verdict == Marketplace.Verification.Verdict.NeedsPerson) && string.IsNullOrWhiteSpace(opinion))
        {
            throw new RuleViolationException("opinion-missing");
        }

        Decide(ResultStatus.Accepted, opinion, context);
    }

    internal void Return(IReadOnlyList<Defect> defects, string remark, OperationContext context)
    {
        if (defects.Count == 0 || defects.Any(defect => string.IsNullOrWhiteSpace(defect.What)))
        {
            throw new RuleViolationException("defects-missing");
        }

        Decide(ResultStatus.Returned, remark, context);
        Defects = defects;
    }

    private void Decide(ResultStatus decision, string? words, OperationContext context)
    {
        if (Status != ResultStatus.Delivered)
        {
            throw new RuleViolationException("result-state", Status);
        }

        Status = decision;
        DecidedBy = context.Actor.DisplayName;
        DecidedAt = context.At;
        Opinion = string.IsNullOrWhiteSpace(words) ? null : words.Trim();
    }
}
