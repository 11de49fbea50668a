using System.Formats.Asn1;
using System.Security.Cryptography;
using Market.Signing.GuoMi;

namespace Market.Signing.Cms;

/// <summary>The digests this library knows, by name and by object identifier.</summary>
internal static class DigestAlgorithm
{
    /// <summary>SHAKE256 with 64 bytes of output, the digest beside Ed448 (RFC 8419, 2.3).</summary>
    public static readonly HashAlgorithmName Shake256 = new("SHAKE256");

    private const int Shake256Size = 64;

    private static readonly Dictionary<string, HashAlgorithmName> ByOid = new(StringComparer.Ordinal)
    {
        [Oids.Md5] = HashAlgorithmName.MD5,
        [Oids.Sha1] = HashAlgorithmName.SHA1,
        [Oids.Sha256] = HashAlgorithmName.SHA256,
        [Oids.Sha384] = HashAlgorithmName.SHA384,
        [Oids.Sha512] = HashAlgorithmName.SHA512,
        [Oids.Sha3With256] = HashAlgorithmName.SHA3_256,
        [Oids.Sha3With384] = HashAlgorithmName.SHA3_384,
        [Oids.Sha3With512] = HashAlgorithmName.SHA3_512,
        [Oids.Shake256] = Shake256,
        [GuoMiOids.Sm3] = Sm3.Name,
    };

    private static readonly Dictionary<HashAlgorithmName, string> ByName = ByOid.ToDictionary(pair => pair.Value, pair => pair.Key);

    /// <summary>False for digests that are unknown, or not offered by this machine.</summary>
    public static bool TryFromOid(string oid, out HashAlgorithmName name) =>
        ByOid.TryGetValue(oid == Oids.Shake256WithLength ? Oids.Shake256 : oid, out name) && IsOffered(name);

    public static string OidOf(HashAlgorithmName name) =>
        ByName.TryGetValue(name, out var oid) ? oid
        : throw new ArgumentException($"Unknown digest {name.Name}.", nameof(name));

    /// <summary>Length of the digest in bytes.</summary>
    public static int SizeOf(HashAlgorithmName name) => OidOf(name) switch
    {
        Oids.Md5 => MD5.HashSizeInBytes,
        Oids.Sha1 => SHA1.HashSizeInBytes,
        Oids.Sha256 => SHA256.HashSizeInBytes,
        Oids.Sha384 => SHA384.HashSizeInBytes,
        Oids.Sha3With256 => SHA3_256.HashSizeInBytes,
        Oids.Sha3With384 => SHA3_384.HashSizeInBytes,
        Oids.Shake256 => Shake256Size,
        GuoMiOids.Sm3 => Sm3.HashSizeInBytes,
        _ => SHA512.HashSizeInBytes,
    };

    public static byte[] Compute(HashAlgorithmName name, ReadOnlySpan<byte> data) =>
        name == Sm3.Name ? Sm3.HashData(data)
        : name == Shake256 ? System.Security.Cryptography.Shake256.HashData(data, Shake256Size)
        : CryptographicOperations.HashData(name, data);

    private static bool IsOffered(HashAlgorithmName name) =>
        name == Shake256 ? System.Security.Cryptography.Shake256.IsSupported
        : !name.Name!.StartsWith("SHA3", StringComparison.Ordinal) || SHA3_256.IsSupported;

    /// <summary>Writes an AlgorithmIdentifier without parameters (RFC 5754, 2).</summary>
    public static void Write(AsnWriter writer, HashAlgorithmName name)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(OidOf(name));
        }
    }
}
