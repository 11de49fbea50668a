using Market.Signing.Cms;
using Market.Signing.Validation;

namespace Market.Signing.GuoMi;

/// <summary>What SignedData with SM2 signers has in common, seals and time stamps alike.</summary>
internal static class GmSigner
{
    private const int MostCertificates = 32;

    public static IReadOnlyList<GmCertificate> CertificatesOf(CmsSignedData cms) =>
        [.. cms.Certificates.Take(MostCertificates).Select(GmCertificate.TryParse).OfType<GmCertificate>()];

    /// <summary>The certificate a SignerInfo names by issuer and serial number; null when it is not there.</summary>
    public static GmCertificate? FindCertificate(CmsSignedData cms, CmsSignerInfo signer) => signer.Issuer is { } issuer
        ? CertificatesOf(cms).FirstOrDefault(certificate =>
            certificate.SerialNumber == signer.SerialNumber && certificate.Issuer.Span.SequenceEqual(issuer.Span))
        : null;

    /// <summary>Whether the value signs the attributes, and these the content.</summary>
    public static bool HoldsOverAttributes(CmsSignerInfo signer, string contentType, byte[] contentDigest, GmCertificate certificate) =>
        signer.SignedAttributesEncoding is { } encoding
        && !signer.SignedAttributes.IsAmbiguous
        && signer.Digest.Oid == GuoMiOids.Sm3
        && signer.SignedAttributes.Single(Oids.ContentType) is { } type
        && CmsValues.ReadOid(type) == contentType
        && signer.SignedAttributes.Single(Oids.MessageDigest) is { } digest
        && CmsValues.ReadOctets(digest) is { } stated
        && stated.AsSpan().SequenceEqual(contentDigest)
        && Sm2Check.Check(
            signer.SignatureAlgorithm.Oid, signer.Signature.Span, encoding.Span, certificate, Reasons.SignatureValueInvalid, new Findings());
}
