using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Market.Signing.Certificates;
using Market.Signing.Cms;
using Market.Signing.GuoMi;

namespace Market.Signing.Validation;

/// <summary>Until when algorithms and key lengths are good enough (ETSI TS 119 312 v1.5.1, as commonly configured). SM3 counts
/// as the digest of its length: it is the one GB/T 39786 asks for.</summary>
internal static class AlgorithmPolicy
{
    private static readonly DateTimeOffset Never = DateTimeOffset.MinValue;
    private static readonly DateTimeOffset Forever = DateTimeOffset.MaxValue;

    private static readonly HashSet<HashAlgorithmName> Lasting =
    [
        HashAlgorithmName.SHA256, HashAlgorithmName.SHA384, HashAlgorithmName.SHA512,
        HashAlgorithmName.SHA3_256, HashAlgorithmName.SHA3_384, HashAlgorithmName.SHA3_512, DigestAlgorithm.Shake256, Sm3.Name,
    ];

    /// <summary>RSA moduli one bit short of a round number are in circulation and as good.</summary>
    private const int NearlyRsa2048 = 1900;
    private const int Rsa3000 = 3000;

    public static bool IsGood(HashAlgorithmName digest, DateTimeOffset at) => at < SunsetOf(digest);

    /// <summary>The one of two digests that is given up first.</summary>
    public static HashAlgorithmName Weaker(HashAlgorithmName one, HashAlgorithmName other) => SunsetOf(one) <= SunsetOf(other) ? one : other;

    /// <summary>Whether the certificate's own key is long enough.</summary>
    public static bool IsGoodKey(X509Certificate2 certificate, DateTimeOffset at)
    {
        if (PublicKeySize.OfRsa(certificate) is { } modulus)
        {
            return at < SunsetOfRsa(modulus);
        }

        return certificate.PublicKey.Oid.Value is Oids.Ed25519 or Oids.Ed448
            || (PublicKeySize.OfCurve(certificate) is { } curve && at < SunsetOfEc(curve));
    }

    /// <summary>Whether the digest with which the certificate was issued is good enough.</summary>
    public static bool IsGoodIssue(X509Certificate2 certificate, DateTimeOffset at) => certificate.SignatureAlgorithm.Value switch
    {
        Oids.Sha256WithRsa or Oids.Sha384WithRsa or Oids.Sha512WithRsa or Oids.RsaPss
            or Oids.EcdsaWithSha256 or Oids.EcdsaWithSha384 or Oids.EcdsaWithSha512
            or Oids.Sha3With256AndRsa or Oids.Sha3With384AndRsa or Oids.Sha3With512AndRsa
            or Oids.EcdsaWithSha3With256 or Oids.EcdsaWithSha3With384 or Oids.EcdsaWithSha3With512
            or Oids.Ed25519 or Oids.Ed448 => true,
        Oids.Sha1WithRsa or Oids.EcdsaWithSha1 => at < SunsetOf(HashAlgorithmName.SHA1),
        _ => false,
    };

    /// <summary>Whether the keys and the issues of a whole path are good enough. An anchor above others is trusted as it is.</summary>
    public static bool IsGoodPath(IReadOnlyList<X509Certificate2> path, DateTimeOffset at)
    {
        for (var i = 0; i < Math.Max(1, path.Count - 1); i++)
        {
            if (!IsGoodKey(path[i], at) || (path.Count > 1 && !IsGoodIssue(path[i], at)))
            {
                return false;
            }
        }

        return true;
    }

    private static DateTimeOffset SunsetOf(HashAlgorithmName digest) =>
        Lasting.Contains(digest) ? Forever
        : digest == HashAlgorithmName.SHA1 ? Day(2012, 8)
        : Never;

    private static DateTimeOffset SunsetOfRsa(int bits) => bits switch
    {
        >= Rsa3000 => Forever,
        >= NearlyRsa2048 => Day(2029, 1),
        >= 1024 => Day(2019, 10),
        _ => Never,
    };

    private static DateTimeOffset SunsetOfEc(int bits) => bits switch
    {
        >= 256 => Forever,
        >= 224 => Day(2021, 10),
        _ => Day(2012, 8),
    };

    private static DateTimeOffset Day(int year, int month) => new(year, month, 1, 0, 0, 0, TimeSpan.Zero);
}
