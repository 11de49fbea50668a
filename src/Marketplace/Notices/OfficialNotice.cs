using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Market.Marketplace.Notices;

/// <summary>A numbered notice to named organisations (通知书): its text is fixed when it is issued, its file is sealed by the
/// platform soon after, and who received it when is on record (送达回执).</summary>
public sealed class OfficialNotice : IAggregate
{
    private readonly List<NoticeRecipient> _recipients = [];

    private OfficialNotice()
    {
    }

    /// <summary>Identity.</summary>
    public Guid Id { get; private init; }

    /// <summary>Counts changes.</summary>
    public long Version { get; private set; }

    /// <summary>Number shown to people.</summary>
    public string Number { get; private init; } = "";

    /// <summary>What its QR code leads to: the public page that says whether it is real and still stands.</summary>
    public string PublicId { get; private init; } = "";

    /// <summary>Which notice.</summary>
    public OfficialNoticeKind Kind { get; private init; }

    /// <summary>Its title, for lists.</summary>
    public string Title { get; private init; } = "";

    /// <summary>What it says.</summary>
    public NoticeText Text { get; private init; } = null!;

    /// <summary>About which project.</summary>
    public Guid? ProjectId { get; private init; }

    /// <summary>About which case.</summary>
    public Guid? CaseId { get; private init; }

    /// <summary>About which task order.</summary>
    public Guid? TaskOrderId { get; private init; }

    /// <summary>About which procurement.</summary>
    public Guid? ProcurementId { get; private init; }

    /// <summary>About which agency and its admission.</summary>
    public Guid? AgencyId { get; private init; }

    /// <summary>In whose name it is issued: that organisation sees it and its receipts too.</summary>
    public Guid? SignatoryId { get; private init; }

    /// <summary>The signatory's credit code: whose seal belongs on it.</summary>
    public string? SignatoryCode { get; private init; }

    /// <summary>When it was issued; its date.</summary>
    public DateTimeOffset IssuedAt { get; private init; }

    /// <summary>Digest of the finished file, and its address; none while it is being sealed.</summary>
    public string? Sha256 { get; private set; }

    /// <summary>Size of the finished file.</summary>
    public long Size { get; private set; }

    /// <summary>Whether the file carries the platform's seal.</summary>
    public bool IsSealed { get; private set; }

    /// <summary>When the file was finished and served.</summary>
    public DateTimeOffset? ServedAt { get; private set; }

    /// <summary>When it ceased to stand, such as an award that was given up.</summary>
    public DateTimeOffset? LapsedAt { get; private set; }

    /// <summary>Why.</summary>
    public string? LapseReason { get; private set; }

    /// <summary>To whom it goes, in no order: rows come as the database likes.</summary>
    public IReadOnlyCollection<NoticeRecipient> Recipients => _recipients;

    /// <summary>The addressee first, then those who get a copy.</summary>
    internal IReadOnlyList<NoticeRecipient> InOrder => [.. _recipients.OrderBy(row => row.Place)];

    internal Subject Subject => new(ProjectId, CaseId, TaskOrderId, ProcurementId: ProcurementId, AgencyId: AgencyId);

    internal static OfficialNotice Issue(
        OfficialNoticeKind kind, string prefix, NoticeText text, Organisation? signatory, Subject subject, IReadOnlyList<NoticeAddress> recipients,
        OperationContext context)
    {
        var notice = new OfficialNotice
        {
            Id = context.NewId(),
            Number = Numbers.Next(prefix, context),
            PublicId = Numbers.PublicId(),
            Kind = kind,
            Title = text.Title,
            Text = text,
            ProjectId = subject.ProjectId,
            CaseId = subject.CaseId,
            TaskOrderId = subject.TaskOrderId,
            ProcurementId = subject.ProcurementId,
            AgencyId = subject.AgencyId,
            SignatoryId = signatory?.Id,
            SignatoryCode = signatory?.CreditCode,
            IssuedAt = context.At,
        };
        notice._recipients.AddRange(recipients.Select((address, place) => new NoticeRecipient
        {
            Id = context.NewId(),
            NoticeId = notice.Id,
            Place = place,
            OrganisationId = address.OrganisationId,
            Name = address.Name,
        }));
        return notice;
    }

    internal void Serve(string sha256, long size, bool isSealed, OperationContext context) =>
        (Sha256, Size, IsSealed, ServedAt) = (sha256, size, isSealed, context.At);

    /// <summary>Notes that somebody of a recipient opened it; only the first time counts, and only that is news.</summary>
    internal bool Receive(Guid organisation, OperationContext context)
    {
        if (_recipients.SingleOrDefault(row => row.OrganisationId == organisation) is not { ReceivedAt: null } recipient)
        {
            return false;
        }

        (recipient.ReceivedAt, recipient.ReceivedBy) = (context.At, context.Actor.DisplayName);
        return true;
    }

    internal void Lapse(string reason, OperationContext context)
    {
        LapsedAt ??= context.At;
        LapseReason ??= reason;
    }

    internal sealed class Mapping : IEntityTypeConfiguration<OfficialNotice>
    {
        public void Configure(EntityTypeBuilder<OfficialNotice> builder)
        {
            builder.ToTable("OfficialNotices");
            builder.Property(row => row.Number).HasMaxLength(40);
            builder.HasIndex(row => row.Number).IsUnique();
            builder.Property(row => row.PublicId).HasMaxLength(40);
            builder.HasIndex(row => row.PublicId).IsUnique();
            builder.Property(row => row.Title).HasMaxLength(100);
            builder.Property(row => row.Text).HasJson();
            builder.Property(row => row.Sha256).HasMaxLength(64);
            builder.Property(row => row.LapseReason).HasMaxLength(1000);
            builder.Ignore(row => row.Subject);
            builder.Ignore(row => row.InOrder);
            builder.HasIndex(row => row.ProcurementId);
            builder.HasIndex(row => row.CaseId);
            builder.HasIndex(row => row.TaskOrderId);
            builder.HasIndex(row => row.AgencyId);
            builder.HasIndex(row => row.SignatoryId);
            builder.Property(row => row.SignatoryCode).HasMaxLength(18);
            builder.HasIndex(row => row.IssuedAt);
            builder.HasMany(row => row.Recipients).WithOne().HasForeignKey(recipient => recipient.NoticeId);
            builder.Navigation(row => row.Recipients).AutoInclude();
        }
    }
}

/// <summary>An organisation to which a notice goes.</summary>
internal sealed record NoticeAddress(Guid OrganisationId, string Name);

/// <summary>One recipient, and the receipt.</summary>
public sealed class NoticeRecipient
{
    /// <summary>Identity.</summary>
    public Guid Id { get; internal init; }

    /// <summary>The notice.</summary>
    public Guid NoticeId { get; internal init; }

    /// <summary>0 for the addressee, then those who get a copy (抄送).</summary>
    public int Place { get; internal init; }

    /// <summary>The organisation.</summary>
    public Guid OrganisationId { get; internal init; }

    /// <summary>Its name then.</summary>
    public string Name { get; internal init; } = "";

    /// <summary>When somebody of it first opened the notice (签收).</summary>
    public DateTimeOffset? ReceivedAt { get; internal set; }

    /// <summary>Who.</summary>
    public string? ReceivedBy { get; internal set; }

    internal sealed class Mapping : IEntityTypeConfiguration<NoticeRecipient>
    {
        public void Configure(EntityTypeBuilder<NoticeRecipient> builder)
        {
            builder.ToTable("NoticeRecipients");
            builder.Property(row => row.Name).HasMaxLength(200);
            builder.Property(row => row.ReceivedBy).HasMaxLength(100);
            builder.HasIndex(row => new { row.NoticeId, row.OrganisationId }).IsUnique();
            builder.HasIndex(row => row.OrganisationId);
            builder.HasOne<Organisation>().WithMany().HasForeignKey(row => row.OrganisationId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}
