using Market.Marketplace.Documents;
using Market.Marketplace.Operations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Market.Marketplace.Admissions;

/// <summary>What a scan shows.</summary>
public enum PaperKind
{
    /// <summary>营业执照 or the certificate of another legal person.</summary>
    BusinessLicence,

    /// <summary>法定代表人身份证: deleted after the check.</summary>
    LegalRepresentativeId,

    /// <summary>承诺书, signed and sealed.</summary>
    Commitment,

    /// <summary>资质证书.</summary>
    Qualification,

    /// <summary>执业注册证书.</summary>
    Registration,

    /// <summary>近三个月社保记录: deleted after the check.</summary>
    SocialSecurity,
}

/// <summary>A scan handed in for admission.</summary>
public sealed class AdmissionPaper
{
    /// <summary>Identity.</summary>
    public Guid Id { get; private init; }

    /// <summary>Of which admission.</summary>
    public Guid AdmissionId { get; private init; }

    /// <summary>What it shows.</summary>
    public PaperKind Kind { get; private init; }

    /// <summary>To which licence or practitioner it belongs; empty for the agency itself.</summary>
    public string EntryKey { get; private init; } = "";

    /// <summary>The file.</summary>
    public Guid FileId { get; private init; }

    /// <summary>Its name.</summary>
    public string FileName { get; private set; } = "";

    /// <summary>Bytes.</summary>
    public long Size { get; private init; }

    /// <summary>When it was attached.</summary>
    public DateTimeOffset AttachedAt { get; private init; }

    /// <summary>When the form check that looked at it ended.</summary>
    public DateTimeOffset? CheckedAt { get; private set; }

    /// <summary>When the scan was deleted, its purpose being served.</summary>
    public DateTimeOffset? ErasedAt { get; private set; }

    internal static AdmissionPaper Attach(Guid admissionId, PaperKind kind, string key, StoredFile file, OperationContext context) => new()
    {
        Id = context.NewId(),
        AdmissionId = admissionId,
        Kind = kind,
        EntryKey = key,
        FileId = file.Id,
        FileName = file.Name,
        Size = file.Size,
        AttachedAt = context.At,
    };

    internal void Checked(OperationContext context) => CheckedAt ??= context.At;

    internal void Erase(OperationContext context)
    {
        ErasedAt ??= context.At;
        FileName = "";
    }

    internal sealed class Mapping : IEntityTypeConfiguration<AdmissionPaper>
    {
        public void Configure(EntityTypeBuilder<AdmissionPaper> builder)
        {
            builder.ToTable("AdmissionPapers");
            builder.Property(row => row.EntryKey).HasMaxLength(40);
            builder.Property(row => row.FileName).HasMaxLength(260);
            builder.HasIndex(row => row.FileId);
            builder.HasOne<Admission>().WithMany().HasForeignKey(row => row.AdmissionId);
        }
    }
}
