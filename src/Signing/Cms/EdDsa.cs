using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace Market.Signing.Cms;

/// <summary>Checks Ed25519 and Ed448 values (RFC 8032), which .NET does not offer. BouncyCastle sees nothing but keys and
/// values of a named curve and of the right length.</summary>
internal static class EdDsa
{
    /// <summary>The digest of RFC 8419, 3 for the content: SHA-512 beside Ed25519, SHAKE256 beside Ed448.</summary>
    public static HashAlgorithmName DigestOf(string curve) => curve == Oids.Ed25519 ? HashAlgorithmName.SHA512 : DigestAlgorithm.Shake256;

    /// <summary>Whether the certificate's key made this value over the message; null when the key is of another kind.</summary>
    public static bool? Verify(string curve, X509Certificate2 certificate, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        var key = certificate.PublicKey;
        if (key.Oid.Value != curve)
        {
            return null;
        }

        var isSmall = curve == Oids.Ed25519;
        var point = key.EncodedKeyValue.RawData;
        if (point.Length != (isSmall ? Ed25519.PublicKeySize : Ed448.PublicKeySize)
            || signature.Length != (isSmall ? Ed25519.SignatureSize : Ed448.SignatureSize))
        {
            return false;
        }

        var bytes = message.ToArray();
        return isSmall
            ? Ed25519.Verify(signature.ToArray(), 0, point, 0, bytes, 0, bytes.Length)
            : Ed448.Verify(signature.ToArray(), 0, point, 0, [], bytes, 0, bytes.Length);
    }
}
