using System.Security.Cryptography.X509Certificates;
using Market.Signing.GuoMi;
using Market.Signing.Validation;

namespace Market.Signing;

/// <summary>Whom to trust and what to insist on when a file is validated.</summary>
public sealed record ValidationOptions
{
    /// <summary>Roots that seal certificates must lead to.</summary>
    public IReadOnlyList<X509Certificate2> TrustAnchors { get; init; } = [];

    /// <summary>Roots that time-stamp authorities must lead to.</summary>
    public IReadOnlyList<X509Certificate2> TimestampAnchors { get; init; } = [];

    /// <summary>The moment at which the question is asked.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>What may follow a seal without breaking it.</summary>
    public ValidationProfile Profile { get; init; }

    /// <summary>Opens an encrypted file. Null tries the empty user password.</summary>
    public string? Password { get; init; }

    /// <summary>Whom to ask whether certificates are revoked; null asks nobody, and only what the file carries counts.</summary>
    public IRevocationSource? Revocation { get; init; }

    /// <summary>What is known of revocation from the file at hand and from answers to earlier questions; set by the validator itself.</summary>
    internal RevocationCheck? KnownRevocation { get; init; }

    /// <summary>SM2 certificates that came with the file, to build paths with.</summary>
    internal Func<IReadOnlyList<GmCertificate>>? KnownIssuers { get; init; }

    /// <summary>Words of authorities that came beside the file; claims to be checked, as those inside it.</summary>
    internal IReadOnlyList<RevocationEvidence> Evidence { get; init; } = [];

    /// <summary>Whether a seal without a trusted time stamp stays indeterminate even while its certificate is valid.</summary>
    public bool RequireTimestamp { get; init; } = true;
}
