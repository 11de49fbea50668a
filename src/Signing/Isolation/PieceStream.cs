namespace Market.Signing.Isolation;

/// <summary>What a worker, which may write no file, writes: it is sent to the owner piece by piece.</summary>
internal sealed class PieceStream(Stream owner) : Stream
{
    private const int LargestPiece = 4 << 20;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        for (var left = buffer; !left.IsEmpty; left = left[Math.Min(left.Length, LargestPiece)..])
        {
            var piece = left[..Math.Min(left.Length, LargestPiece)].ToArray();
            await Wire.WriteAsync(owner, new WireAnswer { Piece = piece }, WireJson.Default.WireAnswer, cancellationToken).ConfigureAwait(false);
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Pieces are sent asynchronously.");

    public override void Flush()
    {
        // Each piece is sent at once.
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
