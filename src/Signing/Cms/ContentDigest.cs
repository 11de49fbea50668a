using System.Security.Cryptography;
using Market.Signing.GuoMi;

namespace Market.Signing.Cms;

/// <summary>Digests content piece by piece: those of .NET, SHAKE256 and SM3.</summary>
internal sealed class ContentDigest : IDisposable
{
    private readonly IncrementalHash? _hash;
    private readonly Sm3? _sm3;
    private readonly Shake256? _shake;

    private ContentDigest(HashAlgorithmName algorithm)
    {
        _sm3 = algorithm == Sm3.Name ? new Sm3() : null;
        _shake = algorithm == DigestAlgorithm.Shake256 ? new Shake256() : null;
        _hash = _sm3 is null && _shake is null ? IncrementalHash.CreateHash(algorithm) : null;
    }

    public static ContentDigest Create(HashAlgorithmName algorithm) => new(algorithm);

    public void Append(ReadOnlySpan<byte> data)
    {
        if (_hash is not null)
        {
            _hash.AppendData(data);
        }
        else if (_shake is not null)
        {
            _shake.AppendData(data);
        }
        else
        {
            _sm3!.Append(data);
        }
    }

    /// <summary>The digest of everything appended.</summary>
    public byte[] Finish() =>
        _hash?.GetHashAndReset() ?? _shake?.GetHashAndReset(DigestAlgorithm.SizeOf(DigestAlgorithm.Shake256)) ?? _sm3!.Finish();

    public void Dispose()
    {
        _hash?.Dispose();
        _shake?.Dispose();
    }
}
