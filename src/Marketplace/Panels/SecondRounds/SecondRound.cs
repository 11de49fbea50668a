using Market.Marketplace.Calendars;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.TaskOrders;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Market.Marketplace.Panels.SecondRounds;

/// <summary>How a second round stands.</summary>
public enum SecondRoundStatus
{
    /// <summary>竞价中: sealed bids come in.</summary>
    Bidding,

    /// <summary>已成交: opened, and the order of the bids is public.</summary>
    Decided,

    /// <summary>无有效报价.</summary>
    Failed,

    /// <summary>已终止: its task was stopped before the bids were opened.</summary>
    Cancelled,
}

/// <summary>A member of the panel when its round began: invited, or passed over for these reasons.</summary>
public sealed record RoundMember(int Position, Guid AgencyId, string Name, string CreditCode, IReadOnlyList<SkipReason> SkippedFor)
{
    /// <summary>Whether it may bid.</summary>
    public bool IsInvited => SkippedFor.Count == 0;
}

/// <summary>二次竞价: the members of a panel against whom nothing stands bid once more, under seal, for one task. The agreement's
/// price is the most that may be bid, the lowest valid bid gets the task, equal ones are parted by the panel's draw.</summary>
public sealed class SecondRound : IAggregate
{
    private SecondRound()
    {
    }

    /// <summary>Identity.</summary>
    public Guid Id { get; private init; }

    /// <summary>Counts changes.</summary>
    public long Version { get; private set; }

    /// <summary>Number shown to people.</summary>
    public string Number { get; private init; } = "";

    /// <summary>The panel.</summary>
    public Guid PanelId { get; private init; }

    /// <summary>The panel's name.</summary>
    public string PanelName { get; private init; } = "";

    /// <summary>框架协议号.</summary>
    public string FrameworkAgreementNumber { get; private init; } = "";

    /// <summary>The task.</summary>
    public Guid TaskOrderId { get; private init; }

    /// <summary>Its number.</summary>
    public string TaskOrderNumber { get; private init; } = "";

    /// <summary>The item's name.</summary>
    public string ServiceItemName { get; private init; } = "";

    /// <summary>The item's code.</summary>
    public string ServiceItemCode { get; private init; } = "";

    /// <summary>The project's name.</summary>
    public string ProjectName { get; private init; } = "";

    /// <summary>The period of the work.</summary>
    public int LimitWorkingDays { get; private init; }

    /// <summary>协议价格: the most that may be bid, yuan.</summary>
    public decimal CeilingAmount { get; private init; }

    /// <summary>How it stands.</summary>
    public SecondRoundStatus Status { get; private set; }

    /// <summary>When it began.</summary>
    public DateTimeOffset OpenedAt { get; private init; }

    /// <summary>The first instant that is too late for a bid.</summary>
    public DateTimeOffset BidsUntil { get; private init; }

    /// <summary>Its arithmetic.</summary>
    public Deadline Deadline { get; private init; } = null!;

    /// <summary>How many bids there are; told to nobody before they are opened.</summary>
    public int BidCount { get; private set; }

    /// <summary>When the bids were opened.</summary>
    public DateTimeOffset? DecidedAt { get; private set; }

    /// <summary>All members, in the order of the panel.</summary>
    public IReadOnlyList<RoundMember> Members { get; private init; } = [];

    /// <summary>How it came out.</summary>
    public SecondRoundRuling? Ruling { get; private set; }

    internal static SecondRound Open(
        Panel panel, TaskOrder order, string projectName, IReadOnlyList<RoundMember> members, int workingDays, OperationContext context)
    {
        var deadline = context.Calendar.DeadlineAfter(context.Today, workingDays);
        return new SecondRound
        {
            Id = context.NewId(),
            Number = Numbers.Next("EJ", context),
            PanelId = panel.Id,
            PanelName = panel.Name,
            FrameworkAgreementNumber = panel.FrameworkAgreementNumber,
            TaskOrderId = order.Id,
            TaskOrderNumber = order.Number,
            ServiceItemName = order.ServiceItemName,
            ServiceItemCode = order.ServiceItemCode,
            ProjectName = projectName,
            LimitWorkingDays = order.LimitWorkingDays,
            CeilingAmount = panel.CeilingAmount ?? throw new RuleViolationException("panel-ceiling-missing"),
            OpenedAt = context.At,
            Deadline = deadline,
            BidsUntil = deadline.DueAt,
            Members = members,
        };
    }

    /// <summary>The bids are opened: there is an order, or no valid bid at all.</summary>
    internal void Decide(SecondRoundRuling ruling, OperationContext context)
    {
        if (Status != SecondRoundStatus.Bidding || context.At < BidsUntil)
        {
            throw new RuleViolationException("second-round-running");
        }

        Ruling = ruling;
        Status = ruling.Order.Count == 0 ? SecondRoundStatus.Failed : SecondRoundStatus.Decided;
        DecidedAt = context.At;
    }

    /// <summary>Its task was stopped; the bids stay sealed.</summary>
    internal void Cancel(OperationContext context)
    {
        Status = SecondRoundStatus.Cancelled;
        DecidedAt = context.At;
    }

    internal sealed class Mapping : IEntityTypeConfiguration<SecondRound>
    {
        public void Configure(EntityTypeBuilder<SecondRound> builder)
        {
            builder.ToTable("SecondRounds");
            builder.Property(row => row.Number).HasMaxLength(40);
            builder.HasIndex(row => row.Number).IsUnique();
            builder.Property(row => row.PanelName).HasMaxLength(200);
            builder.Property(row => row.FrameworkAgreementNumber).HasMaxLength(100);
            builder.Property(row => row.TaskOrderNumber).HasMaxLength(40);
            builder.Property(row => row.ServiceItemName).HasMaxLength(200);
            builder.Property(row => row.ServiceItemCode).HasMaxLength(20);
            builder.Property(row => row.ProjectName).HasMaxLength(200);
            builder.Property(row => row.Deadline).HasJson();
            builder.Property(row => row.Members).HasJson();
            builder.Property(row => row.Ruling).HasJson();

            // One panel asks once for one task.
            builder.HasIndex(row => new { row.TaskOrderId, row.PanelId }).IsUnique();
            builder.HasIndex(row => new { row.Status, row.BidsUntil });
            builder.HasIndex(row => row.OpenedAt);
            builder.HasOne<Panel>().WithMany().HasForeignKey(row => row.PanelId).OnDelete(DeleteBehavior.Restrict);
            builder.HasOne<TaskOrder>().WithMany().HasForeignKey(row => row.TaskOrderId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}
