namespace Market.Signing.Pdf.Sealing;

/// <summary>A file and what was appended to it so far, read as one; the file itself is not written to.</summary>
internal sealed class TailedStream(Stream head) : Stream
{
    private readonly long _headLength = head.Length;
    private readonly MemoryStream _tail = new();
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => _headLength + _tail.Length;

    public override long Position
    {
        get => _position;
        set => _position = value;
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        _tail.Position = _tail.Length;
        _tail.Write(bytes);
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int read;
        if (_position < _headLength)
        {
            head.Position = _position;
            read = head.Read(buffer[..(int)Math.Min(buffer.Length, _headLength - _position)]);
        }
        else
        {
            _tail.Position = Math.Min(_position - _headLength, _tail.Length);
            read = _tail.Read(buffer);
        }

        _position += read;
        return read;
    }

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        _ => Length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _tail.Dispose();
        }

        base.Dispose(disposing);
    }
}
