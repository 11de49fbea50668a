using Market.Signing.Tests.Levels;
using Market.Signing.Tests.Testing;

namespace Market.Signing.Tests.Pdf.Sealing;

public sealed class StreamingTests
{
    private const long Padding = 300L << 20;

    [Fact]
    public async Task Memory_does_not_grow_with_the_document()
    {
        using var key = TestKeys.Create();
        using var input = new LargeDocument(Padding);
        using var output = new CountingStream();
        var cancel = TestContext.Current.CancellationToken;

        await PdfSealer.SealAsync(input, output, key, Sealing.Options(), tsa: null, cancel);

        // Nothing larger than a buffer is ever asked for or handed on, and the document is read once.
        Assert.InRange(input.LargestRead, 1, 1 << 20);
        Assert.InRange(output.LargestWrite, 1, 1 << 20);
        Assert.InRange(input.BytesRead, input.Length, input.Length + (2 << 20));
        Assert.InRange(output.Length, input.Length, input.Length + (48 << 10));
    }

    [Fact]
    public async Task Memory_does_not_grow_with_the_document_at_the_highest_level()
    {
        using var key = TestPki.UnitKey();
        using var input = new LargeDocument(Padding);
        using var output = new CountingStream();
        var options = new SealOptions { ClaimedAt = TestPki.Now, Level = PadesLevel.BLTA };

        await PdfSealer.SealAsync(input, output, key, options, LevelFiles.Services, TestContext.Current.CancellationToken);

        Assert.InRange(input.LargestRead, 1, 1 << 20);
        Assert.InRange(output.LargestWrite, 1, 1 << 20);
        Assert.InRange(input.BytesRead, input.Length, input.Length + (2 << 20));
    }

    /// <summary>A one-page document with a stream of zeros of any size, made while it is read.</summary>
    private sealed class LargeDocument : Stream
    {
        private readonly byte[] _head;
        private readonly byte[] _tail;
        private readonly long _padding;

        public LargeDocument(long padding)
        {
            _padding = padding;
            var head = "%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n"
                + "3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>\nendobj\n"
                + $"4 0 obj\n<</Length {padding}>>stream\n";
            var tail = "\nendstream\nendobj\n";
            var start = head.Length + padding + tail.Length;
            tail += "xref\n0 5\n0000000000 65535 f \n" + string.Concat(new[] { "1 0", "2 0", "3 0", "4 0" }.Select(number => $"{head.IndexOf(number + " obj", StringComparison.Ordinal):0000000000} 00000 n \n"))
                + $"trailer\n<</Size 5/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n";
            (_head, _tail) = (System.Text.Encoding.Latin1.GetBytes(head), System.Text.Encoding.Latin1.GetBytes(tail));
        }

        public int LargestRead { get; private set; }

        public long BytesRead { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => _head.Length + _padding + _tail.Length;

        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            LargestRead = Math.Max(LargestRead, buffer.Length);
            var count = (int)Math.Min(buffer.Length, Length - Position);
            buffer[..count].Clear();
            Overlay(buffer[..count], _head, 0);
            Overlay(buffer[..count], _tail, _head.Length + _padding);
            Position += count;
            BytesRead += count;
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        private void Overlay(Span<byte> buffer, byte[] part, long at)
        {
            var from = Math.Max(Position, at);
            var to = Math.Min(Position + buffer.Length, at + part.Length);
            if (from < to)
            {
                part.AsSpan((int)(from - at), (int)(to - from)).CopyTo(buffer[(int)(from - Position)..]);
            }
        }
    }

    /// <summary>Forgets what is written to it; it cannot be read, seeked or asked anything else.</summary>
    private sealed class CountingStream : Stream
    {
        private long _length;

        public int LargestWrite { get; private set; }

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => _length;

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count)
        {
            LargestWrite = Math.Max(LargestWrite, count);
            _length += count;
        }
    }
}
