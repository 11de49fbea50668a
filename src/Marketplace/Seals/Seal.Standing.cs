using Market.Marketplace.Operations;

namespace Market.Marketplace.Seals;

// How the seal stands: 停用, 挂失, 换章.
public sealed partial class Seal
{
    /// <summary>Since when it is suspended.</summary>
    public DateTimeOffset? SuspendedAt { get; private set; }

    /// <summary>Why.</summary>
    public string? SuspensionReason { get; private set; }

    /// <summary>Whether the operator suspended it; then only the operator resumes it.</summary>
    public bool SuspendedByOperator { get; private set; }

    /// <summary>Since when it may have been in the wrong hands: what was sealed from then on is in doubt.</summary>
    public DateTimeOffset? LostSince { get; private set; }

    /// <summary>When the loss was reported.</summary>
    public DateTimeOffset? LossReportedAt { get; private set; }

    /// <summary>Who reported it.</summary>
    public string? LossReportedBy { get; private set; }

    /// <summary>What happened.</summary>
    public string? LossReason { get; private set; }

    /// <summary>How it stood before; that is how it stands again when the report is withdrawn.</summary>
    public SealStatus? StatusBeforeLoss { get; private set; }

    /// <summary>Which making of the seal this is, from 1; a renewed certificate needs a re-made seal.</summary>
    public int Edition { get; private init; } = 1;

    /// <summary>The seal whose place it took.</summary>
    public Guid? ReplacesId { get; private init; }

    /// <summary>What it looks like.</summary>
    public SealAppearance Appearance { get; private init; } = null!;

    /// <summary>For which number of days before the end a warning has gone out.</summary>
    public int? WarnedDays { get; private set; }

    internal void Suspend(string reason, OperationContext context)
    {
        RequireStatus(SealStatus.Active);
        RequireReason(reason);
        (Status, SuspendedAt, SuspensionReason) = (SealStatus.Suspended, context.At, reason.Trim());
        SuspendedByOperator = context.Actor.Standing is not (Standing.Agency or Standing.Enterprise);
        ChangedAt = context.At;
    }

    internal void Resume(OperationContext context)
    {
        RequireStatus(SealStatus.Suspended);
        if (SuspendedByOperator && context.Actor.Standing is (Standing.Agency or Standing.Enterprise))
        {
            throw new RuleViolationException("suspended-by-operator", Text);
        }

        (Status, SuspendedAt, SuspensionReason, SuspendedByOperator) = (SealStatus.Active, null, null, false);
        ChangedAt = context.At;
    }

    /// <summary>Stops it at once, whatever else it was; what was sealed since the suspected time is in doubt.</summary>
    internal void ReportLoss(DateTimeOffset since, string reason, OperationContext context)
    {
        if (Status == SealStatus.Lost)
        {
            throw new RuleViolationException("seal-not-active", Text, Status);
        }

        RequireReason(reason);
        if (since > context.At)
        {
            throw new RuleViolationException("loss-time");
        }

        (StatusBeforeLoss, Status) = (Status, SealStatus.Lost);
        (LostSince, LossReportedAt, LossReportedBy, LossReason) = (since, context.At, context.Actor.DisplayName, reason.Trim());
        ChangedAt = context.At;
    }

    /// <summary>Takes the report back: the doubts end and the seal stands as before.</summary>
    internal void WithdrawLoss(string reason, OperationContext context)
    {
        RequireStatus(SealStatus.Lost);
        RequireReason(reason);
        (Status, StatusBeforeLoss) = (StatusBeforeLoss ?? SealStatus.Active, null);
        (LostSince, LossReportedAt, LossReportedBy, LossReason) = (null, null, null, null);
        ChangedAt = context.At;
    }

    internal void BindKey(string reference, OperationContext context)
    {
        if (KeyReference.Length > 0)
        {
            throw new RuleViolationException("key-already-bound", Text);
        }

        KeyReference = reference;
        ChangedAt = context.At;
    }

    /// <summary>A re-made seal in this one's place: those who hold this one hold that one.</summary>
    internal Seal Renew(SealRegistration entry, SealHolder holder, SealAppearance appearance, OperationContext context)
    {
        if (Status is not (SealStatus.Active or SealStatus.Suspended))
        {
            throw new RuleViolationException("seal-not-active", Text, Status);
        }

        var practitioner = holder.Agency?.Practitioners.SingleOrDefault(person => person.Id == PractitionerId);
        var renewed = Make(entry, holder.Id, practitioner, appearance, this, context);
        renewed._keepings.AddRange(_keepings.Where(keeping => keeping.IsOpenOn(context.Today)).Select(keeping => keeping.For(renewed.Id, context)));
        Status = SealStatus.Replaced;
        ChangedAt = context.At;
        return renewed;
    }

    internal void Warned(int days) => WarnedDays = days;

    /// <summary>Whether what this seal put on at an instant is in doubt.</summary>
    internal bool IsInDoubtAt(DateTimeOffset sealedAt) => LostSince is { } since && sealedAt >= since;

    private void RequireStatus(SealStatus status)
    {
        if (Status != status)
        {
            throw new RuleViolationException("seal-not-active", Text, Status);
        }
    }
}
