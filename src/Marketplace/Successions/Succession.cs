using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Market.Marketplace.Successions;

/// <summary>承继: from a day on one organisation stands in another's place (机构改革, 职责划转; 合并, 分立). Both are known by their
/// credit codes, never by name.</summary>
public sealed class Succession : IAggregate
{
    private Succession()
    {
    }

    /// <summary>Identity.</summary>
    public Guid Id { get; private init; }

    /// <summary>Counts changes.</summary>
    public long Version { get; private set; }

    /// <summary>The act it is a part of: several where an organisation splits (分立).</summary>
    public Guid ActId { get; private init; }

    /// <summary>Departments or agencies.</summary>
    public OrganisationKind Kind { get; private init; }

    /// <summary>Whose duties or work pass on.</summary>
    public Guid FromId { get; private init; }

    /// <summary>Its name then.</summary>
    public string FromName { get; private init; } = "";

    /// <summary>Who takes them over.</summary>
    public Guid ToId { get; private init; }

    /// <summary>Its name then.</summary>
    public string ToName { get; private init; } = "";

    /// <summary>What passes on: approval items of a department, service items of an agency.</summary>
    public IReadOnlyList<string> Items { get; private init; } = [];

    /// <summary>Cases or tasks that pass on whatever their item.</summary>
    public IReadOnlyList<string> Numbers { get; private init; } = [];

    /// <summary>Whether everything that is not named elsewhere passes on: then the former organisation acts no more.</summary>
    public bool EndsFormer { get; private init; }

    /// <summary>The document that orders it (文号).</summary>
    public string Basis { get; private init; } = "";

    /// <summary>First day.</summary>
    public DateOnly EffectiveOn { get; private init; }

    /// <summary>Who entered it.</summary>
    public string EnteredBy { get; private init; } = "";

    /// <summary>Their id: another person confirms it.</summary>
    public Guid EnteredById { get; private init; }

    /// <summary>Who confirmed it or sent it back.</summary>
    public string? DecidedBy { get; private set; }

    /// <summary>When.</summary>
    public DateTimeOffset? DecidedAt { get; private set; }

    /// <summary>Whether it was confirmed.</summary>
    public bool IsConfirmed { get; private set; }

    /// <summary>When it was carried out.</summary>
    public DateTimeOffset? DoneAt { get; private set; }

    /// <summary>Cases that passed on.</summary>
    public int Cases { get; private set; }

    /// <summary>Task orders that passed on.</summary>
    public int Tasks { get; private set; }

    /// <summary>Panels that passed on, or seats on them.</summary>
    public int Panels { get; private set; }

    /// <summary>Seals that were stopped for new acts.</summary>
    public int Seals { get; private set; }

    /// <summary>Keys of the interface and webhooks that ended.</summary>
    public int Connections { get; private set; }

    internal static Succession Enter(
        Guid act, Organisation from, Organisation to, SuccessionPart part, string basis, DateOnly effectiveOn, OperationContext context)
    {
        if (string.IsNullOrWhiteSpace(basis))
        {
            throw new RuleViolationException("succession-basis-missing");
        }

        if (from.Id == to.Id || from.Kind != to.Kind || from.Kind is not (OrganisationKind.Department or OrganisationKind.Agency))
        {
            throw new RuleViolationException("succession-pair", from.Name, to.Name);
        }

        if (effectiveOn < context.Today)
        {
            throw new RuleViolationException("succession-past", effectiveOn);
        }

        if (from.Kind == OrganisationKind.Department && part.Items.FirstOrDefault(item => !from.ApprovalItems.Contains(item)) is { } foreign)
        {
            throw new RuleViolationException("succession-item", from.Name, foreign);
        }

        return new Succession
        {
            Id = context.NewId(),
            ActId = act,
            Kind = from.Kind,
            FromId = from.Id,
            FromName = from.Name,
            ToId = to.Id,
            ToName = to.Name,
            Items = part.Items,
            Numbers = part.Numbers,
            EndsFormer = part.Items.Count == 0 && part.Numbers.Count == 0,
            Basis = basis.Trim(),
            EffectiveOn = effectiveOn,
            EnteredBy = context.Actor.DisplayName,
            EnteredById = context.Actor.UserId,
        };
    }

    internal bool IsDue(OperationContext context) => IsConfirmed && DoneAt is null && EffectiveOn <= context.Today;

    internal void Decide(bool confirm, OperationContext context)
    {
        if (EnteredById == context.Actor.UserId)
        {
            throw new RuleViolationException("second-person", EnteredBy);
        }

        (IsConfirmed, DecidedAt, DecidedBy) = (confirm, context.At, context.Actor.DisplayName);
    }

    internal void Done(int cases, int tasks, int panels, int seals, int connections, OperationContext context) =>
        (Cases, Tasks, Panels, Seals, Connections, DoneAt) = (cases, tasks, panels, seals, connections, context.At);

    internal sealed class Mapping : IEntityTypeConfiguration<Succession>
    {
        public void Configure(EntityTypeBuilder<Succession> builder)
        {
            builder.ToTable("Successions");
            builder.Property(row => row.FromName).HasMaxLength(200);
            builder.Property(row => row.ToName).HasMaxLength(200);
            builder.Property(row => row.Items).HasJson();
            builder.Property(row => row.Numbers).HasJson();
            builder.Property(row => row.DecidedBy).HasMaxLength(100);
            builder.HasIndex(row => row.ActId);
            builder.Property(row => row.Basis).HasMaxLength(200);
            builder.Property(row => row.EnteredBy).HasMaxLength(100);
            builder.HasIndex(row => new { row.DoneAt, row.EffectiveOn });
            builder.HasIndex(row => row.FromId);
            builder.HasOne<Organisation>().WithMany().HasForeignKey(row => row.FromId).OnDelete(DeleteBehavior.Restrict);
            builder.HasOne<Organisation>().WithMany().HasForeignKey(row => row.ToId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}
