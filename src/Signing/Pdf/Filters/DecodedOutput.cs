using System.Buffers;

namespace Market.Signing.Pdf.Filters;

/// <summary>Collects what a filter decodes, in pooled pieces, so that a large stream is held once and a bomb not at all.</summary>
internal sealed class DecodedOutput(int limit) : IDisposable
{
    private const int FirstPiece = 4 << 10;
    private const int LargestPiece = 1 << 20;

    private readonly List<byte[]> _full = [];
    private byte[] _piece = ArrayPool<byte>.Shared.Rent(FirstPiece);
    private int _used;
    private int _length;

    /// <exception cref="DecodedTooLargeException">The stream grows beyond the limit.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > limit - _length)
        {
            throw new DecodedTooLargeException();
        }

        _length += bytes.Length;
        while (true)
        {
            var fits = Math.Min(bytes.Length, _piece.Length - _used);
            bytes[..fits].CopyTo(_piece.AsSpan(_used));
            _used += fits;
            bytes = bytes[fits..];
            if (bytes.IsEmpty)
            {
                return;
            }

            _full.Add(_piece);
            _piece = ArrayPool<byte>.Shared.Rent(Math.Min(_piece.Length * 4, LargestPiece));
            _used = 0;
        }
    }

    public byte[] ToArray()
    {
        var all = GC.AllocateUninitializedArray<byte>(_length);
        var position = 0;
        foreach (var piece in _full)
        {
            piece.CopyTo(all, position);
            position += piece.Length;
        }

        _piece.AsSpan(0, _used).CopyTo(all.AsSpan(position));
        return all;
    }

    public void Dispose()
    {
        _full.ForEach(piece => ArrayPool<byte>.Shared.Return(piece));
        _full.Clear();
        if (_piece.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_piece);
            _piece = [];
        }
    }
}
