using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Market.Signing.Certificates;

/// <summary>The RSA keys of trust anchors, made once: making a key costs five times as much as checking a signature with it,
/// and anchors stay the same from file to file.</summary>
internal static class AnchorKeys
{
    private static readonly ConditionalWeakTable<X509Certificate2, RSA> Keys = [];

    /// <summary>Checks a PKCS#1 signature with the anchor's key; null when the key is of another kind.</summary>
    public static bool? Verify(X509Certificate2 anchor, HashAlgorithmName digest, ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature)
    {
        if (!Keys.TryGetValue(anchor, out var key))
        {
            if (anchor.GetRSAPublicKey() is not { } made)
            {
                return null;
            }

            key = Keys.GetValue(anchor, _ => made);
            if (!ReferenceEquals(key, made))
            {
                made.Dispose();
            }
        }

        // Keys of the platform are not promised to be safe for several threads.
        lock (key)
        {
            return key.VerifyHash(hash, signature, digest, RSASignaturePadding.Pkcs1);
        }
    }
}
