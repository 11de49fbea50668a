using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Market.Signing.Cms;

namespace Market.Signing.Validation;

/// <summary>What checking one CMS signature told, apart from trust and time.</summary>
internal sealed class CmsVerification
{
    private CmsVerification(CmsSignerInfo? signer, X509Certificate2? certificate, HashAlgorithmName digest)
    {
        Signer = signer;
        Certificate = certificate;
        Digest = digest;
    }

    public CmsSignerInfo? Signer { get; }

    /// <summary>The signer's certificate; owned by the pool it was found in.</summary>
    public X509Certificate2? Certificate { get; }

    /// <summary>The weakest digest the signature relies on.</summary>
    public HashAlgorithmName Digest { get; }

    /// <summary>True when the digest fits the content and the value fits the certificate's key.</summary>
    public bool IsIntact { get; private init; }

    /// <summary>The outcome for a signature that has no CMS around its value.</summary>
    public static CmsVerification WithoutCms(X509Certificate2 certificate, HashAlgorithmName digest, bool isIntact) =>
        new(null, certificate, digest) { IsIntact = isIntact };

    /// <summary>Checks structure, digest and signature value.</summary>
    /// <param name="cms">The structure as read.</param>
    /// <param name="contentType">What the content-type attribute must say.</param>
    /// <param name="digestContent">Digests the signed content; asked once.</param>
    /// <param name="pool">Where the signer's certificate is looked for.</param>
    /// <param name="findings">Receives what was found.</param>
    public static CmsVerification Verify(
        CmsSignedData cms,
        string contentType,
        Func<HashAlgorithmName, byte[]> digestContent,
        CertificatePool pool,
        Findings findings)
    {
        if (!cms.IsDer)
        {
            findings.Add(Reasons.CmsNotDer);
        }

        if (cms.Signers.Count != 1)
        {
            findings.Add(Reasons.CmsSignerCount);
            return new CmsVerification(null, null, default);
        }

        var signer = cms.Signers[0];
        var certificate = pool.Find(signer);
        if (!DigestAlgorithm.TryFromOid(signer.Digest.Oid, out var digest)
            || SignatureMath.Read(signer.SignatureAlgorithm, digest) is not { } math)
        {
            findings.Add(Reasons.AlgorithmUnsupported);
            return new CmsVerification(signer, certificate, default);
        }

        if (math.Digest != digest)
        {
            // RFC 5652, 5.3: one digest algorithm for the content and for the attributes.
            findings.Add(Reasons.CmsDigestsDiffer);
        }

        var result = new CmsVerification(signer, certificate, AlgorithmPolicy.Weaker(digest, math.Digest));
        var signedDigest = CheckAttributes(signer, cms.ContentType, contentType, digest, math, digestContent, findings);
        if (certificate is null)
        {
            findings.Add(Reasons.SigningCertificateMissing);
            return result;
        }

        CheckBinding(signer, certificate, findings);
        return new CmsVerification(signer, certificate, result.Digest)
        {
            IsIntact = signedDigest is not null && CheckValue(signer, certificate, math, signedDigest, findings),
        };
    }

    /// <summary>The digest the value must sign; null when the attributes already show that nothing can hold.</summary>
    private static byte[]? CheckAttributes(
        CmsSignerInfo signer,
        string encapsulatedType,
        string contentType,
        HashAlgorithmName digest,
        SignatureMath math,
        Func<HashAlgorithmName, byte[]> digestContent,
        Findings findings)
    {
        if (signer.SignedAttributesEncoding is not { } encoding)
        {
            // RFC 5652, 5.4: without attributes the value signs the content's digest itself.
            findings.Add(Reasons.SignedAttributesMissing);
            if (math.Family == SignatureFamily.EdDsa)
            {
                // It would sign the whole file as one message, which RFC 8419 advises against and nobody makes.
                findings.Add(Reasons.AlgorithmUnsupported);
                return null;
            }

            return digestContent(math.Digest);
        }

        if (signer.SignedAttributes.IsAmbiguous)
        {
            findings.Add(Reasons.CmsDuplicateAttribute);
            return null;
        }

        if (encapsulatedType != contentType
            || signer.SignedAttributes.Single(Oids.ContentType) is not { } type
            || CmsValues.ReadOid(type) != contentType)
        {
            findings.Add(Reasons.CmsContentType);
            return null;
        }

        if (signer.SignedAttributes.Single(Oids.MessageDigest) is not { } attribute
            || CmsValues.ReadOctets(attribute) is not { } expected)
        {
            findings.Add(Reasons.MessageDigestMissing);
            return null;
        }

        if (!expected.AsSpan().SequenceEqual(digestContent(digest)))
        {
            findings.Add(Reasons.HashMismatch);
            return null;
        }

        return math.ToSign(encoding.Span);
    }

    private static void CheckBinding(CmsSignerInfo signer, X509Certificate2 certificate, Findings findings)
    {
        switch (SigningCertificateAttribute.Check(signer.SignedAttributes, certificate.RawDataMemory.Span))
        {
            case CertificateBinding.Other:
                findings.Add(Reasons.SigningCertificateOther);
                break;
            case CertificateBinding.Unbound:
                findings.Add(Reasons.SigningCertificateUnbound);
                break;
            case CertificateBinding.WeaklyBound:
                findings.Add(Reasons.SigningCertificateWeaklyBound);
                break;
            default:
                break;
        }
    }

    private static bool CheckValue(
        CmsSignerInfo signer, X509Certificate2 certificate, SignatureMath math, byte[] signedDigest, Findings findings)
    {
        var holds = math.Verify(certificate, signedDigest, signer.Signature.Span);
        if (holds is null)
        {
            findings.Add(Reasons.AlgorithmMismatch);
        }
        else if (holds is false)
        {
            findings.Add(Reasons.SignatureValueInvalid);
        }

        return holds is true;
    }
}
