using Market.Marketplace.ApprovalCases;
using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;
using Market.Marketplace.Panels;
using Market.Marketplace.Persistence;
using Market.Marketplace.Projects;
using Market.Marketplace.TaskOrders;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Market.Marketplace.Notices;

/// <summary>What is made public.</summary>
public enum NoticeKind
{
    /// <summary>派发公示: how a triggered task found its agency.</summary>
    Assignment,
}

/// <summary>A public notice.</summary>
public sealed class Notice : IAggregate
{
    private Notice()
    {
    }

    /// <summary>Identity.</summary>
    public Guid Id { get; private init; }

    /// <summary>Counts changes.</summary>
    public long Version { get; private set; }

    /// <summary>Number shown to people.</summary>
    public string Number { get; private init; } = "";

    /// <summary>What is made public.</summary>
    public NoticeKind Kind { get; private init; }

    /// <summary>The task order.</summary>
    public Guid TaskOrderId { get; private init; }

    /// <summary>Its number.</summary>
    public string TaskOrderNumber { get; private init; } = "";

    /// <summary>The case's number.</summary>
    public string CaseNumber { get; private init; } = "";

    /// <summary>The project's name.</summary>
    public string ProjectName { get; private init; } = "";

    /// <summary>The department's name.</summary>
    public string DepartmentName { get; private init; } = "";

    /// <summary>The item's code.</summary>
    public string ServiceItemCode { get; private init; } = "";

    /// <summary>The item's name.</summary>
    public string ServiceItemName { get; private init; } = "";

    /// <summary>The agency found; none when the panel was exhausted.</summary>
    public string? AgencyName { get; private init; }

    /// <summary>The proof.</summary>
    public AssignmentEvidence Evidence { get; private init; } = null!;

    /// <summary>When it was published.</summary>
    public DateTimeOffset PublishedAt { get; private init; }

    internal static Notice OfAssignment(
        TaskOrder order, ApprovalCase approvalCase, Project project, Organisation department, AssignmentEvidence evidence,
        OperationContext context) => new()
        {
            Id = context.NewId(),
            Number = Numbers.Next("GS", context),
            Kind = NoticeKind.Assignment,
            TaskOrderId = order.Id,
            TaskOrderNumber = order.Number,
            CaseNumber = approvalCase.Number,
            ProjectName = project.Name,
            DepartmentName = department.Name,
            ServiceItemCode = order.ServiceItemCode,
            ServiceItemName = order.ServiceItemName,
            AgencyName = order.AgencyName,
            Evidence = evidence,
            PublishedAt = context.At,
        };

    internal sealed class Mapping : IEntityTypeConfiguration<Notice>
    {
        public void Configure(EntityTypeBuilder<Notice> builder)
        {
            builder.ToTable("Notices");
            builder.Property(row => row.Number).HasMaxLength(40);
            builder.HasIndex(row => row.Number).IsUnique();
            builder.Property(row => row.TaskOrderNumber).HasMaxLength(40);
            builder.Property(row => row.CaseNumber).HasMaxLength(40);
            builder.Property(row => row.ProjectName).HasMaxLength(200);
            builder.Property(row => row.DepartmentName).HasMaxLength(200);
            builder.Property(row => row.ServiceItemCode).HasMaxLength(20);
            builder.Property(row => row.ServiceItemName).HasMaxLength(200);
            builder.Property(row => row.AgencyName).HasMaxLength(200);
            builder.Property(row => row.Evidence).HasJson();
            builder.HasIndex(row => row.PublishedAt);
        }
    }
}
