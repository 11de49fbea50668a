using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Market.Marketplace.Trust;

/// <summary>What a root is trusted for.</summary>
public enum TrustPurpose
{
    /// <summary>Seal certificates (印章证书).</summary>
    Seals,

    /// <summary>Time-stamp authorities (时间戳机构).</summary>
    Timestamps,
}

/// <summary>How a root stands. Every change takes two persons.</summary>
public enum TrustStatus
{
    /// <summary>待确认: proposed by one person.</summary>
    Proposed,

    /// <summary>已信任.</summary>
    Trusted,

    /// <summary>待撤销确认: its end is proposed; it is trusted until confirmed.</summary>
    EndProposed,

    /// <summary>已撤销.</summary>
    Ended,

    /// <summary>未通过: the proposal was turned down.</summary>
    Refused,
}

/// <summary>A root certificate that verification leads to, as dated data: who proposed it, who confirmed it, from when until when.</summary>
public sealed class TrustAnchor : IAggregate
{
    private TrustAnchor()
    {
    }

    /// <summary>Identity.</summary>
    public Guid Id { get; private init; }

    /// <summary>Counts changes.</summary>
    public long Version { get; private set; }

    /// <summary>For what.</summary>
    public TrustPurpose Purpose { get; private init; }

    /// <summary>The certificate, DER.</summary>
    public byte[] Certificate { get; private init; } = [];

    /// <summary>SHA-256 of the certificate, lower-case hex: what the second person compares.</summary>
    public string Sha256 { get; private init; } = "";

    /// <summary>The certificate's subject.</summary>
    public string Subject { get; private init; } = "";

    /// <summary>Last instant of the certificate.</summary>
    public DateTimeOffset CertificateTo { get; private init; }

    /// <summary>How it stands.</summary>
    public TrustStatus Status { get; private set; }

    /// <summary>Why it is, or is no longer, to be trusted: licence number, notice.</summary>
    public string Grounds { get; private set; } = "";

    /// <summary>Who proposed the latest change.</summary>
    public Guid ProposedBy { get; private set; }

    /// <summary>The person's name.</summary>
    public string ProposedByName { get; private set; } = "";

    /// <summary>When.</summary>
    public DateTimeOffset ProposedAt { get; private set; }

    /// <summary>Who confirmed or refused it.</summary>
    public string? DecidedByName { get; private set; }

    /// <summary>When.</summary>
    public DateTimeOffset? DecidedAt { get; private set; }

    /// <summary>Since when it is trusted.</summary>
    public DateTimeOffset? TrustedFrom { get; private set; }

    /// <summary>Until when it was.</summary>
    public DateTimeOffset? TrustedUntil { get; private set; }

    internal static TrustAnchor Propose(TrustPurpose purpose, byte[] certificate, string grounds, OperationContext context)
    {
        RequireGrounds(grounds);
        using var root = Read(certificate);
        return new TrustAnchor
        {
            Id = context.NewId(),
            Purpose = purpose,
            Certificate = root.RawData,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(root.RawDataMemory.Span)),
            Subject = root.Subject,
            CertificateTo = root.NotAfter.ToUniversalTime(),
            Status = TrustStatus.Proposed,
            Grounds = grounds.Trim(),
            ProposedBy = context.Actor.UserId,
            ProposedByName = context.Actor.DisplayName,
            ProposedAt = context.At,
        };
    }

    /// <summary>Enters a root that the installation itself names; it was chosen by whoever set the machine up.</summary>
    internal static TrustAnchor Install(TrustPurpose purpose, X509Certificate2 root, OperationContext context)
    {
        var anchor = Propose(purpose, root.RawData, "安装时配置", context);
        anchor.Status = TrustStatus.Trusted;
        anchor.DecidedByName = context.Actor.DisplayName;
        anchor.DecidedAt = anchor.TrustedFrom = context.At;
        return anchor;
    }

    internal void ProposeEnd(string grounds, OperationContext context)
    {
        RequireGrounds(grounds);
        Require(TrustStatus.Trusted);
        Status = TrustStatus.EndProposed;
        Grounds = grounds.Trim();
        (ProposedBy, ProposedByName, ProposedAt) = (context.Actor.UserId, context.Actor.DisplayName, context.At);
        (DecidedByName, DecidedAt) = (null, null);
    }

    /// <summary>The second person's answer to the proposal.</summary>
    internal void Decide(bool confirm, OperationContext context)
    {
        Require(TrustStatus.Proposed, TrustStatus.EndProposed);
        if (context.Actor.UserId == ProposedBy)
        {
            throw new RuleViolationException("second-person", ProposedByName);
        }

        (Status, TrustedFrom, TrustedUntil) = (Status, confirm) switch
        {
            (TrustStatus.Proposed, true) => (TrustStatus.Trusted, context.At, null),
            (TrustStatus.Proposed, false) => (TrustStatus.Refused, TrustedFrom, TrustedUntil),
            (_, true) => (TrustStatus.Ended, TrustedFrom, context.At),
            (_, false) => (TrustStatus.Trusted, TrustedFrom, null),
        };
        (DecidedByName, DecidedAt) = (context.Actor.DisplayName, context.At);
    }

    private void Require(params ReadOnlySpan<TrustStatus> legal)
    {
        if (!legal.Contains(Status))
        {
            throw new RuleViolationException("trust-state", Status);
        }
    }

    private static void RequireGrounds(string grounds)
    {
        if (string.IsNullOrWhiteSpace(grounds))
        {
            throw new RuleViolationException("reason-missing");
        }
    }

    private static X509Certificate2 Read(byte[] certificate)
    {
        try
        {
            return X509CertificateLoader.LoadCertificate(certificate);
        }
        catch (CryptographicException e)
        {
            throw new RuleViolationException("certificate-unreadable", e);
        }
    }

    internal sealed class Mapping : IEntityTypeConfiguration<TrustAnchor>
    {
        public void Configure(EntityTypeBuilder<TrustAnchor> builder)
        {
            builder.ToTable("TrustAnchors");
            builder.Property(row => row.Sha256).HasMaxLength(64);
            builder.Property(row => row.Subject).HasMaxLength(500);
            builder.Property(row => row.Grounds).HasMaxLength(1000);
            builder.Property(row => row.ProposedByName).HasMaxLength(100);
            builder.Property(row => row.DecidedByName).HasMaxLength(100);
            builder.HasIndex(row => new { row.Purpose, row.Sha256 });
            builder.HasIndex(row => row.Status);
        }
    }
}
