using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Market.Signing.Cms;

namespace Market.Signing.Tests.Validation;

/// <summary>Writes a CMS signature in which any part may be wrong.</summary>
internal sealed record CmsForge
{
    private static readonly Asn1Tag Context0 = new(TagClass.ContextSpecific, 0);

    public required X509Certificate2 Certificate { get; init; }

    /// <summary>Makes the value over the DER of the attributes.</summary>
    public required Func<byte[], byte[]> Sign { get; init; }

    public string DigestOid { get; init; } = Oids.Sha256;

    public string AlgorithmOid { get; init; } = Oids.Sha256WithRsa;

    /// <summary>DER of the algorithm's parameters; none when null.</summary>
    public byte[]? Parameters { get; init; } = [0x05, 0x00];

    public int Signers { get; init; } = 1;

    public byte[]? Content { get; init; }

    public string EncapsulatedType { get; init; } = Oids.Data;

    public string ContentTypeAttribute { get; init; } = Oids.Data;

    /// <summary>How often message-digest is there.</summary>
    public int MessageDigests { get; init; } = 1;

    /// <summary>The certificate that signing-certificate-v2 names; the signer's when null.</summary>
    public X509Certificate2? Named { get; init; }

    public byte[] Write(byte[] digest)
    {
        var attributes = Attributes(digest);
        var value = Sign(attributes);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(Oids.SignedData);
            using (writer.PushSequence(Context0))
            using (writer.PushSequence())
            {
                writer.WriteInteger(1);
                using (writer.PushSetOf())
                {
                    WriteAlgorithm(writer, DigestOid, null);
                }

                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(EncapsulatedType);
                    if (Content is not null)
                    {
                        using (writer.PushSequence(Context0))
                        {
                            writer.WriteOctetString(Content);
                        }
                    }
                }

                using (writer.PushSetOf(Context0))
                {
                    writer.WriteEncodedValue(Certificate.RawData);
                }

                using (writer.PushSetOf())
                {
                    for (var i = 0; i < Signers; i++)
                    {
                        WriteSigner(writer, attributes, value);
                    }
                }
            }
        }

        return writer.Encode();
    }

    private void WriteSigner(AsnWriter writer, byte[] attributes, byte[] value)
    {
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            using (writer.PushSequence())
            {
                writer.WriteEncodedValue(Certificate.IssuerName.RawData);
                writer.WriteInteger(Certificate.SerialNumberBytes.Span);
            }

            WriteAlgorithm(writer, DigestOid, null);
            writer.WriteEncodedValue([0xA0, .. attributes[1..]]);
            WriteAlgorithm(writer, AlgorithmOid, Parameters);
            writer.WriteOctetString(value);
        }
    }

    private byte[] Attributes(byte[] digest)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSetOf())
        {
            WriteAttribute(writer, Oids.ContentType, inner => inner.WriteObjectIdentifier(ContentTypeAttribute));
            for (var i = 0; i < MessageDigests; i++)
            {
                WriteAttribute(writer, Oids.MessageDigest, inner => inner.WriteOctetString(digest));
            }

            WriteAttribute(writer, Oids.SigningCertificateV2, inner =>
            {
                using (inner.PushSequence())
                using (inner.PushSequence())
                using (inner.PushSequence())
                {
                    inner.WriteOctetString(SHA256.HashData((Named ?? Certificate).RawData));
                }
            });
        }

        return writer.Encode();
    }

    private static void WriteAttribute(AsnWriter writer, string oid, Action<AsnWriter> value)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(oid);
            using (writer.PushSetOf())
            {
                value(writer);
            }
        }
    }

    private static void WriteAlgorithm(AsnWriter writer, string oid, byte[]? parameters)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(oid);
            if (parameters is not null)
            {
                writer.WriteEncodedValue(parameters);
            }
        }
    }
}
