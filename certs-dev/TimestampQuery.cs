using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using Market.Signing.Cms;
using Market.Signing.GuoMi;

namespace Market.Development;

/// <summary>What a client asks to have stamped (TimeStampReq, RFC 3161, 2.4.1).</summary>
internal sealed class TimestampQuery
{
    private static readonly Asn1Tag Extensions = new(TagClass.ContextSpecific, 0);

    private static readonly HashAlgorithmName[] Accepted =
        [HashAlgorithmName.SHA256, HashAlgorithmName.SHA384, HashAlgorithmName.SHA512, Sm3.Name];

    private TimestampQuery(ReadOnlyMemory<byte> imprint, HashAlgorithmName algorithm, BigInteger? nonce, bool wantsCertificate)
    {
        Imprint = imprint;
        Algorithm = algorithm;
        Nonce = nonce;
        WantsCertificate = wantsCertificate;
    }

    public ReadOnlyMemory<byte> Imprint { get; }

    public HashAlgorithmName Algorithm { get; }

    public BigInteger? Nonce { get; }

    public bool WantsCertificate { get; }

    public static TimestampQuery For(ReadOnlyMemory<byte> imprint, HashAlgorithmName algorithm)
    {
        if (!Accepted.Contains(algorithm) || imprint.Length != DigestAlgorithm.SizeOf(algorithm))
        {
            throw new ArgumentException("A SHA-256, SHA-384, SHA-512 or SM3 digest is needed.", nameof(imprint));
        }

        return new TimestampQuery(imprint, algorithm, nonce: null, wantsCertificate: true);
    }

    /// <summary>Reads a request; the failure to answer with when it cannot be granted, else null.</summary>
    public static TimestampFailure? TryRead(ReadOnlyMemory<byte> request, string policy, out TimestampQuery? query)
    {
        query = null;
        try
        {
            return Read(request, policy, out query);
        }
        catch (AsnContentException)
        {
            return TimestampFailure.BadDataFormat;
        }
    }

    private static TimestampFailure? Read(ReadOnlyMemory<byte> request, string policy, out TimestampQuery? query)
    {
        query = null;
        var outer = new AsnReader(request, AsnEncodingRules.DER);
        var reader = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        if (reader.ReadInteger() != BigInteger.One)
        {
            return TimestampFailure.BadRequest;
        }

        var imprint = reader.ReadSequence();
        var algorithm = AlgorithmIdentifier.Read(imprint);
        var digest = imprint.ReadOctetString();
        imprint.ThrowIfNotEmpty();
        if (!DigestAlgorithm.TryFromOid(algorithm.Oid, out var name) || !Accepted.Contains(name))
        {
            return TimestampFailure.BadAlgorithm;
        }

        if (digest.Length != DigestAlgorithm.SizeOf(name))
        {
            return TimestampFailure.BadDataFormat;
        }

        if (Has(reader, Asn1Tag.ObjectIdentifier) && reader.ReadObjectIdentifier() != policy)
        {
            return TimestampFailure.UnacceptedPolicy;
        }

        BigInteger? nonce = Has(reader, Asn1Tag.Integer) ? reader.ReadInteger() : null;
        var wantsCertificate = Has(reader, Asn1Tag.Boolean) && reader.ReadBoolean();
        if (Has(reader, Extensions))
        {
            // None is known here, and an answer must not ignore one (RFC 3161, 2.4.1).
            return TimestampFailure.UnacceptedExtension;
        }

        reader.ThrowIfNotEmpty();
        query = new TimestampQuery(digest, name, nonce, wantsCertificate);
        return null;
    }

    private static bool Has(AsnReader reader, Asn1Tag tag) => reader.HasData && reader.PeekTag().HasSameClassAndValue(tag);
}
