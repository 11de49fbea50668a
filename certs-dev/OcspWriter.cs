using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Market.Signing.Cms;
using Market.Signing.Revocation;

namespace Market.Development;

/// <summary>Writes OCSP answers (RFC 6960, 4.2.1), good ones and, for tests, ones nobody should believe.</summary>
internal static class OcspWriter
{
    private static readonly Asn1Tag Context0 = new(TagClass.ContextSpecific, 0);
    private static readonly Asn1Tag Context1 = new(TagClass.ContextSpecific, 1);
    private static readonly Asn1Tag Context2 = new(TagClass.ContextSpecific, 2);

    /// <summary>A signed answer.</summary>
    /// <param name="responder">The signer's certificate with its key.</param>
    /// <param name="embedded">Certificates to send along.</param>
    /// <param name="answers">What to say about which certificates.</param>
    /// <param name="producedAt">When it is signed.</param>
    /// <param name="nonce">The request's nonce; null when it had none.</param>
    public static byte[] Write(
        X509Certificate2 responder,
        IEnumerable<X509Certificate2> embedded,
        IEnumerable<OcspAnswer> answers,
        DateTimeOffset producedAt,
        ReadOnlyMemory<byte>? nonce)
    {
        using var rsa = responder.GetRSAPrivateKey();
        using var ecdsa = rsa is null ? responder.GetECDsaPrivateKey() : null;
        var generator = rsa is not null
            ? X509SignatureGenerator.CreateForRSA(rsa, RSASignaturePadding.Pkcs1)
            : X509SignatureGenerator.CreateForECDsa(ecdsa ?? throw new ArgumentException("The responder's key is not at hand.", nameof(responder)));

        return Write(generator, HashAlgorithmName.SHA256, responder, embedded, answers, producedAt, nonce);
    }

    /// <summary>An answer signed by any generator, SM2 ones too.</summary>
    public static byte[] Write(
        X509SignatureGenerator generator,
        HashAlgorithmName digest,
        X509Certificate2 responder,
        IEnumerable<X509Certificate2> embedded,
        IEnumerable<OcspAnswer> answers,
        DateTimeOffset producedAt,
        ReadOnlyMemory<byte>? nonce)
    {
        var data = Data(responder, answers, producedAt, nonce);
        var basic = new AsnWriter(AsnEncodingRules.DER);
        using (basic.PushSequence())
        {
            basic.WriteEncodedValue(data);
            basic.WriteEncodedValue(generator.GetSignatureAlgorithmIdentifier(digest));
            basic.WriteBitString(generator.SignData(data, digest));
            using (basic.PushSequence(Context0))
            using (basic.PushSequence())
            {
                foreach (var certificate in embedded)
                {
                    basic.WriteEncodedValue(certificate.RawDataMemory.Span);
                }
            }
        }

        return Envelope(OcspResponseStatus.Successful, basic.Encode());
    }

    /// <summary>An answer that only says why there is none.</summary>
    public static byte[] Failure(OcspResponseStatus status) => Envelope(status, null);

    private static byte[] Envelope(OcspResponseStatus status, byte[]? basic)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEnumeratedValue(status);
            if (basic is not null)
            {
                using (writer.PushSequence(Context0))
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(Oids.OcspBasic);
                    writer.WriteOctetString(basic);
                }
            }
        }

        return writer.Encode();
    }

    private static byte[] Data(
        X509Certificate2 responder, IEnumerable<OcspAnswer> answers, DateTimeOffset producedAt, ReadOnlyMemory<byte>? nonce)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence(Context1))
            {
                writer.WriteEncodedValue(responder.SubjectName.RawData);
            }

            writer.WriteGeneralizedTime(producedAt, omitFractionalSeconds: true);
            using (writer.PushSequence())
            {
                foreach (var answer in answers)
                {
                    WriteAnswer(writer, answer);
                }
            }

            if (nonce is { } value)
            {
                using (writer.PushSequence(Context1))
                using (writer.PushSequence())
                {
                    OcspExtensions.WriteNonce(writer, value.Span);
                }
            }
        }

        return writer.Encode();
    }

    private static void WriteAnswer(AsnWriter writer, OcspAnswer answer)
    {
        using (writer.PushSequence())
        {
            answer.Certificate.Write(writer);
            var standing = answer.Standing;
            if (standing.State == CertificateState.Revoked)
            {
                using (writer.PushSequence(Context1))
                {
                    writer.WriteGeneralizedTime(standing.RevokedAt ?? standing.ThisUpdate, omitFractionalSeconds: true);
                    if (standing.Reason is { } reason)
                    {
                        using (writer.PushSequence(Context0))
                        {
                            writer.WriteEnumeratedValue((RevocationReasonCode)reason);
                        }
                    }
                }
            }
            else
            {
                writer.WriteNull(standing.State == CertificateState.Good ? Context0 : Context2);
            }

            writer.WriteGeneralizedTime(standing.ThisUpdate, omitFractionalSeconds: true);
            if (standing.NextUpdate is { } next)
            {
                using (writer.PushSequence(Context0))
                {
                    writer.WriteGeneralizedTime(next, omitFractionalSeconds: true);
                }
            }
        }
    }
}
