using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Market.Signing.GuoMi;

/// <summary>The SM3 digest (GB/T 32905), computed piece by piece.</summary>
internal sealed class Sm3
{
    public const int HashSizeInBytes = 32;
    private const int BlockBytes = 64;
    private const int LengthBytes = 8;
    private const int PieceBytes = 64 * 1024;

    private readonly byte[] _pending = new byte[BlockBytes];
    private Sm3State _state = Sm3State.Initial;
    private int _pendingBytes;
    private ulong _length;

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
                digest.Append(piece.AsSpan(0, length));
            }
        }
        finally
        {
            // The piece may have held a document; the pool hands it to anybody.
            ArrayPool<byte>.Shared.Return(piece, clearArray: true);
        }

        return digest.Finish();
    }

    public void Append(ReadOnlySpan<byte> data)
    {
        _length += (uint)data.Length;
        if (_pendingBytes > 0)
        {
            var taken = Math.Min(BlockBytes - _pendingBytes, data.Length);
            data[..taken].CopyTo(_pending.AsSpan(_pendingBytes));
            _pendingBytes += taken;
            data = data[taken..];
            if (_pendingBytes < BlockBytes)
            {
                return;
            }

            _state.Compress(_pending);
            _pendingBytes = 0;
        }

        var whole = data.Length - (data.Length % BlockBytes);
        _state.Compress(data[..whole]);
        data[whole..].CopyTo(_pending);
        _pendingBytes = data.Length - whole;
    }

    /// <summary>The digest of everything appended; the next one starts empty.</summary>
    public byte[] Finish()
    {
        // 5.2: a one bit, zeros, and the length in bits, to whole blocks.
        Span<byte> padding = stackalloc byte[BlockBytes + LengthBytes];
        padding.Clear();
        padding[0] = 0x80;
        var zeros = (BlockBytes + BlockBytes - 1 - LengthBytes - _pendingBytes) % BlockBytes;
        BinaryPrimitives.WriteUInt64BigEndian(padding[(1 + zeros)..], _length * 8);
        Append(padding[..(1 + zeros + LengthBytes)]);
        var hash = _state.ToBytes();
        _state = Sm3State.Initial;
        (_pendingBytes, _length) = (0, 0);
        return hash;
    }
}
