using System.Formats.Asn1;
using System.Security.Cryptography;
using Market.Signing.GuoMi;

namespace Market.Signing.Cms;

/// <summary>The digests this library knows, by name and by object identifier.</summary>
internal static class DigestAlgorithm
{
    private static readonly Dictionary<string, HashAlgorithmName> ByOid = new(StringComparer.Ordinal)
    {
        [Oids.Md5] = HashAlgorithmName.MD5,
        [Oids.Sha1] = HashAlgorithmName.SHA1,
        [Oids.Sha256] = HashAlgorithmName.SHA256,
        [Oids.Sha384] = HashAlgorithmName.SHA384,
        [Oids.Sha512] = HashAlgorithmName.SHA512,
        [GuoMiOids.Sm3] = Sm3.Name,
    };

    private static readonly Dictionary<HashAlgorithmName, string> ByName = ByOid.ToDictionary(pair => pair.Value, pair => pair.Key);

    /// <summary>False for digests that are unknown, or not offered by this machine.</summary>
    public static bool TryFromOid(string oid, out HashAlgorithmName name) => ByOid.TryGetValue(oid, out name);

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
        GuoMiOids.Sm3 => Sm3.HashSizeInBytes,
        _ => SHA512.HashSizeInBytes,
    };

    public static byte[] Compute(HashAlgorithmName name, ReadOnlySpan<byte> data) =>
        name == Sm3.Name ? Sm3.HashData(data) : CryptographicOperations.HashData(name, data);

    /// <summary>Writes an AlgorithmIdentifier without parameters (RFC 5754, 2).</summary>
    public static void Write(AsnWriter writer, HashAlgorithmName name)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(OidOf(name));
        }
    }
}
