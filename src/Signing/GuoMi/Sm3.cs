using System.Buffers;
using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Digests;

namespace Market.Signing.GuoMi;

/// <summary>The SM3 digest (GB/T 32905), computed piece by piece.</summary>
internal sealed class Sm3
{
    public const int HashSizeInBytes = 32;
    private const int PieceBytes = 64 * 1024;
    private readonly SM3Digest _digest = new();

    /// <summary>The name by which signature schemes and time-stamp requests ask for this digest; .NET itself does not know it.</summary>
    public static HashAlgorithmName Name { get; } = new("SM3");

    public static byte[] HashData(ReadOnlySpan<byte> data)
    {
        var digest = new Sm3();
        digest.Append(data);
        return digest.Finish();
    }

    public static async Task<byte[]> HashDataAsync(Stream data, CancellationToken ct)
    {
        var digest = new Sm3();
        var piece = ArrayPool<byte>.Shared.Rent(PieceBytes);
        try
        {
            int length;
            while ((length = await data.ReadAsync(piece, ct).ConfigureAwait(false)) > 0)
            {
                digest._digest.BlockUpdate(piece, 0, length);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }

        return digest.Finish();
    }

    public void Append(ReadOnlySpan<byte> data)
    {
        var piece = ArrayPool<byte>.Shared.Rent(Math.Min(data.Length, PieceBytes));
        try
        {
            while (!data.IsEmpty)
            {
                var length = Math.Min(data.Length, piece.Length);
                data[..length].CopyTo(piece);
                _digest.BlockUpdate(piece, 0, length);
                data = data[length..];
            }
        }
        finally
        {
            // The piece may have held a document; the pool hands it to anybody.
            ArrayPool<byte>.Shared.Return(piece, clearArray: true);
        }
    }

    /// <summary>The digest of everything appended; the next one starts empty.</summary>
    public byte[] Finish()
    {
        var hash = new byte[HashSizeInBytes];
        _digest.DoFinal(hash, 0);
        return hash;
    }
}
