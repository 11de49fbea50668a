using Market.Signing.Revocation;

namespace Market.Signing.Validation;

/// <summary>What is known about the revocation of one certificate at one moment.</summary>
internal enum RevocationState
{
    /// <summary>The certificate does not say where to ask, and nothing was at hand.</summary>
    NotOffered,

    /// <summary>It says where to ask, and no answer was at hand.</summary>
    Unknown,

    /// <summary>Answers were at hand, but none is signed by one who may speak for the authority.</summary>
    Unproven,

    /// <summary>Authentic answers were at hand, but from another time.</summary>
    Stale,

    /// <summary>Not revoked at that moment.</summary>
    Good,

    /// <summary>Revoked, but only after that moment.</summary>
    RevokedLater,

    /// <summary>Suspended at that moment (certificateHold).</summary>
    OnHold,

    /// <summary>Revoked at that moment.</summary>
    Revoked,
}

/// <param name="State">What is known.</param>
/// <param name="Standing">The authentic word it rests on; null when there is none.</param>
internal sealed record RevocationOutcome(RevocationState State, CertificateStanding? Standing = null);
