using Market.Signing.Pdf.Objects;

namespace Market.Signing.Pdf.Reading;

/// <summary>The decoded content of an object stream: ISO 32000-2, 7.5.7.</summary>
internal sealed class ObjectStream
{
    private readonly byte[] _bytes;
    private readonly (int Number, int Offset)[] _index;
    private readonly long _offset;
    private readonly int _depth;
    private readonly int _first;

    /// <param name="offset">Where the stream object stands in the file, to be named in complaints.</param>
    public ObjectStream(PdfDictionary dictionary, byte[] bytes, long offset, ReadingLimits limits)
    {
        (_bytes, _offset, _depth) = (bytes, offset, limits.Depth);

        // A pair takes at least four bytes ("1 0 "), which bounds the array by what is really there.
        if (!dictionary.HasName("Type", "ObjStm")
            || dictionary["N"] is not PdfInteger { Value: >= 0 } count || count.Value > (bytes.Length / 4) + 1
            || dictionary["First"] is not PdfInteger { Value: >= 0 } first || first.Value > bytes.Length)
        {
            throw Damaged();
        }

        _first = (int)first.Value;
        _index = new (int, int)[count.Value];
        var cursor = new ByteCursor(bytes.AsSpan(0, (int)first.Value));
        for (var i = 0; i < _index.Length; i++)
        {
            cursor.SkipWhiteSpace();
            if (!NumberReader.TryReadUnsigned(ref cursor, out var number) || number is 0 or > int.MaxValue)
            {
                throw Damaged();
            }

            cursor.SkipWhiteSpace();
            if (!NumberReader.TryReadUnsigned(ref cursor, out var start) || start > bytes.Length - first.Value)
            {
                throw Damaged();
            }

            _index[i] = ((int)number, (int)(start + first.Value));
        }
    }

    /// <summary>How many decoded bytes are kept.</summary>
    public int Size => _bytes.Length;

    /// <summary>The objects it says it holds, with their indexes.</summary>
    public IReadOnlyList<(int Number, int Index)> Listed => [.. _index.Select((entry, index) => (entry.Number, index))];

    /// <summary>The decoded bytes, the index in front left out.</summary>
    public ReadOnlySpan<byte> Content => _bytes.AsSpan(_first);

    /// <summary>The bytes from where the object at the index begins, which must be the object of the given number.</summary>
    public ReadOnlySpan<byte> Bytes(int number, int index) =>
        index < _index.Length && _index[index].Number == number ? _bytes.AsSpan(_index[index].Offset) : throw Damaged();

    /// <summary>The object at the index, which must be the object of the given number.</summary>
    public PdfObject Read(int number, int index)
    {
        if (index >= _index.Length || _index[index].Number != number)
        {
            throw Damaged();
        }

        var cursor = new ByteCursor(_bytes, _index[index].Offset);
        return ObjectReader.TryRead(ref cursor, _depth, out var value) ? value : throw Damaged();
    }

    private PdfFormatException Damaged() => new(PdfFormatException.Damaged, "An object stream is malformed.", _offset);
}
