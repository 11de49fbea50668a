using Market.Marketplace.Agencies;
using Market.Marketplace.ApprovalCases;
using Market.Marketplace.Catalogue;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Market.Marketplace.TaskOrders;

public sealed partial class TaskOrder
{
    internal sealed class Mapping : IEntityTypeConfiguration<TaskOrder>, IEntityTypeConfiguration<TaskOrderEvent>
    {
        public void Configure(EntityTypeBuilder<TaskOrder> builder)
        {
            builder.ToTable("TaskOrders");
            builder.Property(row => row.Number).HasMaxLength(40);
            builder.HasIndex(row => row.Number).IsUnique();
            builder.Property(row => row.ServiceItemCode).HasMaxLength(20);
            builder.Property(row => row.ServiceItemName).HasMaxLength(200);
            builder.Property(row => row.PriceBasis).HasMaxLength(200);
            builder.Property(row => row.FrameworkAgreementNumber).HasMaxLength(100);
            builder.Property(row => row.AgencyName).HasMaxLength(200);
            builder.Property(row => row.Deadline).HasJson();
            builder.Property(row => row.Assignments).HasJson();
            builder.Property(row => row.Declines).HasJson();
            builder.Property(row => row.ClockTerms).HasJson();
            builder.Property(row => row.DecisionDeadline).HasJson();
            builder.Property(row => row.LastRung).HasJson();
            builder.Property(row => row.Pauses).HasJson().HasDefaultValueSql("'[]'");
            builder.Property(row => row.Extensions).HasJson().HasDefaultValueSql("'[]'");
            builder.Property(row => row.ContractNumber).HasMaxLength(100);
            builder.Property(row => row.StopReason).HasMaxLength(1000);
            builder.Ignore(row => row.Clock);
            builder.Ignore(row => row.RunningDeadline);
            builder.Ignore(row => row.HolderId);
            // The sweep reads what is due and nothing else, however many orders are open.
            builder.HasIndex(row => row.NextSweepAt);
            builder.HasIndex(row => row.CaseId);
            builder.HasIndex(row => row.GroupId);
            builder.HasIndex(row => new { row.AgencyId, row.Status, row.DueAt });
            builder.HasIndex(row => new { row.DepartmentId, row.Status, row.DueAt });
            builder.HasIndex(row => new { row.OwnerId, row.DueAt });
            builder.HasOne<TaskGroup>().WithMany().HasForeignKey(row => row.GroupId).OnDelete(DeleteBehavior.Restrict);
            builder.HasOne<ApprovalCase>().WithMany().HasForeignKey(row => row.CaseId).OnDelete(DeleteBehavior.Restrict);
            builder.HasOne<ServiceItem>().WithMany().HasForeignKey(row => row.ServiceItemId).OnDelete(DeleteBehavior.Restrict);
            builder.HasOne<Agency>().WithMany().HasForeignKey(row => row.AgencyId).OnDelete(DeleteBehavior.Restrict);
            builder.HasMany(row => row.Events).WithOne().HasForeignKey(row => row.TaskOrderId);
        }

        public void Configure(EntityTypeBuilder<TaskOrderEvent> builder)
        {
            builder.ToTable("TaskOrderEvents");
            builder.Property(row => row.Id).ValueGeneratedNever();
        }
    }
}
