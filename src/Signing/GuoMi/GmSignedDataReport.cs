using Market.Signing.Validation;

namespace Market.Signing.GuoMi;

/// <summary>How a SignedData of GB/T 35275 relates value and content. The standard leaves room, and producers use it.</summary>
internal enum GmSignedDataProfile
{
    /// <summary>None of the others.</summary>
    Unknown,

    /// <summary>A: the content inside is the SM3 digest of what is protected, and the value signs that.</summary>
    EmbeddedDigest,

    /// <summary>B: signed attributes with the message digest, as in CMS.</summary>
    SignedAttributes,

    /// <summary>C: the digest taken as the number to sign, without ZA; outside the standard and never fully valid.</summary>
    DirectDigest,
}

/// <summary>The verdict on a SignedData of GB/T 35275.</summary>
/// <param name="Profile">The form found.</param>
/// <param name="IsIntact">Whether value and digest fit the content.</param>
/// <param name="Certificate">The signer's certificate; null when it is missing.</param>
/// <param name="ClaimedAt">The signing-time attribute, UTC.</param>
/// <param name="Timestamp">The time stamp on the value.</param>
/// <param name="ProvenAt">The earliest time that is proven for it.</param>
/// <param name="Findings">What was found, and the verdict.</param>
internal sealed record GmSignedDataReport(
    GmSignedDataProfile Profile,
    bool IsIntact,
    GmCertificate? Certificate,
    DateTimeOffset? ClaimedAt,
    TimestampReport? Timestamp,
    DateTimeOffset? ProvenAt,
    Findings Findings);
