using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.RulePacks;
using Market.Marketplace.TaskOrders;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Market.Marketplace.Ratings;

/// <summary>How a rating stands.</summary>
public enum RatingStatus
{
    /// <summary>计入.</summary>
    Counted,

    /// <summary>申诉中: not counted until it is decided.</summary>
    Appealed,

    /// <summary>申诉成立: struck out, kept with the reasons.</summary>
    StruckOut,

    /// <summary>申诉不成立: counted again.</summary>
    Upheld,
}

/// <summary>The facts of the order beside the stars, as the log has them.</summary>
public sealed record RatingFacts(DateTimeOffset AcceptedAt, bool OnTime, int Returns);

/// <summary>An appeal (申诉) against a rating.</summary>
/// <param name="By">Who wrote it.</param>
/// <param name="DecideUntil">The first instant that is too late for the decision.</param>
public sealed record RatingAppeal(string Grounds, string By, DateTimeOffset At, DateTimeOffset DecideUntil)
{
    /// <summary>The reasons; published.</summary>
    public string? Decision { get; init; }

    /// <summary>Who decided.</summary>
    public string? DecidedBy { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset? DecidedAt { get; init; }
}

/// <summary>What one side of a finished task order says about another (服务评价): stars, words, and the facts of the order beside them.</summary>
public sealed class Rating : IAggregate
{
    /// <summary>The longest comment, grounds or decision.</summary>
    public const int LongestText = 1000;

    private Rating()
    {
    }

    /// <summary>Identity.</summary>
    public Guid Id { get; private init; }

    /// <summary>Counts changes.</summary>
    public long Version { get; private set; }

    /// <summary>Number shown to people.</summary>
    public string Number { get; private init; } = "";

    /// <summary>Who rates whom.</summary>
    public RatingSide Side { get; private init; }

    /// <summary>The order.</summary>
    public Guid TaskOrderId { get; private init; }

    /// <summary>Its number.</summary>
    public string TaskOrderNumber { get; private init; } = "";

    /// <summary>The item's code.</summary>
    public string ServiceItemCode { get; private init; } = "";

    /// <summary>The item's name.</summary>
    public string ServiceItemName { get; private init; } = "";

    /// <summary>The agency of the order.</summary>
    public Guid AgencyId { get; private init; }

    /// <summary>Who rates.</summary>
    public Guid RaterId { get; private init; }

    /// <summary>Its name.</summary>
    public string RaterName { get; private init; } = "";

    /// <summary>Who is rated.</summary>
    public Guid RatedId { get; private init; }

    /// <summary>Its name.</summary>
    public string RatedName { get; private init; } = "";

    /// <summary>The stars.</summary>
    public IReadOnlyList<RatingStars> Stars { get; private init; } = [];

    /// <summary>Their average in tenths.</summary>
    public int Tenths { get; private init; }

    /// <summary>In words.</summary>
    public string Comment { get; private init; } = "";

    /// <summary>The facts of the order.</summary>
    public RatingFacts Facts { get; private init; } = null!;

    /// <summary>When it was given.</summary>
    public DateTimeOffset At { get; private init; }

    /// <summary>The first instant that is too late for an appeal.</summary>
    public DateTimeOffset AppealUntil { get; private init; }

    /// <summary>How it stands.</summary>
    public RatingStatus Status { get; private set; }

    /// <summary>The appeal, where there was one.</summary>
    public RatingAppeal? Appeal { get; private set; }

    /// <summary>Whether it counts in averages.</summary>
    public bool Counts => Status is RatingStatus.Counted or RatingStatus.Upheld;

    internal static Rating Give(
        TaskOrder order, RatingSide side, (Guid Id, string Name) rated, IReadOnlyList<RatingStars> stars, string comment, RatingRules rules, OperationContext context)
    {
        RatingScale.Check(stars, RatingScale.DimensionsOf(side, order.Payer), comment.Trim(), LongestText);
        return new Rating
        {
            Id = context.NewId(),
            Number = Numbers.Next("PJ", context),
            Side = side,
            TaskOrderId = order.Id,
            TaskOrderNumber = order.Number,
            ServiceItemCode = order.ServiceItemCode,
            ServiceItemName = order.ServiceItemName,
            AgencyId = order.AgencyId!.Value,
            RaterId = context.Actor.Organisation,
            RaterName = context.Actor.OrganisationName ?? context.Actor.DisplayName,
            RatedId = rated.Id,
            RatedName = rated.Name,
            Stars = stars,
            Tenths = RatingScale.TenthsOf(stars),
            Comment = comment.Trim(),
            Facts = new RatingFacts(order.CompletedAt!.Value, order.DueAt is null || order.HandedInAt < order.DueAt, order.ReturnCount),
            At = context.At,
            AppealUntil = context.Calendar.DeadlineAfter(context.Today, rules.AppealWorkingDays.Value).DueAt,
            Status = RatingStatus.Counted,
        };
    }

    /// <summary>The rated side appeals, once and in time; the rating does not count until that is decided.</summary>
    internal void TakeAppeal(string grounds, RatingRules rules, OperationContext context)
    {
        if (Appeal is not null)
        {
            throw new RuleViolationException("rating-appeal-once", Number);
        }

        if (context.At >= AppealUntil)
        {
            throw new RuleViolationException("rating-appeal-late", AppealUntil);
        }

        Appeal = new RatingAppeal(
            Said(grounds), context.Actor.DisplayName, context.At, context.Calendar.DeadlineAfter(context.Today, rules.DecideWorkingDays.Value).DueAt);
        Status = RatingStatus.Appealed;
    }

    /// <summary>The operator decides the appeal with published reasons.</summary>
    internal void Decide(bool strikeOut, string reason, OperationContext context)
    {
        if (Status != RatingStatus.Appealed)
        {
            throw new RuleViolationException("rating-appeal-state", Status);
        }

        Appeal = Appeal! with { Decision = Said(reason), DecidedBy = context.Actor.DisplayName, DecidedAt = context.At };
        Status = strikeOut ? RatingStatus.StruckOut : RatingStatus.Upheld;
    }

    private static string Said(string text) =>
        string.IsNullOrWhiteSpace(text) ? throw new RuleViolationException("reason-missing")
        : text.Trim() is { Length: <= LongestText } said ? said
        : throw new RuleViolationException("rating-comment-long", LongestText);

    internal sealed class Mapping : IEntityTypeConfiguration<Rating>
    {
        public void Configure(EntityTypeBuilder<Rating> builder)
        {
            builder.ToTable("Ratings");
            builder.Property(row => row.Number).HasMaxLength(40);
            builder.HasIndex(row => row.Number).IsUnique();
            builder.Property(row => row.TaskOrderNumber).HasMaxLength(40);
            builder.Property(row => row.ServiceItemCode).HasMaxLength(40);
            builder.Property(row => row.ServiceItemName).HasMaxLength(200);
            builder.Property(row => row.RaterName).HasMaxLength(200);
            builder.Property(row => row.RatedName).HasMaxLength(200);
            builder.Property(row => row.Stars).HasJson();
            builder.Property(row => row.Facts).HasJson();
            builder.Property(row => row.Appeal).HasJson();
            builder.Property(row => row.Comment).HasMaxLength(LongestText);
            builder.Ignore(row => row.Counts);

            // Each side once per order.
            builder.HasIndex(row => new { row.TaskOrderId, row.Side }).IsUnique();
            builder.HasIndex(row => new { row.RatedId, row.At });
            builder.HasIndex(row => new { row.RaterId, row.At });
            builder.HasIndex(row => new { row.Status, row.At });
            builder.HasOne<TaskOrder>().WithMany().HasForeignKey(row => row.TaskOrderId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}
