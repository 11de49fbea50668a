using System.Buffers;
using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Reading;

namespace Market.Signing.Pdf.Text;

/// <summary>Reads operators with their operands from a content stream (ISO 32000-2, 7.8.2). What cannot be read is passed
/// over, as every viewer does.</summary>
internal sealed class ContentReader(ReadOnlyMemory<byte> content)
{
    // More than any operator takes; what stands further ahead belongs to nothing.
    private const int MostOperands = 64;
    private const int DeepestOperand = 16;

    private static readonly SearchValues<byte> NotRegular = SearchValues.Create("\0\t\n\f\r ()<>[]{}/%"u8);

    private readonly List<PdfObject> _operands = [];
    private int _position;

    /// <summary>The operands of the operator read last; the last one stands last.</summary>
    public IReadOnlyList<PdfObject> Operands => _operands;

    /// <summary>The operand counted from the end, 1 being the last.</summary>
    public PdfObject FromEnd(int place) => place <= _operands.Count ? _operands[^place] : PdfNull.Value;

    /// <summary>The number counted from the end, 0 when there is none.</summary>
    public double NumberFromEnd(int place) => FromEnd(place) is PdfNumber number ? number.AsDouble : 0;

    /// <summary>The next operator; false at the end. The span lives until the next call.</summary>
    public bool TryRead(out ReadOnlySpan<byte> name)
    {
        var bytes = content.Span;
        _operands.Clear();
        while (true)
        {
            var cursor = new ByteCursor(bytes, _position);
            cursor.SkipWhiteSpace();
            _position = cursor.Position;
            if (_position >= bytes.Length)
            {
                name = [];
                return false;
            }

            var first = bytes[_position];
            if (IsOperandStart(first) && ObjectReader.TryRead(ref cursor, DeepestOperand, out var operand))
            {
                _position = cursor.Position;
                if (_operands.Count == MostOperands)
                {
                    _operands.RemoveAt(0);
                }

                _operands.Add(operand);
                continue;
            }

            if (!CharacterClass.IsRegular(first))
            {
                _position++;
                continue;
            }

            var length = bytes[_position..].IndexOfAny(NotRegular);
            name = length < 0 ? bytes[_position..] : bytes.Slice(_position, length);
            _position += name.Length;
            if (name.SequenceEqual("BI"u8))
            {
                SkipInlineImage(bytes);
                _operands.Clear();
                continue;
            }

            return true;
        }
    }

    private static bool IsOperandStart(byte first) =>
        first is (byte)'(' or (byte)'<' or (byte)'[' or (byte)'/' or (byte)'+' or (byte)'-' or (byte)'.' || CharacterClass.IsDigit(first);

    // 8.9.7: the data between ID and EI is binary. EI counts where white space stands around it and text seems to go on behind.
    private void SkipInlineImage(ReadOnlySpan<byte> bytes)
    {
        const int Ahead = 12;
        var data = bytes[_position..].IndexOf("ID"u8);
        _position = data < 0 ? bytes.Length : _position + data + 2;
        while (_position < bytes.Length)
        {
            var found = bytes[_position..].IndexOf("EI"u8);
            if (found < 0)
            {
                _position = bytes.Length;
                return;
            }

            var at = _position + found;
            _position = at + 2;
            var behind = bytes.Slice(_position, Math.Min(Ahead, bytes.Length - _position));
            if (CharacterClass.IsWhiteSpace(bytes[at - 1])
                && (behind.Length == 0 || CharacterClass.IsWhiteSpace(behind[0]))
                && behind.IndexOfAnyExceptInRange((byte)'\t', (byte)'~') < 0)
            {
                return;
            }
        }
    }
}
