using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using Market.Signing.Cms;

namespace Market.Signing.Certificates;

/// <summary>Reads how long a certificate's key is from its encoding; making a key of it first costs as much as five checks.</summary>
internal static class PublicKeySize
{
    private const int UnusedBits = 24; // of the 32 in which a byte is counted

    // TS 119 312, 6.2.2.3, and the shorter ones before them. Others (secp256k1) were never recommended for signatures.
    private static readonly Dictionary<string, int> Curves = new(StringComparer.Ordinal)
    {
        ["1.2.840.10045.3.1.7"] = 256, // P-256
        ["1.3.132.0.33"] = 224, // P-224
        ["1.3.132.0.34"] = 384, // P-384
        ["1.3.132.0.35"] = 521, // P-521
        ["1.2.840.10045.3.1.1"] = 192, // P-192
        ["1.3.36.3.3.2.8.1.1.5"] = 224, // brainpool, RFC 5639
        ["1.3.36.3.3.2.8.1.1.7"] = 256,
        ["1.3.36.3.3.2.8.1.1.8"] = 256,
        ["1.3.36.3.3.2.8.1.1.9"] = 320,
        ["1.3.36.3.3.2.8.1.1.10"] = 320,
        ["1.3.36.3.3.2.8.1.1.11"] = 384,
        ["1.3.36.3.3.2.8.1.1.12"] = 384,
        ["1.3.36.3.3.2.8.1.1.13"] = 512,
        ["1.3.36.3.3.2.8.1.1.14"] = 512,
    };

    /// <summary>Bits of the RSA modulus; null for other keys, and for a modulus that is no positive number.</summary>
    public static int? OfRsa(X509Certificate2 certificate)
    {
        var key = certificate.PublicKey;
        if (key.Oid.Value is not (Oids.RsaEncryption or Oids.RsaPss))
        {
            return null;
        }

        try
        {
            var modulus = new AsnReader(key.EncodedKeyValue.RawData, AsnEncodingRules.BER).ReadSequence().ReadIntegerBytes().Span;
            var sign = modulus.TrimStart((byte)0);

            // Some issuers forgot the zero in front, so that the number reads as negative; OpenSSL takes it as it was meant.
            return sign.IsEmpty ? null : (8 * sign.Length) - System.Numerics.BitOperations.LeadingZeroCount((uint)sign[0]) + UnusedBits;
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    /// <summary>Bits of the curve's order; null where the curve is none of those with a name here.</summary>
    public static int? OfCurve(X509Certificate2 certificate)
    {
        if (certificate.PublicKey is not { Oid.Value: Oids.EcPublicKey, EncodedParameters.RawData: { } parameters })
        {
            return null;
        }

        try
        {
            return Curves.TryGetValue(AsnDecoder.ReadObjectIdentifier(parameters, AsnEncodingRules.BER, out _), out var bits) ? bits : null;
        }
        catch (AsnContentException)
        {
            return null;
        }
    }
}
