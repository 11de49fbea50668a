using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.TaskOrders;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Market.Marketplace.Elements;

/// <summary>What an agency has entered so far for a task order (要素草稿), kept as typed. It outlives a returned version, whose
/// figures the next one begins with.</summary>
public sealed class ElementDraft : IAggregate
{
    private ElementDraft()
    {
    }

    /// <summary>Identity.</summary>
    public Guid Id { get; private init; }

    /// <summary>Counts changes.</summary>
    public long Version { get; private set; }

    /// <summary>The task order; one draft each.</summary>
    public Guid TaskOrderId { get; private init; }

    /// <summary>Entries by element name.</summary>
    public IReadOnlyDictionary<string, string> Values { get; private set; } = new Dictionary<string, string>();

    /// <summary>Who changed it last.</summary>
    public string ChangedBy { get; private set; } = "";

    /// <summary>When.</summary>
    public DateTimeOffset ChangedAt { get; private set; }

    internal static ElementDraft Begin(Guid taskOrderId, OperationContext context) => new() { Id = context.NewId(), TaskOrderId = taskOrderId };

    /// <summary>Takes entries over; an empty one removes what was there.</summary>
    internal void Take(IEnumerable<KeyValuePair<string, string>> entries, OperationContext context)
    {
        var values = new Dictionary<string, string>(Values);
        foreach (var (name, text) in entries)
        {
            if (string.IsNullOrWhiteSpace(text))
            {
                values.Remove(name);
            }
            else
            {
                values[name] = text.Trim();
            }
        }

        Values = values;
        (ChangedBy, ChangedAt) = (context.Actor.DisplayName, context.At);
    }

    internal sealed class Mapping : IEntityTypeConfiguration<ElementDraft>
    {
        public void Configure(EntityTypeBuilder<ElementDraft> builder)
        {
            builder.ToTable("ElementDrafts");
            builder.HasIndex(row => row.TaskOrderId).IsUnique();
            builder.Property(row => row.Values).HasJson();
            builder.Property(row => row.ChangedBy).HasMaxLength(100);
            builder.HasOne<TaskOrder>().WithMany().HasForeignKey(row => row.TaskOrderId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}
