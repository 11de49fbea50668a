using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Market.Signing.Cms;

/// <summary>How the signed attributes tie the signature to one certificate.</summary>
internal enum CertificateBinding
{
    /// <summary>signing-certificate-v2 names this certificate.</summary>
    Bound,

    /// <summary>Only the older attribute names it, by SHA-1.</summary>
    WeaklyBound,

    /// <summary>No attribute names a certificate.</summary>
    Unbound,

    /// <summary>An attribute names another certificate, or cannot be read.</summary>
    Other,
}

/// <summary>Checks the ESS signing-certificate attributes (RFC 5035, RFC 2634, 5.4).</summary>
internal static class SigningCertificateAttribute
{
    public static CertificateBinding Check(CmsAttributes attributes, ReadOnlySpan<byte> certificate)
    {
        var hasNew = attributes.Contains(Oids.SigningCertificateV2);
        var hasOld = attributes.Contains(Oids.SigningCertificate);
        if (!hasNew && !hasOld)
        {
            return CertificateBinding.Unbound;
        }

        if ((hasNew && !Names(attributes.Single(Oids.SigningCertificateV2), certificate, isV2: true))
            || (hasOld && !Names(attributes.Single(Oids.SigningCertificate), certificate, isV2: false)))
        {
            return CertificateBinding.Other;
        }

        return hasNew ? CertificateBinding.Bound : CertificateBinding.WeaklyBound;
    }

    // The first of the listed certificates is the signer's.
    private static bool Names(ReadOnlyMemory<byte>? attribute, ReadOnlySpan<byte> certificate, bool isV2)
    {
        if (attribute is not { } encoded)
        {
            return false;
        }

        try
        {
            var identifier = new AsnReader(encoded, AsnEncodingRules.BER).ReadSequence().ReadSequence().ReadSequence();
            var digest = isV2 ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA1;
            if (isV2 && identifier.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence)
                && !DigestAlgorithm.TryFromOid(AlgorithmIdentifier.Read(identifier).Oid, out digest))
            {
                return false;
            }

            return identifier.ReadOctetString().AsSpan().SequenceEqual(DigestAlgorithm.Compute(digest, certificate));
        }
        catch (AsnContentException)
        {
            return false;
        }
    }
}
