namespace Market.Signing;

/// <summary>The two forms in which an authority says whether a certificate is revoked.</summary>
public enum RevocationFormat
{
    /// <summary>An OCSP answer about single certificates (RFC 6960).</summary>
    Ocsp,

    /// <summary>A certificate revocation list (证书撤销列表, RFC 5280).</summary>
    RevocationList,
}

/// <summary>An authority's signed word on whether a certificate is revoked, as it goes into a sealed file.</summary>
/// <param name="Format">What the bytes are.</param>
/// <param name="Encoded">The DER of an OCSPResponse or of a CertificateList.</param>
/// <param name="Source">Where it came from; null when that was no address.</param>
public sealed record RevocationEvidence(RevocationFormat Format, ReadOnlyMemory<byte> Encoded, Uri? Source = null);
