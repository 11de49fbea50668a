using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Market.Signing.Cms;

namespace Market.Signing.Revocation;

/// <summary>How OCSP names a certificate: digests of its issuer's name and key, and its serial number (RFC 6960, 4.1.1).</summary>
internal sealed record CertificateId(
    string DigestOid, ReadOnlyMemory<byte> IssuerNameDigest, ReadOnlyMemory<byte> IssuerKeyDigest, ReadOnlyMemory<byte> SerialNumber)
{
    /// <summary>RFC 5019, 2.1.1: SHA-1 is what every responder understands. It finds the certificate, it proves nothing.</summary>
    public static HashAlgorithmName CommonDigest => HashAlgorithmName.SHA1;

    public static CertificateId Of(X509Certificate2 certificate, X509Certificate2 issuer, HashAlgorithmName digest) => new(
        DigestAlgorithm.OidOf(digest),
        DigestAlgorithm.Compute(digest, certificate.IssuerName.RawData),
        DigestAlgorithm.Compute(digest, issuer.PublicKey.EncodedKeyValue.RawData),
        certificate.SerialNumberBytes);

    public static CertificateId Read(AsnReader parent)
    {
        var reader = parent.ReadSequence();
        var result = new CertificateId(
            AlgorithmIdentifier.Read(reader).Oid, reader.ReadOctetString(), reader.ReadOctetString(), reader.ReadIntegerBytes());
        reader.ThrowIfNotEmpty();
        return result;
    }

    public void Write(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                // Old responders compare the whole identifier, parameters of SHA-1 included.
                writer.WriteObjectIdentifier(DigestOid);
                writer.WriteNull();
            }

            writer.WriteOctetString(IssuerNameDigest.Span);
            writer.WriteOctetString(IssuerKeyDigest.Span);
            writer.WriteInteger(SerialNumber.Span);
        }
    }

    /// <summary>Whether this names the certificate, by whichever digest it uses.</summary>
    public bool Names(X509Certificate2 certificate, X509Certificate2 issuer)
    {
        // The cheap comparison first: a list of answers is searched by serial number.
        if (!SerialNumber.Span.SequenceEqual(certificate.SerialNumberBytes.Span) || !DigestAlgorithm.TryFromOid(DigestOid, out var digest))
        {
            return false;
        }

        var expected = Of(certificate, issuer, digest);
        return IssuerNameDigest.Span.SequenceEqual(expected.IssuerNameDigest.Span)
            && IssuerKeyDigest.Span.SequenceEqual(expected.IssuerKeyDigest.Span);
    }
}
