using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using Market.Signing.Cms;

namespace Market.Signing.Timestamps;

/// <summary>The TSTInfo of a time-stamp token (RFC 3161, 2.4.2).</summary>
internal sealed class TimestampInfo
{
    private static readonly Asn1Tag AccuracySeconds = Asn1Tag.Integer;
    private static readonly Asn1Tag Context0 = new(TagClass.ContextSpecific, 0);
    private static readonly Asn1Tag Context1 = new(TagClass.ContextSpecific, 1);

    private TimestampInfo()
    {
    }

    public string Policy { get; private init; } = "";

    public AlgorithmIdentifier ImprintAlgorithm { get; private init; }

    public ReadOnlyMemory<byte> Imprint { get; private init; }

    public BigInteger SerialNumber { get; private init; }

    /// <summary>The proven moment, UTC.</summary>
    public DateTimeOffset At { get; private init; }

    public BigInteger? Nonce { get; private init; }

    /// <summary>Reads the content of a token; throws <see cref="CmsFormatException"/> when it is not a TSTInfo.</summary>
    public static TimestampInfo Read(CmsSignedData token)
    {
        if (token.ContentType != Oids.TstInfo || token.Content is not { } content)
        {
            throw new CmsFormatException("timestamp-malformed", "The token does not carry a TSTInfo.");
        }

        try
        {
            return Read(new AsnReader(content, token.IsDer ? AsnEncodingRules.DER : AsnEncodingRules.BER));
        }
        catch (AsnContentException exception)
        {
            throw new CmsFormatException("timestamp-malformed", "The TSTInfo of the token cannot be read.", exception);
        }
    }

    private static TimestampInfo Read(AsnReader outer)
    {
        var reader = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        if (reader.ReadInteger() != BigInteger.One)
        {
            throw new CmsFormatException("timestamp-malformed", "The TSTInfo has an unknown version.");
        }

        var policy = reader.ReadObjectIdentifier();
        var imprint = reader.ReadSequence();
        var algorithm = AlgorithmIdentifier.Read(imprint);
        var hashed = imprint.ReadOctetString();
        imprint.ThrowIfNotEmpty();
        var serial = reader.ReadInteger();
        var at = reader.ReadGeneralizedTime();
        if (reader.HasData && reader.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence))
        {
            RequireAccuracy(reader.ReadSequence());
        }

        if (reader.HasData && reader.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean))
        {
            reader.ReadBoolean();
        }

        BigInteger? nonce = null;
        if (reader.HasData && reader.PeekTag().HasSameClassAndValue(Asn1Tag.Integer))
        {
            nonce = reader.ReadInteger();
        }

        // tsa [0] and extensions [1] follow; neither changes what is proven.
        return new TimestampInfo
        {
            Policy = policy,
            ImprintAlgorithm = algorithm,
            Imprint = hashed,
            SerialNumber = serial,
            At = at.ToUniversalTime(),
            Nonce = nonce,
        };
    }

    /// <summary>True when the token stamps exactly this digest.</summary>
    public bool Matches(HashAlgorithmName algorithm, ReadOnlySpan<byte> digest) =>
        ImprintAlgorithm.Oid == DigestAlgorithm.OidOf(algorithm)
        && Imprint.Span.SequenceEqual(digest);

    // Accuracy ::= SEQUENCE { seconds INTEGER OPTIONAL, millis [0] OPTIONAL, micros [1] OPTIONAL }
    private static void RequireAccuracy(AsnReader accuracy)
    {
        foreach (var tag in (ReadOnlySpan<Asn1Tag>)[AccuracySeconds, Context0, Context1])
        {
            if (accuracy.HasData && accuracy.PeekTag().HasSameClassAndValue(tag))
            {
                accuracy.ReadInteger(tag);
            }
        }

        accuracy.ThrowIfNotEmpty();
    }
}
