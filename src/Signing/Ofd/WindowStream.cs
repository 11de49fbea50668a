namespace Market.Signing.Ofd;

/// <summary>A part of a stream, as a stream of its own. The whole stays the caller's.</summary>
internal sealed class WindowStream(Stream inner, long start, long length) : Stream
{
    private long _done;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _done;
        set => _done = value >= 0 ? value : throw new IOException("Nothing lies before the start.");
    }

    public override int Read(Span<byte> buffer)
    {
        if (_done >= length)
        {
            return 0;
        }

        inner.Position = start + _done;
        var read = inner.Read(buffer[..(int)Math.Min(buffer.Length, length - _done)]);
        _done += read;
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
        // Nothing is written.
    }

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _done + offset,
        _ => length + offset,
    };

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
