using System.Formats.Asn1;
using Market.Signing.Cms;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Security;

namespace Market.Signing.GuoMi;

/// <summary>An SM2 private key held in memory.</summary>
internal sealed class Sm2PrivateKey
{
    private readonly ECPrivateKeyParameters _key;

    private Sm2PrivateKey(BigInteger scalar)
    {
        _key = new ECPrivateKeyParameters(scalar, Sm2Curve.Domain);
        PublicKey = new Sm2PublicKey(new ECPublicKeyParameters(Sm2Curve.Domain.G.Multiply(scalar).Normalize(), Sm2Curve.Domain));
    }

    public Sm2PublicKey PublicKey { get; }

    public static Sm2PrivateKey Generate()
    {
        var generator = new ECKeyPairGenerator();
        generator.Init(new ECKeyGenerationParameters(Sm2Curve.Domain, new SecureRandom()));
        while (true)
        {
            var scalar = ((ECPrivateKeyParameters)generator.GenerateKeyPair().Private).D;
            if (Sm2Curve.IsPrivateScalar(scalar))
            {
                return new Sm2PrivateKey(scalar);
            }
        }
    }

    /// <summary>Reads the big-endian number; null when it is not a private key of this curve.</summary>
    public static Sm2PrivateKey? TryRead(ReadOnlySpan<byte> scalar)
    {
        // Some producers write the number with its sign byte.
        var start = scalar.IndexOfAnyExcept((byte)0);
        if (start < 0 || scalar.Length - start > Sm2Curve.FieldBytes)
        {
            return null;
        }

        var number = new BigInteger(1, scalar[start..].ToArray());
        return Sm2Curve.IsPrivateScalar(number) ? new Sm2PrivateKey(number) : null;
    }

    /// <summary>Reads an ECPrivateKey (RFC 5915); null when it is not one of this curve.</summary>
    /// <param name="encoded">Its DER.</param>
    /// <param name="isCurveKnown">True inside PKCS#8, where the curve is named outside and may be left out here.</param>
    public static Sm2PrivateKey? TryReadEcPrivateKey(ReadOnlyMemory<byte> encoded, bool isCurveKnown)
    {
        var parameters = new Asn1Tag(TagClass.ContextSpecific, 0);
        try
        {
            var key = new AsnReader(encoded, AsnEncodingRules.BER).ReadSequence();
            key.ReadInteger();
            var scalar = key.ReadOctetString();
            if (key.HasData && key.PeekTag().HasSameClassAndValue(parameters))
            {
                isCurveKnown = key.ReadSequence(parameters).ReadObjectIdentifier() == GuoMiOids.Sm2Curve;
            }

            return isCurveKnown ? TryRead(scalar) : null;
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    /// <summary>Signs e, which the caller made with <see cref="Sm2PublicKey.Digest"/>.</summary>
    public Sm2SignatureValue SignDigest(byte[] e)
    {
        var signer = new SM2Signer(PlainDsaEncoding.Instance, new PresetDigest(e));
        signer.Init(true, new ParametersWithRandom(_key, new SecureRandom()));
        return new Sm2SignatureValue(signer.GenerateSignature(), WasPlain: true);
    }

    public Sm2SignatureValue Sign(ReadOnlySpan<byte> message) => SignDigest(PublicKey.Digest(message));

    /// <summary>The DER of the ECPrivateKey (RFC 5915) with the curve and the public key.</summary>
    public byte[] EncodeEcPrivateKey()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            writer.WriteOctetString(Sm2Curve.Pad(_key.D));
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
            {
                writer.WriteObjectIdentifier(GuoMiOids.Sm2Curve);
            }

            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 1)))
            {
                writer.WriteBitString(PublicKey.Point);
            }
        }

        return writer.Encode();
    }

    /// <summary>The DER of the PKCS#8 PrivateKeyInfo.</summary>
    public byte[] EncodePkcs8()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(0);
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(Oids.EcPublicKey);
                writer.WriteObjectIdentifier(GuoMiOids.Sm2Curve);
            }

            writer.WriteOctetString(EncodeEcPrivateKey());
        }

        return writer.Encode();
    }
}
