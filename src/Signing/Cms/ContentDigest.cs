using System.Security.Cryptography;
using Market.Signing.GuoMi;

namespace Market.Signing.Cms;

/// <summary>Digests content piece by piece: the SHA-2 digests of .NET, and SM3.</summary>
internal sealed class ContentDigest : IDisposable
{
    private readonly IncrementalHash? _hash;
    private readonly Sm3? _sm3;

    private ContentDigest(HashAlgorithmName algorithm)
    {
        _sm3 = algorithm == Sm3.Name ? new Sm3() : null;
        _hash = _sm3 is null ? IncrementalHash.CreateHash(algorithm) : null;
    }

    public static ContentDigest Create(HashAlgorithmName algorithm) => new(algorithm);

    public void Append(ReadOnlySpan<byte> data)
    {
        if (_hash is not null)
        {
            _hash.AppendData(data);
        }
        else
        {
            _sm3!.Append(data);
        }
    }

    /// <summary>The digest of everything appended.</summary>
    public byte[] Finish() => _hash?.GetHashAndReset() ?? _sm3!.Finish();

    public void Dispose() => _hash?.Dispose();
}
