using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Market.Signing.Cms;

/// <summary>Builds the attributes that are signed in place of the content (RFC 5652, 5.3).</summary>
internal static class SignedAttributes
{
    /// <summary>The DER of the attributes as a SET OF, the form that is digested and signed.</summary>
    /// <param name="contentType">id-data for a seal, id-ct-TSTInfo for a time stamp.</param>
    /// <param name="contentDigest">Digest of the content.</param>
    /// <param name="certificate">The certificate to bind with signing-certificate-v2.</param>
    /// <param name="digest">The digest algorithm of the content and of the certificate's hash.</param>
    /// <remarks>EN 319 142-1, 6.3: signing-time must not be there; the claimed time is the signature dictionary's /M.</remarks>
    public static byte[] Encode(string contentType, ReadOnlySpan<byte> contentDigest, X509Certificate2 certificate, HashAlgorithmName digest)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSetOf())
        {
            using (PushAttribute(writer, Oids.ContentType, out var values))
            using (values)
            {
                writer.WriteObjectIdentifier(contentType);
            }

            using (PushAttribute(writer, Oids.MessageDigest, out var values))
            using (values)
            {
                writer.WriteOctetString(contentDigest);
            }

            using (PushAttribute(writer, Oids.SigningCertificateV2, out var values))
            using (values)
            {
                WriteSigningCertificateV2(writer, certificate, digest);
            }
        }

        return writer.Encode();
    }

    private static AsnWriter.Scope PushAttribute(AsnWriter writer, string oid, out AsnWriter.Scope values)
    {
        var attribute = writer.PushSequence();
        writer.WriteObjectIdentifier(oid);
        values = writer.PushSetOf();
        return attribute;
    }

    // RFC 5035, 3: SigningCertificateV2 { certs { ESSCertIDv2 { hashAlgorithm DEFAULT sha256, certHash } } }
    private static void WriteSigningCertificateV2(AsnWriter writer, X509Certificate2 certificate, HashAlgorithmName digest)
    {
        using (writer.PushSequence())
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            if (digest != HashAlgorithmName.SHA256)
            {
                DigestAlgorithm.Write(writer, digest);
            }

            writer.WriteOctetString(DigestAlgorithm.Compute(digest, certificate.RawDataMemory.Span));
        }
    }
}
