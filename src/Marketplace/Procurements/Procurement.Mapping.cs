using Market.Marketplace.Organisations;
using Market.Marketplace.Persistence;
using Market.Marketplace.TaskOrders;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Market.Marketplace.Procurements;

public sealed partial class Procurement
{
    internal sealed class Mapping : IEntityTypeConfiguration<Procurement>
    {
        public void Configure(EntityTypeBuilder<Procurement> builder)
        {
            builder.ToTable("Procurements");
            builder.Property(row => row.Number).HasMaxLength(40);
            builder.HasIndex(row => row.Number).IsUnique();
            builder.Property(row => row.OwnerName).HasMaxLength(200);
            builder.Property(row => row.ProjectName).HasMaxLength(200);
            builder.Property(row => row.ServiceItemCode).HasMaxLength(20);
            builder.Property(row => row.ServiceItemName).HasMaxLength(200);
            builder.Property(row => row.WinnerName).HasMaxLength(200);
            builder.Property(row => row.RulePackCode).HasMaxLength(40);
            builder.Property(row => row.EndReason).HasMaxLength(1000);
            builder.Property(row => row.Terms).HasJson();
            builder.Property(row => row.SignUpDeadline).HasJson();
            builder.Property(row => row.Outcome).HasJson();
            builder.Property(row => row.Revisions).HasJson();
            builder.Property(row => row.Objections).HasJson();
            builder.Ignore(row => row.AwardAmount);
            builder.HasIndex(row => row.OwnerId);
            builder.HasIndex(row => new { row.Status, row.PublishedAt });
            builder.HasIndex(row => row.NextStepAt);
            builder.HasIndex(row => row.WinnerId);
            builder.HasIndex(row => row.TaskOrderId);
            builder.HasOne<TaskOrder>().WithMany().HasForeignKey(row => row.TaskOrderId).OnDelete(DeleteBehavior.Restrict);
            builder.HasOne<Organisation>().WithMany().HasForeignKey(row => row.OwnerId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}
