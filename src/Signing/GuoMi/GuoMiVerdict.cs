using Market.Signing.Certificates;
using Market.Signing.GuoMi.Seals;
using Market.Signing.Validation;

namespace Market.Signing.GuoMi;

/// <summary>What a signature with Chinese algorithms proves, whichever of their forms it has.</summary>
/// <param name="Findings">What was found, and the verdict.</param>
internal sealed record GuoMiVerdict(Findings Findings)
{
    // What tells that a certificate, or the seal maker's, may not be relied on at the time in question.
    private static readonly Reason[] Distrust =
    [
        Reasons.CertificateUntrusted, Reasons.CertificateNotValidNow, Reasons.CertificateExpiredThen, Reasons.CertificateNotYetValidThen,
        SealReasons.SignerChainInvalid, SealReasons.SignerUnreadable,
        SealReasons.MakerUntrusted, SealReasons.MakerChainInvalid, SealReasons.MakerNotValid, SealReasons.MakerUnreadable,
    ];

    /// <summary>Whether value and digest fit the content and the certificate's key.</summary>
    public bool IsIntact { get; private init; }

    public bool IsTrusted => Certificate is not null && !Distrust.Any(Findings.Has);

    public GmCertificate? Certificate { get; private init; }

    /// <summary>Who the certificate says its holder is.</summary>
    public SubjectName? Holder => Certificate is null ? null : GmName.Read(Certificate.Subject);

    /// <summary>The time the signature itself states.</summary>
    public DateTimeOffset? ClaimedAt { get; private init; }

    /// <summary>The earliest time at which it is proven to have existed.</summary>
    public DateTimeOffset? ProvenAt { get; private init; }

    public TimestampReport? Timestamp { get; private init; }

    /// <summary>Step by step, when it was made with an electronic seal.</summary>
    public ElectronicSealReport? ElectronicSeal { get; private init; }

    /// <param name="form">The form recognised.</param>
    /// <param name="value">The signature, zero bytes allowed behind it.</param>
    /// <param name="contentDigest">SM3 of the protected content.</param>
    /// <param name="options">Anchors and the moment of asking.</param>
    /// <param name="laterProof">When something that covers the signature is proven to have existed; null when nothing does.</param>
    public static GuoMiVerdict Of(
        GuoMiForm form, ReadOnlyMemory<byte> value, byte[] contentDigest, ValidationOptions options, DateTimeOffset? laterProof = null) =>
        form == GuoMiForm.ElectronicSeal
            ? From(SealSignatureVerification.Verify(value, contentDigest, options, laterProof))
            : From(GmSignedDataVerification.Verify(value, contentDigest, options, laterProof));

    private static GuoMiVerdict From(ElectronicSealReport report) => new(report.AllFindings)
    {
        IsIntact = report.OutcomeOf(ElectronicSealStep.SignatureValue) == Indication.TotalPassed
            && report.OutcomeOf(ElectronicSealStep.ContentDigest) == Indication.TotalPassed
            && report.OutcomeOf(ElectronicSealStep.Format) == Indication.TotalPassed
            && report.OutcomeOf(ElectronicSealStep.SignerInSeal) != Indication.TotalFailed,
        Certificate = report.Signature is { } signature ? GmCertificate.TryParse(signature.SignerCertificate) : null,
        ClaimedAt = report.Signature?.ClaimedAt,
        ProvenAt = report.SignedAt,
        Timestamp = report.Timestamp,
        ElectronicSeal = report,
    };

    private static GuoMiVerdict From(GmSignedDataReport report) => new(report.Findings)
    {
        IsIntact = report.IsIntact,
        Certificate = report.Certificate,
        ClaimedAt = report.ClaimedAt,
        ProvenAt = report.ProvenAt,
        Timestamp = report.Timestamp,
    };
}
