namespace Market.Signing.Pdf.Reading;

/// <summary>A position in a window of bytes of a PDF file. Every TryRead of this folder keeps one promise: when it returns
/// false the position has not moved, so the caller may try another reading of the same bytes.</summary>
internal ref struct ByteCursor(ReadOnlySpan<byte> bytes, int position = 0)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public int Position { get; private set; } = position;

    /// <summary>Whether anything asked for a byte behind the window: the answer may differ with a larger one.</summary>
    public bool TouchedEnd { get; private set; }

    public readonly ReadOnlySpan<byte> Rest => _bytes[Position..];

    /// <summary>The byte at the given distance, or -1 behind the end.</summary>
    public int Peek(int ahead = 0)
    {
        var index = Position + ahead;
        if (index < _bytes.Length)
        {
            return _bytes[index];
        }

        TouchedEnd = true;
        return -1;
    }

    public void Skip(int count) => Position = Math.Min(Position + count, _bytes.Length);

    public readonly ReadOnlySpan<byte> Slice(int start, int length) => _bytes.Slice(start, length);

    /// <summary>Passes white space and comments (7.2.3, 7.2.4).</summary>
    public void SkipWhiteSpace()
    {
        while (true)
        {
            var value = Peek();
            if (value == '%')
            {
                while (value is not ('\r' or '\n' or -1))
                {
                    Skip(1);
                    value = Peek();
                }
            }
            else if (CharacterClass.IsWhiteSpace(value))
            {
                Skip(1);
            }
            else
            {
                return;
            }
        }
    }

    /// <summary>Passes a keyword that is not followed by another regular character.</summary>
    public bool TryReadKeyword(ReadOnlySpan<byte> keyword)
    {
        if (!Rest.StartsWith(keyword))
        {
            if (Rest.Length < keyword.Length)
            {
                TouchedEnd = true;
            }

            return false;
        }

        if (CharacterClass.IsRegular(Peek(keyword.Length)))
        {
            return false;
        }

        Skip(keyword.Length);
        return true;
    }

    /// <summary>Moves back to a copy taken earlier, but remembers that the end was touched in between.</summary>
    public bool Return(ByteCursor earlier)
    {
        Position = earlier.Position;
        return false;
    }
}
