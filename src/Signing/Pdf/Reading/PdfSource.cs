using System.Buffers;

namespace Market.Signing.Pdf.Reading;

/// <summary>The bytes of a file, read by seeking through one window. The window has a fixed size (a small file fits
/// wholly), so memory does not grow with the document.</summary>
internal sealed class PdfSource : IDisposable
{
    private const int WholeFileUpTo = 256 << 10;
    private const int WindowSize = 32 << 10;
    private const int AfterJump = 8 << 10;
    private const int BudgetPerByte = 64;

    private readonly Stream _stream;
    private byte[] _window;
    private long _windowStart;
    private int _windowLength;
    private long _budget;

    public PdfSource(Stream stream, ReadingLimits limits)
    {
        if (!stream.CanSeek || !stream.CanRead)
        {
            throw new ArgumentException("The PDF must come from a stream that can be read and seeked.", nameof(stream));
        }

        _stream = stream;
        Length = stream.Length;
        _budget = limits.TotalReadBytes + (BudgetPerByte * Length);
        _window = ArrayPool<byte>.Shared.Rent(Length <= WholeFileUpTo ? Math.Max((int)Length, 1) : WindowSize);
    }

    public long Length { get; }

    /// <summary>Up to <paramref name="length"/> bytes from <paramref name="offset"/>, fewer only at the end of the file.
    /// The span lives until the next call.</summary>
    public ReadOnlySpan<byte> Read(long offset, int length)
    {
        ObjectDisposedException.ThrowIf(_window.Length == 0, this);
        if (offset < 0 || offset >= Length)
        {
            return [];
        }

        length = (int)Math.Min(length, Length - offset);
        _budget -= length;
        if (_budget < 0)
        {
            throw new PdfFormatException(PdfFormatException.LimitExceeded, "Reading the file takes too long; it may run in circles.", offset);
        }

        if (offset < _windowStart || offset + length > _windowStart + _windowLength)
        {
            Fill(offset, length);
        }

        return _window.AsSpan((int)(offset - _windowStart), length);
    }

    /// <summary>Copies exactly the bytes asked for, past the window.</summary>
    public void ReadExactly(long offset, Span<byte> destination)
    {
        _stream.Position = offset;
        _stream.ReadExactly(destination);
    }

    public void Dispose()
    {
        if (_window.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_window);
            _window = [];
        }
    }

    private void Fill(long offset, int length)
    {
        if (length > _window.Length)
        {
            ArrayPool<byte>.Shared.Return(_window);
            _window = ArrayPool<byte>.Shared.Rent(length);
        }

        // A small file is read from its start, once; a large one from where it is asked for. What goes on reading gets a whole
        // window; what jumps, as from one picture to the next, gets little, because it will mostly jump again.
        var goesOn = offset >= _windowStart && offset <= _windowStart + _windowLength;
        _windowStart = Length <= _window.Length ? 0 : offset;
        _windowLength = 0;
        var wanted = goesOn || _windowStart == 0 ? _window.Length : Math.Min(_window.Length, Math.Max(length, AfterJump));
        _stream.Position = _windowStart;
        _windowLength = _stream.ReadAtLeast(
            _window.AsSpan(0, wanted), (int)Math.Min(wanted, Length - _windowStart), throwOnEndOfStream: false);
        if (offset + length > _windowStart + _windowLength)
        {
            throw new PdfFormatException(PdfFormatException.Damaged, "The file became shorter while it was read.", offset);
        }
    }
}
