namespace Market.Signing.Pdf.Sealing;

/// <summary>A document with the bytes that were appended to it in memory, read as one. The document stays the caller's.</summary>
internal sealed class JoinedStream(Stream document, ReadOnlyMemory<byte> appended) : Stream
{
    private readonly long _seam = document.Length;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => _seam + appended.Length;

    public override long Position { get; set; }

    public override int Read(Span<byte> buffer)
    {
        if (Position >= _seam)
        {
            var rest = appended.Span[(int)Math.Min(Position - _seam, appended.Length)..];
            var length = Math.Min(rest.Length, buffer.Length);
            rest[..length].CopyTo(buffer);
            Position += length;
            return length;
        }

        document.Position = Position;
        var read = document.Read(buffer[..(int)Math.Min(buffer.Length, _seam - Position)]);
        Position += read;
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => Position + offset,
        _ => Length + offset,
    };

    public override void Flush()
    {
        // Nothing is written.
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
