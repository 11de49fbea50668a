namespace Market.Signing;

/// <summary>The outcome of a validation (ETSI EN 319 102-1, 5.1.3).</summary>
public enum Indication
{
    /// <summary>TOTAL-PASSED: everything that was to be checked was checked and holds.</summary>
    TotalPassed,

    /// <summary>INDETERMINATE: nothing is known to be wrong, but something could not be made certain. Never shown as green.</summary>
    Indeterminate,

    /// <summary>TOTAL-FAILED: the signature is broken, or the file was changed in a way that is not allowed.</summary>
    TotalFailed,
}

/// <summary>The first thing that kept a validation from passing (ETSI EN 319 102-1, table 5 and 6).</summary>
public enum SubIndication
{
    /// <summary>The validation passed.</summary>
    None,

    /// <summary>FORMAT_FAILURE: the signature or the file is not built as the standards say.</summary>
    FormatFailure,

    /// <summary>HASH_FAILURE: the signed bytes are not the ones in the file.</summary>
    HashFailure,

    /// <summary>SIG_CRYPTO_FAILURE: the signature value does not fit the certificate's key.</summary>
    SigCryptoFailure,

    /// <summary>REVOKED: the certificate had been revoked.</summary>
    Revoked,

    /// <summary>REVOKED_NO_POE: the certificate is revoked, and no time before that is proven for the seal.</summary>
    RevokedNoPoe,

    /// <summary>REVOKED_CA_NO_POE: an issuer of the certificate had been revoked.</summary>
    RevokedCaNoPoe,

    /// <summary>EXPIRED: the certificate had expired when the seal was made.</summary>
    Expired,

    /// <summary>NOT_YET_VALID: the certificate was not valid yet when the seal was made.</summary>
    NotYetValid,

    /// <summary>SIG_CONSTRAINTS_FAILURE: an attribute or a use of the key that the policy asks for is missing.</summary>
    SigConstraintsFailure,

    /// <summary>CHAIN_CONSTRAINTS_FAILURE: the certificate chain breaks a rule.</summary>
    ChainConstraintsFailure,

    /// <summary>CRYPTO_CONSTRAINTS_FAILURE: an algorithm or key was too weak at the proven time.</summary>
    CryptoConstraintsFailure,

    /// <summary>CRYPTO_CONSTRAINTS_FAILURE_NO_POE: an algorithm is too weak now, and no earlier time is proven.</summary>
    CryptoConstraintsFailureNoPoe,

    /// <summary>NO_SIGNING_CERTIFICATE_FOUND: the signer's certificate is not in the signature.</summary>
    NoSigningCertificateFound,

    /// <summary>NO_CERTIFICATE_CHAIN_FOUND: no path leads to a configured trust anchor.</summary>
    NoCertificateChainFound,

    /// <summary>OUT_OF_BOUNDS_NO_POE: the certificate is not valid now, and no earlier time is proven.</summary>
    OutOfBoundsNoPoe,

    /// <summary>NO_POE: no time stamp proves when the seal was made.</summary>
    NoPoe,

    /// <summary>TRY_LATER: revocation information is missing.</summary>
    TryLater,

    /// <summary>SIGNED_DATA_NOT_FOUND: there is nothing signed, or it cannot be read.</summary>
    SignedDataNotFound,

    /// <summary>GENERIC: none of the above.</summary>
    Generic,
}
