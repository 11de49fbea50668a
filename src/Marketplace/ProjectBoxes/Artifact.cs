using Market.Marketplace.Documents;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Projects;
using Market.Marketplace.Verification;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Market.Marketplace.ProjectBoxes;

/// <summary>What an artefact of a project is.</summary>
public enum ArtifactKind
{
    /// <summary>规划条件.</summary>
    PlanningCondition,

    /// <summary>建设用地规划许可证.</summary>
    LandPermit,

    /// <summary>测绘成果.</summary>
    Survey,

    /// <summary>设计成果.</summary>
    Design,

    /// <summary>其他证照和批文.</summary>
    Licence,

    /// <summary>中介成果: accepted results, which come into the box by themselves.</summary>
    Result,

    /// <summary>申报材料: of cases handed in, which come into the box by themselves.</summary>
    Material,
}

/// <summary>What the owner enters for an artefact.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Number">Its own number, such as that of the permit.</param>
/// <param name="Title">Its title.</param>
/// <param name="Issuer">Who issued it.</param>
/// <param name="ValidFrom">First day of validity.</param>
/// <param name="ValidTo">Last day; none where it does not end.</param>
/// <param name="Elements">The figures in it, by element name.</param>
public sealed record ArtifactEntry(
    ArtifactKind Kind, string Number, string Title, string Issuer, DateOnly ValidFrom, DateOnly? ValidTo, IReadOnlyDictionary<string, string> Elements);

/// <summary>One edition of a document in the box of a project (项目盒成果), entered once and used in every case it fits.</summary>
public sealed class Artifact : IAggregate
{
    private Artifact()
    {
    }

    /// <summary>Identity.</summary>
    public Guid Id { get; private init; }

    /// <summary>Counts changes.</summary>
    public long Version { get; private set; }

    /// <summary>The project.</summary>
    public Guid ProjectId { get; private init; }

    /// <summary>The project's owner.</summary>
    public Guid OwnerId { get; private init; }

    /// <summary>What it is.</summary>
    public ArtifactKind Kind { get; private init; }

    /// <summary>Its own number.</summary>
    public string Number { get; private init; } = "";

    /// <summary>Its title.</summary>
    public string Title { get; private init; } = "";

    /// <summary>Which edition of this number, from 1.</summary>
    public int Edition { get; private init; }

    /// <summary>Who issued it.</summary>
    public string Issuer { get; private init; } = "";

    /// <summary>The file.</summary>
    public Guid FileId { get; private init; }

    /// <summary>What its seals prove; none when it bears no electronic seal.</summary>
    public Verdict? SealVerdict { get; private init; }

    /// <summary>Who sealed it, as the certificates say.</summary>
    public string SealedBy { get; private init; } = "";

    /// <summary>The figures in it, by element name.</summary>
    public IReadOnlyDictionary<string, string> Elements { get; private init; } = new Dictionary<string, string>();

    /// <summary>First day of validity.</summary>
    public DateOnly ValidFrom { get; private init; }

    /// <summary>Last day of validity.</summary>
    public DateOnly? ValidTo { get; private init; }

    /// <summary>When a later edition took its place.</summary>
    public DateTimeOffset? SupersededAt { get; private set; }

    /// <summary>Who entered it.</summary>
    public string EnteredBy { get; private init; } = "";

    /// <summary>When.</summary>
    public DateTimeOffset EnteredAt { get; private init; }

    /// <summary>Whether it may be used on a day: in force, the latest edition, and not found forged or changed.</summary>
    public bool IsUsableOn(DateOnly day) =>
        SupersededAt is null && ValidFrom <= day && (ValidTo is null || day <= ValidTo) && SealVerdict != Verdict.Failed;

    internal static Artifact Enter(
        Project project, ArtifactEntry entry, IReadOnlyDictionary<string, string> elements, StoredFile file, int edition, Verdict? verdict, string sealedBy,
        OperationContext context)
    {
        if (entry.Kind is ArtifactKind.Result or ArtifactKind.Material || string.IsNullOrWhiteSpace(entry.Number)
            || string.IsNullOrWhiteSpace(entry.Title) || string.IsNullOrWhiteSpace(entry.Issuer))
        {
            throw new RuleViolationException("artifact-incomplete");
        }

        if (entry.ValidTo < entry.ValidFrom)
        {
            throw new RuleViolationException("artifact-period");
        }

        return new Artifact
        {
            Id = context.NewId(),
            ProjectId = project.Id,
            OwnerId = project.OwnerId,
            Kind = entry.Kind,
            Number = entry.Number.Trim(),
            Title = entry.Title.Trim(),
            Edition = edition,
            Issuer = entry.Issuer.Trim(),
            FileId = file.Id,
            SealVerdict = verdict,
            SealedBy = sealedBy,
            Elements = elements,
            ValidFrom = entry.ValidFrom,
            ValidTo = entry.ValidTo,
            EnteredBy = context.Actor.DisplayName,
            EnteredAt = context.At,
        };
    }

    internal void Supersede(OperationContext context) => SupersededAt ??= context.At;

    internal sealed class Mapping : IEntityTypeConfiguration<Artifact>
    {
        public void Configure(EntityTypeBuilder<Artifact> builder)
        {
            builder.ToTable("Artifacts");
            builder.Property(row => row.Number).HasMaxLength(100);
            builder.Property(row => row.Title).HasMaxLength(200);
            builder.Property(row => row.Issuer).HasMaxLength(200);
            builder.Property(row => row.SealedBy).HasMaxLength(400);
            builder.Property(row => row.Elements).HasJson();
            builder.Property(row => row.EnteredBy).HasMaxLength(100);
            builder.HasIndex(row => new { row.ProjectId, row.Kind, row.Number, row.Edition }).IsUnique();
            builder.HasIndex(row => row.FileId);
            builder.HasOne<Project>().WithMany().HasForeignKey(row => row.ProjectId).OnDelete(DeleteBehavior.Restrict);
            builder.HasOne<StoredFile>().WithMany().HasForeignKey(row => row.FileId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}
