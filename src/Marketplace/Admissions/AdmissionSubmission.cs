using Market.Marketplace.Calendars;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Market.Marketplace.Admissions;

/// <summary>How a form check ended.</summary>
public enum CheckResult
{
    /// <summary>核验中.</summary>
    Open,

    /// <summary>通过.</summary>
    Passed,

    /// <summary>退回补正.</summary>
    Returned,

    /// <summary>不予入驻.</summary>
    Refused,

    /// <summary>已撤回.</summary>
    Withdrawn,
}

/// <summary>A part of the dossier, for reasons that point at something.</summary>
public enum DossierPart
{
    /// <summary>基本信息.</summary>
    Basics,

    /// <summary>资质.</summary>
    Qualifications,

    /// <summary>执业人员.</summary>
    Practitioners,

    /// <summary>证照材料.</summary>
    Papers,

    /// <summary>承诺.</summary>
    Commitment,
}

/// <summary>Why something was returned, and where.</summary>
public sealed record CheckReason(DossierPart Part, string Text);

/// <summary>One handing-in of the dossier, as it was then, with its clock and its end.</summary>
public sealed class AdmissionSubmission
{
    /// <summary>Identity.</summary>
    public Guid Id { get; private init; }

    /// <summary>Of which admission.</summary>
    public Guid AdmissionId { get; private init; }

    /// <summary>From 1.</summary>
    public int Number { get; private init; }

    /// <summary>Whether it changes what an admitted agency had filed (变更).</summary>
    public bool IsChange { get; private init; }

    /// <summary>What was handed in.</summary>
    public AdmissionDossier Dossier { get; private set; } = null!;

    /// <summary>When.</summary>
    public DateTimeOffset SubmittedAt { get; private init; }

    /// <summary>Until when the form check must end.</summary>
    public Deadline Deadline { get; private init; } = null!;

    /// <summary>How it ended.</summary>
    public CheckResult Result { get; private set; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? DecidedAt { get; private set; }

    /// <summary>Why it was returned or refused.</summary>
    public IReadOnlyList<CheckReason> Reasons { get; private set; } = [];

    internal static AdmissionSubmission Of(Admission admission, int number, Deadline deadline, bool isChange, OperationContext context) => new()
    {
        Id = context.NewId(),
        AdmissionId = admission.Id,
        Number = number,
        IsChange = isChange,
        Dossier = admission.Dossier,
        SubmittedAt = context.At,
        Deadline = deadline,
    };

    internal void EraseContact(string name, string pseudonym) => Dossier = Dossier.WithoutContact(name, pseudonym);

    internal void End(CheckResult result, IReadOnlyList<CheckReason> reasons, OperationContext context)
    {
        Result = result;
        Reasons = reasons;
        DecidedAt = context.At;
    }

    internal sealed class Mapping : IEntityTypeConfiguration<AdmissionSubmission>
    {
        public void Configure(EntityTypeBuilder<AdmissionSubmission> builder)
        {
            builder.ToTable("AdmissionSubmissions");
            builder.Property(row => row.Dossier).HasJson();
            builder.Property(row => row.Deadline).HasJson();
            builder.Property(row => row.Reasons).HasJson();
            builder.HasIndex(row => new { row.AdmissionId, row.Number }).IsUnique();
        }
    }
}
