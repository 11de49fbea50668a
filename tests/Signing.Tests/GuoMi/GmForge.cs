using System.Formats.Asn1;
using Market.Signing.Cms;
using Market.Signing.GuoMi;

namespace Market.Signing.Tests.GuoMi;

/// <summary>SignedData of GB/T 35275 put together by hand, in the forms producers give it.</summary>
internal static class GmForge
{
    public static readonly Sm2PublicKey PublicKey = Sm2Certificates.PublicKeyOf(Sm2Pki.Unit.Certificate);
    private static readonly Asn1Tag Context0 = new(TagClass.ContextSpecific, 0);

    /// <summary>The unit's SM2 value over e, as DER or as r and s side by side.</summary>
    public static byte[] Sign(byte[] e, bool plain = false)
    {
        var der = Sm2Pki.Unit.SignDigestAsync(e, CancellationToken.None).AsTask().Result;
        return plain ? Sm2SignatureValue.TryRead(der)!.Plain : der;
    }

    /// <summary>Signed attributes of PKCS #7: content type, digest and time, no certificate.</summary>
    public static byte[] Attributes(byte[] digest)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSetOf())
        {
            WriteAttribute(writer, Oids.ContentType, () => writer.WriteObjectIdentifier(Oids.Data));
            WriteAttribute(writer, Oids.MessageDigest, () => writer.WriteOctetString(digest));
            WriteAttribute(writer, Oids.SigningTime, () => writer.WriteUtcTime(TestSeals.Now));
        }

        return writer.Encode();
    }

    private static void WriteAttribute(AsnWriter writer, string oid, Action value)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(oid);
            using (writer.PushSetOf())
            {
                value();
            }
        }
    }

    /// <summary>The structure with any parts.</summary>
    public static byte[] Write(
        string contentType,
        byte[]? content,
        byte[]? attributes,
        byte[] value,
        string algorithm = GuoMiOids.Sm2WithSm3,
        string structure = GuoMiOids.SignedData) => SesForge.Sequence(writer =>
    {
        writer.WriteObjectIdentifier(structure);
        using (writer.PushSequence(Context0))
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            using (writer.PushSetOf())
            {
                DigestAlgorithm.Write(writer, Sm3.Name);
            }

            WriteContent(writer, contentType, content);
            using (writer.PushSetOf(Context0))
            {
                writer.WriteEncodedValue(Sm2Pki.Unit.Certificate.RawData);
                writer.WriteEncodedValue(Sm2Pki.Issuing.RawData);
            }

            using (writer.PushSetOf())
            {
                WriteSigner(writer, attributes, value, algorithm);
            }
        }
    });

    private static void WriteContent(AsnWriter writer, string contentType, byte[]? content)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(contentType);
            if (content is not null)
            {
                using (writer.PushSequence(Context0))
                {
                    writer.WriteOctetString(content);
                }
            }
        }
    }

    private static void WriteSigner(AsnWriter writer, byte[]? attributes, byte[] value, string algorithm)
    {
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            using (writer.PushSequence())
            {
                writer.WriteEncodedValue(Sm2Pki.Unit.Certificate.IssuerName.RawData);
                writer.WriteInteger(Sm2Pki.Unit.Certificate.SerialNumberBytes.Span);
            }

            DigestAlgorithm.Write(writer, Sm3.Name);
            if (attributes is not null)
            {
                writer.WriteEncodedValue((byte[])[0xA0, .. attributes.AsSpan(1)]);
            }

            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(algorithm);
            }

            writer.WriteOctetString(value);
        }
    }

    /// <summary>Profile A: carries the digest and signs it.</summary>
    public static byte[] EmbeddedDigest(byte[] digest, bool isPlain = false) => Write(
        GuoMiOids.Data, digest, null, Sign(PublicKey.Digest(digest), isPlain), isPlain ? GuoMiOids.Sm2Signature : GuoMiOids.Sm2WithSm3);

    /// <summary>Profile B: signed attributes.</summary>
    public static byte[] SignedAttributes(byte[] digest, string structure = GuoMiOids.SignedData)
    {
        var attributes = Attributes(digest);
        return Write(Oids.Data, null, attributes, Sign(PublicKey.Digest(attributes)), structure: structure);
    }

    /// <summary>Profile C: the value signs the digest itself as the number e.</summary>
    public static byte[] DirectDigest(byte[] digest) => Write(GuoMiOids.Data, null, null, Sign(digest));
}
