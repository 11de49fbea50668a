using System.Formats.Asn1;
using System.Security.Cryptography;
using Market.Signing.GuoMi;

namespace Market.Signing.Cms;

/// <summary>An AlgorithmIdentifier as read: its identifier and the DER of its parameters, if there are any.</summary>
internal readonly record struct AlgorithmIdentifier(string Oid, ReadOnlyMemory<byte>? Parameters)
{
    public static AlgorithmIdentifier Read(AsnReader reader)
    {
        var sequence = reader.ReadSequence();
        var oid = sequence.ReadObjectIdentifier();
        var parameters = sequence.HasData ? sequence.ReadEncodedValue() : default(ReadOnlyMemory<byte>?);
        sequence.ThrowIfNotEmpty();
        return new AlgorithmIdentifier(oid, parameters);
    }

    /// <summary>Whether two identifiers are the same to the byte.</summary>
    public bool IsSameAs(AlgorithmIdentifier other) =>
        Oid == other.Oid
        && Parameters.HasValue == other.Parameters.HasValue
        && Parameters.GetValueOrDefault().Span.SequenceEqual(other.Parameters.GetValueOrDefault().Span);

    /// <summary>Writes the identifier of a scheme's signature algorithm (RFC 4055, RFC 5754, RFC 5758).</summary>
    public static void Write(AsnWriter writer, SignatureScheme scheme)
    {
        using (writer.PushSequence())
        {
            switch (scheme.Family)
            {
                case SignatureFamily.RsaPkcs1:
                    writer.WriteObjectIdentifier(OidOf(scheme.Digest, Oids.Sha256WithRsa, Oids.Sha384WithRsa, Oids.Sha512WithRsa));
                    writer.WriteNull();
                    break;
                case SignatureFamily.RsaPss:
                    writer.WriteObjectIdentifier(Oids.RsaPss);
                    WritePssParameters(writer, scheme.Digest);
                    break;
                case SignatureFamily.Ecdsa:
                    writer.WriteObjectIdentifier(OidOf(scheme.Digest, Oids.EcdsaWithSha256, Oids.EcdsaWithSha384, Oids.EcdsaWithSha512));
                    break;
                case SignatureFamily.Sm2:
                    writer.WriteObjectIdentifier(GuoMiOids.Sm2WithSm3);
                    break;
                default:
                    throw new ArgumentException($"No identifier for {scheme}.", nameof(scheme));
            }
        }
    }

    private static void WritePssParameters(AsnWriter writer, HashAlgorithmName digest)
    {
        using (writer.PushSequence())
        {
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
            {
                DigestAlgorithm.Write(writer, digest);
            }

            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 1)))
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(Oids.Mgf1);
                DigestAlgorithm.Write(writer, digest);
            }

            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 2)))
            {
                writer.WriteInteger(DigestAlgorithm.SizeOf(digest));
            }
        }
    }

    private static string OidOf(HashAlgorithmName digest, string sha256, string sha384, string sha512) =>
        digest == HashAlgorithmName.SHA256 ? sha256
        : digest == HashAlgorithmName.SHA384 ? sha384
        : digest == HashAlgorithmName.SHA512 ? sha512
        : throw new ArgumentException($"No signature identifier with {digest.Name}.", nameof(digest));
}
