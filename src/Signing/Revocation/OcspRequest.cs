using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Market.Signing.Cms;

namespace Market.Signing.Revocation;

/// <summary>An OCSPRequest about one certificate, unsigned, with a fresh nonce (RFC 6960, 4.1.1; RFC 9654).</summary>
internal sealed class OcspRequest
{
    // RFC 9654, 2.1: 32 octets are what clients should send.
    private const int NonceBytes = 32;
    private static readonly Asn1Tag Context2 = new(TagClass.ContextSpecific, 2);

    private OcspRequest(byte[] encoded, byte[] nonce)
    {
        Encoded = encoded;
        Nonce = nonce;
    }

    public byte[] Encoded { get; }

    public ReadOnlyMemory<byte> Nonce { get; }

    public static OcspRequest For(X509Certificate2 certificate, X509Certificate2 issuer)
    {
        var nonce = RandomNumberGenerator.GetBytes(NonceBytes);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            using (writer.PushSequence())
            {
                CertificateId.Of(certificate, issuer, CertificateId.CommonDigest).Write(writer);
            }

            using (writer.PushSequence(Context2))
            using (writer.PushSequence())
            {
                OcspExtensions.WriteNonce(writer, nonce);
            }
        }

        return new OcspRequest(writer.Encode(), nonce);
    }
}

/// <summary>The extensions of OCSP that are understood here.</summary>
internal static class OcspExtensions
{
    /// <summary>RFC 6960, 4.4.1: an octet string that holds the DER of an octet string.</summary>
    public static void WriteNonce(AsnWriter writer, ReadOnlySpan<byte> nonce)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(Oids.OcspNonce);
            using (writer.PushOctetString())
            {
                writer.WriteOctetString(nonce);
            }
        }
    }
}
