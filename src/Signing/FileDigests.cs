using System.Buffers;
using System.Security.Cryptography;
using Market.Signing.GuoMi;

namespace Market.Signing;

/// <summary>Digests of one file, computed together while it is read once.</summary>
/// <param name="Sha256">Lower-case hexadecimal digits.</param>
/// <param name="Sm3">The digest of GB/T 32905, written so too; null when it was not asked for.</param>
public sealed record FileDigests(string Sha256, string? Sm3)
{
    private const int PieceBytes = 128 * 1024;

    /// <summary>Reads on from where the stream stands.</summary>
    /// <param name="file">Stays open.</param>
    /// <param name="length">How many bytes at most; a shorter file is digested to its end.</param>
    public static async Task<FileDigests> ComputeAsync(Stream file, bool withSm3, long length = long.MaxValue, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var sm3 = withSm3 ? new Sm3() : null;
        var piece = ArrayPool<byte>.Shared.Rent(PieceBytes);
        try
        {
            for (int read; length > 0 && (read = await file.ReadAsync(piece.AsMemory(0, (int)Math.Min(length, piece.Length)), ct).ConfigureAwait(false)) > 0; length -= read)
            {
                sha256.AppendData(piece, 0, read);
                sm3?.Append(piece.AsSpan(0, read));
            }
        }
        finally
        {
            // The piece held a document; the pool hands it to anybody.
            ArrayPool<byte>.Shared.Return(piece, clearArray: true);
        }

        return new FileDigests(Convert.ToHexStringLower(sha256.GetHashAndReset()), sm3 is null ? null : Convert.ToHexStringLower(sm3.Finish()));
    }
}
