namespace Market.Signing.Revocation;

/// <summary>What a certification authority says about a certificate.</summary>
internal enum CertificateState
{
    Good,
    Revoked,

    /// <summary>The responder does not know the certificate (RFC 6960, 2.2): no proof of anything.</summary>
    Unknown,
}

/// <summary>A certificate's state at a moment, in the words of one OCSP answer or one revocation list.</summary>
/// <param name="State">Good, revoked or unknown.</param>
/// <param name="ThisUpdate">The moment at which the state was known to be correct.</param>
/// <param name="NextUpdate">By when newer information will be there; null when newer is there at any time.</param>
/// <param name="ProducedAt">When the answer was signed; of a list, its thisUpdate.</param>
/// <param name="RevokedAt">Since when it is revoked.</param>
/// <param name="Reason">Why (CRLReason, RFC 5280, 5.3.1); null when it is not said.</param>
internal sealed record CertificateStanding(
    CertificateState State,
    DateTimeOffset ThisUpdate,
    DateTimeOffset? NextUpdate,
    DateTimeOffset ProducedAt,
    DateTimeOffset? RevokedAt = null,
    int? Reason = null)
{
    /// <summary>Clocks of authorities and of this machine differ a little.</summary>
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);

    /// <summary>How old an answer without a nextUpdate may be.</summary>
    public static readonly TimeSpan OldestWithoutNextUpdate = TimeSpan.FromDays(1);

    /// <summary>RFC 5280, 5.3.1: key compromise.</summary>
    private const int KeyCompromise = 1;

    /// <summary>RFC 5280, 5.3.1: the authority's own key is compromised, as that of an attribute authority.</summary>
    private const int AuthorityCompromise = 2;

    /// <summary>A key that others may have had (密钥泄露): seals made before the revocation need proof of their time all the more.</summary>
    public bool IsCompromise => Reason is KeyCompromise or AuthorityCompromise;

    /// <summary>RFC 3161, 4: revoked because it is no longer needed; what the key did before stays good.</summary>
    public bool IsHarmless => Reason is 3 or 4 or 5; // affiliationChanged, superseded, cessationOfOperation

    /// <summary>Whether this is the current information at a moment (RFC 6960, 4.2.2.1; RFC 5280, 6.3.3).</summary>
    public bool IsFreshAt(DateTimeOffset at) =>
        ThisUpdate <= at + ClockTolerance
        && (NextUpdate is { } next ? at - ClockTolerance <= next : at - ThisUpdate <= OldestWithoutNextUpdate);

    /// <summary>Whether the certificate was already revoked at a moment.</summary>
    public bool WasRevokedAt(DateTimeOffset at) => State == CertificateState.Revoked && (RevokedAt is null || RevokedAt <= at);
}
