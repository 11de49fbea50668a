using System.Globalization;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Results;
using Market.Marketplace.Seals;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Market.Marketplace.Albums;

/// <summary>How a batch of seals stands.</summary>
public enum SealBatchStatus
{
    /// <summary>用印中: a worker seals, or will as soon as one is free.</summary>
    Running,

    /// <summary>已暂停 by a person.</summary>
    Paused,

    /// <summary>已停止: sheets that failed, a seal that was stopped, or a confirmation that has run out.</summary>
    Stopped,

    /// <summary>已完成: every sheet of the step is sealed.</summary>
    Done,

    /// <summary>已由新的确认接替.</summary>
    Succeeded,
}

/// <summary>Why a batch stopped.</summary>
/// <param name="Code">A code of Refusals.resx.</param>
/// <param name="Args">Values of its sentence; keys of Wording.resx stand for their words.</param>
public sealed record BatchStop(string Code, IReadOnlyList<string> Args)
{
    /// <summary>The sentence.</summary>
    public string Say(CultureInfo culture) => Refusals.Say(Code, culture, [.. Args.Select(arg => Wording.Say(arg, culture))]);

    internal static BatchStop Of(RuleViolationException refusal) => new(refusal.Code, [.. refusal.Args.Select(KeyOf)]);

    private static string KeyOf(object value) => value switch
    {
        Enum word => $"{word.GetType().Name}.{word}",
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => $"{value}",
    };
}

/// <summary>One confirmation by which one person has one seal put on every sheet of an album (一次确认，逐张用印). It covers
/// exactly the files on its list, by their digests, and runs out.</summary>
public sealed class SealBatch : IAggregate
{
    /// <summary>How long a confirmation holds.</summary>
    public static readonly TimeSpan ConfirmationPeriod = TimeSpan.FromHours(12);

    private SealBatch()
    {
    }

    /// <summary>Identity.</summary>
    public Guid Id { get; private init; }

    /// <summary>Counts changes; a claim is an update conditional on it.</summary>
    public long Version { get; private set; }

    /// <summary>The result.</summary>
    public Guid ResultId { get; private init; }

    /// <summary>Its album.</summary>
    public Guid AlbumId { get; private init; }

    /// <summary>The agency.</summary>
    public Guid AgencyId { get; private init; }

    /// <summary>The step of the seal scheme.</summary>
    public int StepOrder { get; private init; }

    /// <summary>The seal.</summary>
    public Guid SealId { get; private init; }

    /// <summary>The approved application for the unit's seal; none for a practitioner's.</summary>
    public Guid? ApplicationId { get; private init; }

    /// <summary>Who confirmed.</summary>
    public Guid UserId { get; private init; }

    /// <summary>The person's name.</summary>
    public string UserName { get; private init; } = "";

    /// <summary>SHA-256 over the list that the person confirmed.</summary>
    public string ListSha256 { get; private init; } = "";

    /// <summary>How many files are on it.</summary>
    public int SheetCount { get; private init; }

    /// <summary>When the person proved to be there.</summary>
    public DateTimeOffset ConfirmedAt { get; private init; }

    /// <summary>From then on nothing more is sealed under this confirmation.</summary>
    public DateTimeOffset ExpiresAt { get; private init; }

    /// <summary>How it stands.</summary>
    public SealBatchStatus Status { get; private set; }

    /// <summary>Why it stopped.</summary>
    public BatchStop? StoppedFor { get; private set; }

    /// <summary>Who works on it.</summary>
    public Guid? Lease { get; private set; }

    /// <summary>Until then nobody else may.</summary>
    public DateTimeOffset LeaseUntil { get; private set; }

    /// <summary>When the last sheet was sealed.</summary>
    public DateTimeOffset? DoneAt { get; private set; }

    internal static SealBatch Confirm(Result result, SealingStep step, Seal seal, SealApplication? application, SealingList list, OperationContext context) => new()
    {
        Id = context.NewId(),
        ResultId = result.Id,
        AlbumId = result.AlbumId!.Value,
        AgencyId = result.AgencyId,
        StepOrder = step.Order,
        SealId = seal.Id,
        ApplicationId = application?.Id,
        UserId = context.Actor.UserId,
        UserName = context.Actor.DisplayName,
        ListSha256 = list.Sha256,
        SheetCount = list.Sheets.Count,
        ConfirmedAt = context.At,
        ExpiresAt = context.At + ConfirmationPeriod,
        LeaseUntil = context.At,
        Status = SealBatchStatus.Running,
    };

    internal void Pause()
    {
        Require(SealBatchStatus.Running);
        Status = SealBatchStatus.Paused;
    }

    /// <summary>Goes on, after a pause or after what stopped it was dealt with; never beyond the confirmation's own end.</summary>
    internal void Resume(OperationContext context)
    {
        Require(SealBatchStatus.Paused, SealBatchStatus.Stopped);
        if (context.At >= ExpiresAt)
        {
            throw new RuleViolationException("confirmation-expired");
        }

        Status = SealBatchStatus.Running;
        StoppedFor = null;
        LeaseUntil = context.At;
    }

    internal void Stop(BatchStop reason)
    {
        Status = SealBatchStatus.Stopped;
        StoppedFor = reason;
        Lease = null;
    }

    internal void Finish(OperationContext context)
    {
        Status = SealBatchStatus.Done;
        DoneAt = context.At;
        Lease = null;
    }

    /// <summary>A new confirmation over what is left takes its place.</summary>
    internal void GiveWay()
    {
        Status = SealBatchStatus.Succeeded;
        Lease = null;
    }

    internal void Renew(TimeSpan period, OperationContext context) => LeaseUntil = context.At + period;

    /// <summary>Gives the work back, to be taken up again not before an instant.</summary>
    internal void Release(DateTimeOffset notBefore)
    {
        Lease = null;
        LeaseUntil = notBefore;
    }

    private void Require(params ReadOnlySpan<SealBatchStatus> allowed)
    {
        if (!allowed.Contains(Status))
        {
            throw new RuleViolationException("batch-state", Status);
        }
    }

    internal sealed class Mapping : IEntityTypeConfiguration<SealBatch>
    {
        public void Configure(EntityTypeBuilder<SealBatch> builder)
        {
            builder.ToTable("SealBatches");
            builder.Property(row => row.UserName).HasMaxLength(100);
            builder.Property(row => row.ListSha256).HasMaxLength(64).IsFixedLength();
            builder.Property(row => row.StoppedFor).HasJson();
            builder.HasIndex(row => new { row.Status, row.LeaseUntil });
            builder.HasIndex(row => row.ResultId);
            builder.HasOne<Result>().WithMany().HasForeignKey(row => row.ResultId).OnDelete(DeleteBehavior.Restrict);
            builder.HasOne<SealApplication>().WithMany().HasForeignKey(row => row.ApplicationId).OnDelete(DeleteBehavior.Restrict);
            builder.HasOne<Seal>().WithMany().HasForeignKey(row => row.SealId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}
