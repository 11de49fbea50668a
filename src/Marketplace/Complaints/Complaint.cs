using Market.Marketplace.Calendars;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Procurements;
using Market.Marketplace.RulePacks;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Market.Marketplace.Complaints;

/// <summary>How a complaint stands.</summary>
public enum ComplaintStatus
{
    /// <summary>待受理.</summary>
    Filed,

    /// <summary>处理中: a named handler has taken it.</summary>
    Accepted,

    /// <summary>不予受理, with reasons.</summary>
    NotAccepted,

    /// <summary>投诉成立.</summary>
    Upheld,

    /// <summary>投诉不成立.</summary>
    Dismissed,

    /// <summary>已撤回.</summary>
    Withdrawn,
}

/// <summary>What an upheld complaint leads to.</summary>
public enum ComplaintRemedy
{
    /// <summary>终止采购.</summary>
    EndProcurement,

    /// <summary>取消中选资格, 候补递补.</summary>
    DisqualifyWinner,
}

/// <summary>What a complaint says: facts, what they break, what is wanted.</summary>
/// <param name="AboutWinner">Against the winner; otherwise against the owner who buys.</param>
public sealed record ComplaintGrounds(bool AboutWinner, string Facts, string Basis, string Request);

/// <summary>A complaint (投诉) to the operator about an award, beside the objection to the owner. It freezes the award until it is
/// decided; who complained is known to the handler only.</summary>
public sealed class Complaint : IAggregate
{
    private const int LongestText = 4000;

    private Complaint()
    {
    }

    /// <summary>Identity.</summary>
    public Guid Id { get; private init; }

    /// <summary>Counts changes.</summary>
    public long Version { get; private set; }

    /// <summary>Number shown to people.</summary>
    public string Number { get; private init; } = "";

    /// <summary>The procurement.</summary>
    public Guid ProcurementId { get; private init; }

    /// <summary>Its number.</summary>
    public string ProcurementNumber { get; private init; } = "";

    /// <summary>Who complains; hidden from the respondent and the public.</summary>
    public Guid ComplainantId { get; private init; }

    /// <summary>The complainant's name.</summary>
    public string ComplainantName { get; private init; } = "";

    /// <summary>Against whom.</summary>
    public Guid RespondentId { get; private init; }

    /// <summary>The respondent's name.</summary>
    public string RespondentName { get; private init; } = "";

    /// <summary>What it says.</summary>
    public ComplaintGrounds Grounds { get; private init; } = null!;

    /// <summary>How it stands.</summary>
    public ComplaintStatus Status { get; private set; }

    /// <summary>When it was filed.</summary>
    public DateTimeOffset FiledAt { get; private init; }

    /// <summary>The first instant that is too late for accepting it.</summary>
    public DateTimeOffset AcceptUntil { get; private init; }

    /// <summary>Who handles it (承办人).</summary>
    public string? Handler { get; private set; }

    /// <summary>When it was accepted.</summary>
    public DateTimeOffset? AcceptedAt { get; private set; }

    /// <summary>The first instant that is too late for deciding it.</summary>
    public DateTimeOffset? DecideUntil { get; private set; }

    /// <summary>What the respondent says to it (陈述申辩).</summary>
    public string? Reply { get; private set; }

    /// <summary>When.</summary>
    public DateTimeOffset? RepliedAt { get; private set; }

    /// <summary>The decision's reasons; published.</summary>
    public string? Decision { get; private set; }

    /// <summary>What follows from an upheld one.</summary>
    public ComplaintRemedy? Remedy { get; private set; }

    /// <summary>When it came to its end.</summary>
    public DateTimeOffset? DecidedAt { get; private set; }

    /// <summary>Whether it still keeps the award frozen.</summary>
    public bool IsOpen => Status is ComplaintStatus.Filed or ComplaintStatus.Accepted;

    internal static Complaint File(Procurement procurement, ComplaintGrounds grounds, RulePack rules, OperationContext context)
    {
        foreach (var text in new[] { grounds.Facts, grounds.Basis, grounds.Request })
        {
            if (string.IsNullOrWhiteSpace(text) || text.Length > LongestText)
            {
                throw new RuleViolationException("complaint-incomplete", LongestText);
            }
        }

        var winner = procurement.Outcome!.Winner!;
        if (grounds.AboutWinner && winner.AgencyId == context.Actor.Organisation)
        {
            throw new RuleViolationException("complaint-about-oneself");
        }

        return new Complaint
        {
            Id = context.NewId(),
            Number = Numbers.Next("TS", context),
            ProcurementId = procurement.Id,
            ProcurementNumber = procurement.Number,
            ComplainantId = context.Actor.Organisation,
            ComplainantName = context.Actor.OrganisationName ?? context.Actor.DisplayName,
            RespondentId = grounds.AboutWinner ? winner.AgencyId : procurement.OwnerId,
            RespondentName = grounds.AboutWinner ? winner.Name : procurement.OwnerName,
            Grounds = grounds with { Facts = grounds.Facts.Trim(), Basis = grounds.Basis.Trim(), Request = grounds.Request.Trim() },
            Status = ComplaintStatus.Filed,
            FiledAt = context.At,
            AcceptUntil = WorkingCalendar.Official.DeadlineAfter(context.Today, rules.ComplaintAcceptWorkingDays.Value).DueAt,
        };
    }

    internal void Accept(RulePack rules, OperationContext context)
    {
        Require(ComplaintStatus.Filed);
        (Status, Handler, AcceptedAt) = (ComplaintStatus.Accepted, context.Actor.DisplayName, context.At);
        DecideUntil = WorkingCalendar.Official.DeadlineAfter(context.Today, rules.ComplaintDecideWorkingDays.Value).DueAt;
    }

    internal void Respond(string text, OperationContext context)
    {
        Require(ComplaintStatus.Accepted);
        RequireReason(text);
        (Reply, RepliedAt) = (text.Trim(), context.At);
    }

    internal void Refuse(string reason, OperationContext context)
    {
        Require(ComplaintStatus.Filed);
        Handler = context.Actor.DisplayName;
        End(ComplaintStatus.NotAccepted, reason, context);
    }

    internal void Decide(ComplaintRemedy? remedy, string reason, OperationContext context)
    {
        Require(ComplaintStatus.Accepted);
        Remedy = remedy;
        End(remedy is null ? ComplaintStatus.Dismissed : ComplaintStatus.Upheld, reason, context);
    }

    internal void Withdraw(OperationContext context)
    {
        if (!IsOpen)
        {
            throw new RuleViolationException("complaint-state", Status);
        }

        (Status, DecidedAt) = (ComplaintStatus.Withdrawn, context.At);
    }

    private void End(ComplaintStatus status, string reason, OperationContext context)
    {
        RequireReason(reason);
        (Status, Decision, DecidedAt) = (status, reason.Trim(), context.At);
    }

    private void Require(ComplaintStatus status)
    {
        if (Status != status)
        {
            throw new RuleViolationException("complaint-state", Status);
        }
    }

    private static void RequireReason(string reason)
    {
        if (string.IsNullOrWhiteSpace(reason))
        {
            throw new RuleViolationException("reason-missing");
        }
    }

    internal sealed class Mapping : IEntityTypeConfiguration<Complaint>
    {
        public void Configure(EntityTypeBuilder<Complaint> builder)
        {
            builder.ToTable("Complaints");
            builder.Property(row => row.Number).HasMaxLength(40);
            builder.HasIndex(row => row.Number).IsUnique();
            builder.Property(row => row.ProcurementNumber).HasMaxLength(40);
            builder.Property(row => row.ComplainantName).HasMaxLength(200);
            builder.Property(row => row.RespondentName).HasMaxLength(200);
            builder.Property(row => row.Grounds).HasJson();
            builder.Property(row => row.Handler).HasMaxLength(100);
            builder.Property(row => row.Reply).HasMaxLength(4000);
            builder.Property(row => row.Decision).HasMaxLength(4000);
            builder.Ignore(row => row.IsOpen);

            // Once only per matter.
            builder.HasIndex(row => new { row.ProcurementId, row.ComplainantId }).IsUnique();
            builder.HasIndex(row => new { row.RespondentId, row.Status });
            builder.HasIndex(row => row.FiledAt);
            builder.HasOne<Procurement>().WithMany().HasForeignKey(row => row.ProcurementId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}
