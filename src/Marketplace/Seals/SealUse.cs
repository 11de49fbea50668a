using Market.Marketplace.Operations;
using Market.Marketplace.Results;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Market.Marketplace.Seals;

/// <summary>One use of a seal; the log only grows (用印日志).</summary>
public sealed class SealUse
{
    /// <summary>Identity.</summary>
    public Guid Id { get; internal init; }

    /// <summary>The seal.</summary>
    public Guid SealId { get; internal init; }

    /// <summary>The words on it.</summary>
    public string SealText { get; internal init; } = "";

    /// <summary>The agency.</summary>
    public Guid AgencyId { get; internal init; }

    /// <summary>The sealed result; none for a contract.</summary>
    public Guid? ResultId { get; internal init; }

    /// <summary>The sealed contract; none for a result.</summary>
    public Guid? ContractId { get; internal init; }

    /// <summary>Who sealed.</summary>
    public Guid UserId { get; internal init; }

    /// <summary>The person's name then.</summary>
    public string UserName { get; internal init; } = "";

    /// <summary>As what: 编制, 审核, 批准, 单位.</summary>
    public string RoleTitle { get; internal init; } = "";

    /// <summary>The application under which the unit's seal was used (用印申请).</summary>
    public string? ApplicationNumber { get; internal init; }

    /// <summary>Who applied.</summary>
    public string? AppliedBy { get; internal init; }

    /// <summary>Who approved.</summary>
    public string? ApprovedBy { get; internal init; }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; internal init; }

    /// <summary>SHA-256 of the file before.</summary>
    public string Sha256Before { get; internal init; } = "";

    /// <summary>SHA-256 of the file after.</summary>
    public string Sha256After { get; internal init; } = "";

    /// <summary>Codes of what its holder was warned of when it was put on, such as a certificate that ends soon; with spaces between.</summary>
    public string? WarningCodes { get; internal init; }

    /// <summary>Notes that a person put a seal on a file for one step of a result's scheme.</summary>
    internal static SealUse Note(
        Seal seal, SealingStep step, Guid resultId, Guid userId, string userName, SealApplication? application, string before,
        string after, IReadOnlyList<string> warnings, OperationContext context) => new()
        {
            Id = context.NewId(),
            SealId = seal.Id,
            SealText = seal.Text,
            AgencyId = seal.AgencyId,
            ResultId = resultId,
            UserId = userId,
            UserName = userName,
            RoleTitle = step.RoleTitle,
            ApplicationNumber = application?.Number,
            AppliedBy = application?.AppliedBy,
            ApprovedBy = application?.DecidedBy,
            At = context.At,
            Sha256Before = before,
            Sha256After = after,
            WarningCodes = warnings.Count > 0 ? string.Join(' ', warnings) : null,
        };

    internal sealed class Mapping : IEntityTypeConfiguration<SealUse>
    {
        public void Configure(EntityTypeBuilder<SealUse> builder)
        {
            builder.ToTable("SealUses");
            builder.Property(row => row.SealText).HasMaxLength(200);
            builder.Property(row => row.UserName).HasMaxLength(100);
            builder.Property(row => row.RoleTitle).HasMaxLength(40);
            builder.Property(row => row.ApplicationNumber).HasMaxLength(40);
            builder.Property(row => row.AppliedBy).HasMaxLength(100);
            builder.Property(row => row.ApprovedBy).HasMaxLength(100);
            builder.Property(row => row.Sha256Before).HasMaxLength(64);
            builder.Property(row => row.Sha256After).HasMaxLength(64);
            builder.Property(row => row.WarningCodes).HasMaxLength(400);
            builder.HasIndex(row => row.At);
            builder.HasIndex(row => new { row.SealId, row.At });
            builder.HasIndex(row => new { row.AgencyId, row.At });
        }
    }
}
