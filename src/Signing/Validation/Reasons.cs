using static Market.Signing.SubIndication;
using static Market.Signing.Validation.ReasonEffect;

namespace Market.Signing.Validation;

/// <summary>Every finding the validator can make. Each code is explained in both languages in ReasonCodes.resx.</summary>
internal static class Reasons
{
    // The file as a whole
    public static readonly Reason NotAPdf = new("not-a-pdf", Fails, FormatFailure);
    public static readonly Reason PdfDamaged = new("pdf-damaged", Fails, FormatFailure);
    public static readonly Reason PdfTooComplex = new("pdf-too-complex", Unsure, FormatFailure);
    public static readonly Reason PdfUnsupported = new("pdf-unsupported", Unsure, FormatFailure);
    public static readonly Reason PdfEncrypted = new("pdf-encrypted", Unsure, Generic);
    public static readonly Reason PrefixBytes = new("prefix-bytes", Fails, FormatFailure);
    public static readonly Reason AppendedBytes = new("appended-bytes", Fails, FormatFailure);
    public static readonly Reason NoSignature = new("no-signature", Unsure, SignedDataNotFound);
    public static readonly Reason FormUnreadable = new("form-unreadable", Fails, FormatFailure);
    public static readonly Reason PagesUnreadable = new("pages-unreadable", Unsure, FormatFailure);
    public static readonly Reason AttachmentsUnreadable = new("attachments-unreadable", Unsure, FormatFailure);
    public static readonly Reason ValidationInterrupted = new("validation-interrupted", Unsure, Generic);
    public static readonly Reason ValidationTimedOut = new("validation-timed-out", Unsure, Generic);
    public static readonly Reason ValidationOutOfMemory = new("validation-out-of-memory", Unsure, Generic);
    public static readonly Reason ValidationCrashed = new("validation-crashed", Unsure, Generic);
    public static readonly Reason FileNotFound = new("file-not-found", Unsure, SignedDataNotFound);
    public static readonly Reason FileUnreadable = new("file-unreadable", Unsure, SignedDataNotFound);
    public static readonly Reason ActiveContent = new("active-content", Unsure, Generic);

    // A result package
    public static readonly Reason PackageUnreadable = new("package-unreadable", Fails, FormatFailure);
    public static readonly Reason PackageAmbiguous = new("package-ambiguous", Fails, FormatFailure);
    public static readonly Reason PackageTooLarge = new("package-too-large", Unsure, Generic);
    public static readonly Reason PackageManifestMissing = new("package-manifest-missing", Fails, FormatFailure);
    public static readonly Reason PackageChanged = new("package-changed", Fails, HashFailure);

    // The signature dictionary
    public static readonly Reason SignatureUnreadable = new("signature-unreadable", Fails, FormatFailure);
    public static readonly Reason SignatureShared = new("signature-shared", Fails, FormatFailure);
    public static readonly Reason SubFilterUnsupported = new("subfilter-unsupported", Unsure, FormatFailure);
    public static readonly Reason ContentsMissing = new("contents-missing", Fails, FormatFailure);
    public static readonly Reason ByteRangeMissing = new("byte-range-missing", Fails, FormatFailure);
    public static readonly Reason ByteRangeMalformed = new("byte-range-malformed", Fails, FormatFailure);
    public static readonly Reason ByteRangeBeyondFile = new("byte-range-beyond-file", Fails, FormatFailure);
    public static readonly Reason ByteRangeGap = new("byte-range-gap", Fails, FormatFailure);
    public static readonly Reason ByteRangeNotRevision = new("byte-range-not-revision", Fails, FormatFailure);

    // The CMS
    public static readonly Reason CmsUnreadable = new("cms-unreadable", Fails, FormatFailure);
    public static readonly Reason CmsNotSignedData = new("cms-not-signed-data", Fails, FormatFailure);
    public static readonly Reason CmsTrailingData = new("cms-trailing-data", Fails, FormatFailure);
    public static readonly Reason CmsSignerCount = new("cms-signer-count", Fails, FormatFailure);
    public static readonly Reason CmsHasContent = new("cms-has-content", Fails, FormatFailure);
    public static readonly Reason CmsContentType = new("cms-content-type", Fails, FormatFailure);
    public static readonly Reason CmsDuplicateAttribute = new("cms-duplicate-attribute", Fails, FormatFailure);
    public static readonly Reason CmsDigestsDiffer = new("cms-digests-differ", Unsure, SigConstraintsFailure);
    public static readonly Reason CmsNotDer = new("cms-not-der", Note, None);
    public static readonly Reason SignedAttributesMissing = new("signed-attributes-missing", Unsure, SigConstraintsFailure);
    public static readonly Reason MessageDigestMissing = new("message-digest-missing", Fails, FormatFailure);
    public static readonly Reason HashMismatch = new("hash-mismatch", Fails, HashFailure);
    public static readonly Reason SignatureValueInvalid = new("signature-value-invalid", Fails, SigCryptoFailure);
    public static readonly Reason AlgorithmUnsupported = new("algorithm-unsupported", Unsure, SigConstraintsFailure);
    public static readonly Reason AlgorithmMismatch = new("algorithm-mismatch", Fails, SigCryptoFailure);
    public static readonly Reason AlgorithmTooWeak = new("algorithm-too-weak", Unsure, CryptoConstraintsFailure);
    public static readonly Reason AlgorithmTooWeakNow = new("algorithm-too-weak-now", Unsure, CryptoConstraintsFailureNoPoe);
    public static readonly Reason SigningCertificateMissing = new("signing-certificate-missing", Unsure, NoSigningCertificateFound);
    public static readonly Reason SigningCertificateUnbound = new("signing-certificate-unbound", Unsure, SigConstraintsFailure);
    public static readonly Reason SigningCertificateWeaklyBound = new("signing-certificate-weakly-bound", Note, None);
    public static readonly Reason SigningCertificateOther = new("signing-certificate-other", Fails, SigConstraintsFailure);

    // Trust and time
    public static readonly Reason CertificateUnreadable = new("certificate-unreadable", Unsure, NoSigningCertificateFound);
    public static readonly Reason CertificateUntrusted = new("certificate-untrusted", Unsure, NoCertificateChainFound);
    public static readonly Reason CertificateChainInvalid = new("certificate-chain-invalid", Unsure, ChainConstraintsFailure);
    public static readonly Reason CertificateNotForSigning = new("certificate-not-for-signing", Unsure, SigConstraintsFailure);
    public static readonly Reason CertificateExpiredThen = new("certificate-expired-then", Fails, Expired);
    public static readonly Reason CertificateNotYetValidThen = new("certificate-not-yet-valid-then", Fails, NotYetValid);
    public static readonly Reason CertificateNotValidNow = new("certificate-not-valid-now", Unsure, OutOfBoundsNoPoe);
    public static readonly Reason CertificateOutsideStamp = new("certificate-outside-stamp", Unsure, NoPoe);
    public static readonly Reason RevocationNotOffered = new("revocation-not-offered", Note, None);
    public static readonly Reason RevocationUnknown = new("revocation-unknown", Unsure, TryLater);
    public static readonly Reason RevocationGood = new("revocation-good", Note, None);
    public static readonly Reason RevocationStale = new("revocation-stale", Unsure, TryLater);
    public static readonly Reason RevocationBeforeSeal = new("revocation-before-seal", Unsure, TryLater);
    public static readonly Reason RevocationUnproven = new("revocation-unproven", Unsure, TryLater);
    public static readonly Reason CertificateRevoked = new("certificate-revoked", Fails, Revoked);
    public static readonly Reason CertificateRevokedNoPoe = new("certificate-revoked-no-poe", Unsure, RevokedNoPoe);
    public static readonly Reason CertificateRevokedLater = new("certificate-revoked-later", Note, None);
    public static readonly Reason CertificateOnHold = new("certificate-on-hold", Unsure, TryLater);
    public static readonly Reason IssuerRevoked = new("issuer-revoked", Unsure, RevokedCaNoPoe);
    public static readonly Reason IssuerRevocationUnknown = new("issuer-revocation-unknown", Unsure, TryLater);
    public static readonly Reason TimestampMissing = new("timestamp-missing", Unsure, NoPoe);
    public static readonly Reason TimestampMalformed = new("timestamp-malformed", Unsure, NoPoe);
    public static readonly Reason TimestampImprintMismatch = new("timestamp-imprint-mismatch", Unsure, NoPoe);
    public static readonly Reason TimestampSignatureInvalid = new("timestamp-signature-invalid", Unsure, NoPoe);
    public static readonly Reason TimestampAuthorityUnfit = new("timestamp-authority-unfit", Unsure, NoPoe);
    public static readonly Reason TimestampIssuerMissing = new("timestamp-issuer-missing", Unsure, NoPoe);
    public static readonly Reason TimestampUntrusted = new("timestamp-untrusted", Unsure, NoPoe);
    public static readonly Reason TimestampAuthorityRevoked = new("timestamp-authority-revoked", Unsure, NoPoe);
    public static readonly Reason TimestampRevocationUnknown = new("timestamp-revocation-unknown", Unsure, NoPoe);
    public static readonly Reason TimestampAuthorityExpired = new("timestamp-authority-expired", Note, None);
    public static readonly Reason TimestampInFuture = new("timestamp-in-future", Unsure, NoPoe);
    public static readonly Reason TimestampAlgorithmTooWeak = new("timestamp-algorithm-too-weak", Unsure, NoPoe);

    // What followed the signature
    public static readonly Reason Modified = new("modified-after-seal", Fails, FormatFailure);
    public static readonly Reason SealCoversPage = new("seal-covers-page", Unsure, Generic);

    // The published attack whose form a finding has (AttackForms)
    public static readonly Reason UniversalForgery = new("universal-signature-forgery", Fails, FormatFailure);
    public static readonly Reason IncrementalSaving = new("incremental-saving-attack", Fails, FormatFailure);
    public static readonly Reason SignatureWrapping = new("signature-wrapping-attack", Fails, FormatFailure);
    public static readonly Reason ShadowHide = new("shadow-hide", Fails, FormatFailure);
    public static readonly Reason ShadowReplace = new("shadow-replace", Fails, FormatFailure);
    public static readonly Reason ShadowHideAndReplace = new("shadow-hide-and-replace", Fails, FormatFailure);
    public static readonly Reason EvilAnnotation = new("evil-annotation-attack", Fails, FormatFailure);
    public static readonly Reason SneakySignature = new("sneaky-signature-attack", Fails, FormatFailure);

    /// <summary>All of the above.</summary>
    public static IReadOnlyDictionary<string, Reason> ByCode { get; } = typeof(Reasons)
        .GetFields(System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.Static)
        .Select(field => field.GetValue(null))
        .OfType<Reason>()
        .ToDictionary(reason => reason.Code, StringComparer.Ordinal);
}
