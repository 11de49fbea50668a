using Market.Signing.Validation;
using static Market.Signing.SubIndication;
using static Market.Signing.Validation.ReasonEffect;

namespace Market.Signing.GuoMi;

/// <summary>Findings that only Chinese seals and signatures give, beside those of <see cref="Reasons"/>. Each code is
/// explained in both languages in ElectronicSealReasons.resx.</summary>
internal static class SealReasons
{
    // Structures
    public static readonly Reason Unreadable = new("ses-unreadable", Fails, FormatFailure);
    public static readonly Reason TrailingData = new("ses-trailing-data", Fails, FormatFailure);
    public static readonly Reason TooLarge = new("ses-too-large", Fails, FormatFailure);
    public static readonly Reason VersionUnknown = new("ses-version-unknown", Fails, FormatFailure);
    public static readonly Reason VersionMismatch = new("ses-version-mismatch", Fails, FormatFailure);
    public static readonly Reason HeaderUnusual = new("ses-header-unusual", Note, None);
    public static readonly Reason NotDer = new("ses-not-der", Note, None);
    public static readonly Reason CriticalExtension = new("ses-critical-extension", Note, None);
    public static readonly Reason AlgorithmUnsupported = new("ses-algorithm-unsupported", Unsure, SigConstraintsFailure);
    public static readonly Reason AlgorithmAlias = new("sm2-algorithm-alias", Note, None);
    public static readonly Reason ValuePlain = new("sm2-value-plain", Note, None);

    // The seal
    public static readonly Reason SealValueInvalid = new("seal-value-invalid", Fails, SigCryptoFailure);
    public static readonly Reason MakerUnreadable = new("maker-certificate-unreadable", Fails, NoSigningCertificateFound);
    public static readonly Reason MakerUntrusted = new("maker-certificate-untrusted", Unsure, NoCertificateChainFound);
    public static readonly Reason MakerChainInvalid = new("maker-certificate-chain-invalid", Fails, ChainConstraintsFailure);
    public static readonly Reason MakerNotForSigning = new("maker-certificate-not-for-signing", Fails, SigConstraintsFailure);
    public static readonly Reason MakerNotValid = new("maker-certificate-not-valid", Fails, Expired);
    public static readonly Reason MakerRevoked = new("maker-certificate-revoked", Fails, Revoked);
    public static readonly Reason MakerExpiredNow = new("maker-certificate-expired-now", Note, None);
    public static readonly Reason PeriodInverted = new("seal-period-inverted", Fails, FormatFailure);
    public static readonly Reason SealNotYetValid = new("seal-not-yet-valid", Fails, NotYetValid);
    public static readonly Reason SealExpired = new("seal-expired", Fails, Expired);
    public static readonly Reason ValidBeforeMade = new("seal-valid-before-made", Note, None);
    public static readonly Reason MadeInFuture = new("seal-made-in-future", Fails, NotYetValid);
    public static readonly Reason MadeLater = new("seal-made-later", Unsure, Generic);
    public static readonly Reason SealTimestampInvalid = new("seal-timestamp-invalid", Fails, FormatFailure);
    public static readonly Reason MadeAfterTimestamp = new("seal-made-after-timestamp", Fails, Generic);

    // The signature
    public static readonly Reason ValueInvalid = new("ses-value-invalid", Fails, SigCryptoFailure);
    public static readonly Reason SignerNotInSeal = new("signer-not-in-seal", Fails, SigConstraintsFailure);
    public static readonly Reason SignerListIdentifiers = new("signer-list-identifiers", Unsure, SigConstraintsFailure);
    public static readonly Reason SignerUnreadable = new("signer-certificate-unreadable", Fails, NoSigningCertificateFound);
    public static readonly Reason SignerChainInvalid = new("signer-certificate-chain-invalid", Fails, ChainConstraintsFailure);
    public static readonly Reason SignerNotForSigning = new("signer-certificate-not-for-signing", Fails, SigConstraintsFailure);
    public static readonly Reason SigningTimeUnreadable = new("signing-time-unreadable", Unsure, NoPoe);
    public static readonly Reason SigningTimeInFuture = new("signing-time-in-future", Fails, Generic);
    public static readonly Reason SigningTimeAfterTimestamp = new("signing-time-after-timestamp", Unsure, Generic);
    public static readonly Reason TimeTokenUnverified = new("signing-time-token-unverified", Unsure, NoPoe);
    public static readonly Reason TimestampInvalid = new("ses-timestamp-invalid", Fails, FormatFailure);
    public static readonly Reason ContentNotGiven = new("ses-content-not-given", Unsure, SignedDataNotFound);
    public static readonly Reason DigestMalformed = new("ses-digest-malformed", Fails, FormatFailure);
    public static readonly Reason DigestMismatch = new("ses-digest-mismatch", Fails, HashFailure);

    // GB/T 35275
    public static readonly Reason CertificateUnreadable = new("gm-certificate-unreadable", Fails, NoSigningCertificateFound);
    public static readonly Reason NamesUnusual = new("gm-names-unusual", Note, None);
    public static readonly Reason InternationalIdentifiers = new("gm-international-identifiers", Note, None);
    public static readonly Reason DigestInside = new("gm-digest-inside", Note, None);
    public static readonly Reason ProfileUnknown = new("gm-profile-unknown", Unsure, SigConstraintsFailure);
    public static readonly Reason DigestSignedDirectly = new("gm-digest-signed-directly", Unsure, SigConstraintsFailure);

    // OFD
    public static readonly Reason NotAnOfd = new("not-an-ofd", Fails, FormatFailure);
    public static readonly Reason OfdDamaged = new("ofd-damaged", Fails, FormatFailure);
    public static readonly Reason OfdPathUnsafe = new("ofd-path-unsafe", Fails, FormatFailure);
    public static readonly Reason OfdHiddenBytes = new("ofd-hidden-bytes", Unsure, FormatFailure);
    public static readonly Reason OfdTooLarge = new("ofd-too-large", Unsure, FormatFailure);
    public static readonly Reason OfdXmlUnreadable = new("ofd-xml-unreadable", Fails, FormatFailure);
    public static readonly Reason OfdSignatureMissing = new("ofd-signature-missing", Fails, SignedDataNotFound);
    public static readonly Reason OfdValueUnknown = new("ofd-value-unknown", Unsure, SigConstraintsFailure);
    public static readonly Reason OfdNoReferences = new("ofd-no-references", Fails, SignedDataNotFound);
    public static readonly Reason OfdFileMissing = new("ofd-file-missing", Fails, HashFailure);
    public static readonly Reason OfdFileChanged = new("ofd-file-changed", Fails, HashFailure);
    public static readonly Reason OfdFilesNotCovered = new("ofd-files-not-covered", Unsure, SigConstraintsFailure);
    public static readonly Reason OfdSealDiffers = new("ofd-seal-differs", Fails, FormatFailure);
    public static readonly Reason OfdPropertyUnusual = new("ofd-property-unusual", Note, None);

    /// <summary>All of the above.</summary>
    public static IReadOnlyDictionary<string, Reason> ByCode { get; } = typeof(SealReasons)
        .GetFields(System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.Static)
        .Select(field => field.GetValue(null))
        .OfType<Reason>()
        .ToDictionary(reason => reason.Code, StringComparer.Ordinal);
}
