using System.Formats.Asn1;
using System.Numerics;

namespace Market.Signing.Cms;

/// <summary>One SignerInfo as read (RFC 5652, 5.3).</summary>
internal sealed class CmsSignerInfo
{
    private static readonly Asn1Tag Context0 = new(TagClass.ContextSpecific, 0);
    private static readonly Asn1Tag Context1 = new(TagClass.ContextSpecific, 1);

    private CmsSignerInfo()
    {
    }

    /// <summary>DER of the issuer's name; null when the signer is named by key identifier.</summary>
    public ReadOnlyMemory<byte>? Issuer { get; private init; }

    public BigInteger SerialNumber { get; private init; }

    public ReadOnlyMemory<byte>? SubjectKeyIdentifier { get; private init; }

    public AlgorithmIdentifier Digest { get; private init; }

    public AlgorithmIdentifier SignatureAlgorithm { get; private init; }

    /// <summary>The attributes' original bytes under the SET OF tag, the form that was signed; null when there are none.</summary>
    public ReadOnlyMemory<byte>? SignedAttributesEncoding { get; private init; }

    public CmsAttributes SignedAttributes { get; private init; } = CmsAttributes.Empty;

    public CmsAttributes UnsignedAttributes { get; private init; } = CmsAttributes.Empty;

    public ReadOnlyMemory<byte> Signature { get; private init; }

    public static CmsSignerInfo Read(AsnReader parent)
    {
        var reader = parent.ReadSequence();
        reader.ReadInteger();

        ReadOnlyMemory<byte>? issuer = null;
        ReadOnlyMemory<byte>? keyIdentifier = null;
        var serial = BigInteger.Zero;
        if (reader.PeekTag().HasSameClassAndValue(Context0))
        {
            keyIdentifier = reader.ReadOctetString(Context0);
        }
        else
        {
            var identifier = reader.ReadSequence();
            issuer = identifier.ReadEncodedValue();
            serial = identifier.ReadInteger();
            identifier.ThrowIfNotEmpty();
        }

        var digest = AlgorithmIdentifier.Read(reader);

        ReadOnlyMemory<byte>? signedEncoding = null;
        var signed = CmsAttributes.Empty;
        if (reader.PeekTag().HasSameClassAndValue(Context0))
        {
            // Hashed as they stand: re-encoding would accept bytes that were never signed.
            var original = reader.PeekEncodedValue().ToArray();
            original[0] = 0x31;
            signedEncoding = original;
            signed = CmsAttributes.Read(reader.ReadSetOf(skipSortOrderValidation: true, Context0));
        }

        var algorithm = AlgorithmIdentifier.Read(reader);
        var signature = reader.ReadOctetString();
        var unsigned = CmsAttributes.Empty;
        if (reader.HasData)
        {
            unsigned = CmsAttributes.Read(reader.ReadSetOf(skipSortOrderValidation: true, Context1));
        }

        reader.ThrowIfNotEmpty();
        return new CmsSignerInfo
        {
            Issuer = issuer,
            SerialNumber = serial,
            SubjectKeyIdentifier = keyIdentifier,
            Digest = digest,
            SignatureAlgorithm = algorithm,
            SignedAttributesEncoding = signedEncoding,
            SignedAttributes = signed,
            UnsignedAttributes = unsigned,
            Signature = signature,
        };
    }
}
