using System.Text;
using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Reading;

namespace Market.Signing.Pdf.Text;

/// <summary>A CMap that a file carries (ISO 32000-2, 9.7.5.3 and 9.10.3): from codes to characters, or to character
/// identifiers. Ranges are kept as ranges, so a small file cannot ask for a large table.</summary>
internal sealed class CodeMap
{
    private const int MostRanges = 200_000;

    private readonly List<CodeRange> _spaces = [];
    private readonly List<CodeRange> _characters = [];
    private readonly List<CodeRange> _identifiers = [];

    /// <summary>Whether the map says /WMode 1: vertical writing.</summary>
    public bool IsVertical { get; private set; }

    public static CodeMap Read(ReadOnlyMemory<byte> content)
    {
        var map = new CodeMap();

        map.Parse(content.Span);
        map._characters.Sort();
        map._identifiers.Sort();
        return map;
    }

    /// <summary>How many bytes the code at the start of a string takes; 0 when the map does not say.</summary>
    public int LengthOf(ReadOnlySpan<byte> text)
    {
        for (var length = 1; length <= Math.Min(4, text.Length); length++)
        {
            foreach (var space in _spaces)
            {
                if (space.Length == length && space.Holds(text[..length]))
                {
                    return length;
                }
            }
        }

        return 0;
    }

    /// <summary>What a code reads as; null when the map does not say.</summary>
    public string? TextOf(uint code, int length) => Find(_characters, code, length)?.TextAt(code);

    /// <summary>The character identifier of a code; -1 when the map does not say.</summary>
    public int IdentifierOf(uint code, int length) => Find(_identifiers, code, length) is { } range ? (int)Math.Min(range.Identifier + (code - range.First), int.MaxValue) : -1;

    private static CodeRange? Find(List<CodeRange> ranges, uint code, int length)
    {
        var (low, high) = (0, ranges.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var range = ranges[middle];
            if (code < range.First || (code == range.First && length < range.Length))
            {
                high = middle - 1;
            }
            else if (code > range.Last || range.Length < length)
            {
                low = middle + 1;
            }
            else
            {
                return range.Length == length ? range : null;
            }
        }

        return null;
    }

    private void Parse(ReadOnlySpan<byte> bytes)
    {
        var cursor = new ByteCursor(bytes);
        var block = Block.None;
        var operands = new List<PdfObject>(3);
        while (true)
        {
            cursor.SkipWhiteSpace();
            if (cursor.Peek() < 0 || _spaces.Count + _characters.Count + _identifiers.Count > MostRanges)
            {
                return;
            }

            if (ObjectReader.TryRead(ref cursor, 4, out var value))
            {
                operands.Add(value);
                if (operands.Count == SizeOf(block))
                {
                    Take(block, operands);
                    operands.Clear();
                }

                continue;
            }

            var start = cursor.Position;
            while (CharacterClass.IsRegular(cursor.Peek()))
            {
                cursor.Skip(1);
            }

            var word = bytes[start..cursor.Position];
            if (word.Length == 0)
            {
                cursor.Skip(1);
            }

            if (word.SequenceEqual("def"u8) && operands is [.., PdfName { Value: "WMode" }, PdfInteger { Value: 1 }])
            {
                IsVertical = true;
            }

            block = BlockOf(word);
            operands.Clear();
        }
    }

    private void Take(Block block, List<PdfObject> operands)
    {
        if (operands[0] is not PdfString { Bytes.Length: > 0 and <= 4 } first)
        {
            return;
        }

        var length = first.Bytes.Length;
        var low = ValueOf(first.Bytes.Span);
        var high = operands.Count == 3 || block == Block.Space ? operands[1] is PdfString { Bytes.Length: > 0 and <= 4 } last ? ValueOf(last.Bytes.Span) : 0 : low;
        if (high < low)
        {
            return;
        }

        switch (block, operands[^1])
        {
            case (Block.Space, _):
                _spaces.Add(new CodeRange(length, low, high, 0, null));
                break;
            case (Block.Identifier or Block.IdentifierRange, PdfInteger { Value: >= 0 and <= int.MaxValue } identifier):
                _identifiers.Add(new CodeRange(length, low, high, (uint)identifier.Value, null));
                break;
            case (Block.Character or Block.CharacterRange, PdfString text):
                _characters.Add(new CodeRange(length, low, high, 0, TextOf(text)));
                break;
            case (Block.CharacterRange, PdfArray list):
                for (var i = 0; i < Math.Min(list.Count, MostRanges) && low + i <= high; i++)
                {
                    if (list[i] is PdfString one)
                    {
                        _characters.Add(new CodeRange(length, (uint)(low + i), (uint)(low + i), 0, TextOf(one)));
                    }
                }

                break;
        }
    }

    private static string TextOf(PdfString value) =>
        value.Bytes.Length == 1 ? ((char)value.Bytes.Span[0]).ToString() : Encoding.BigEndianUnicode.GetString(value.Bytes.Span);

    private static Block BlockOf(ReadOnlySpan<byte> word) =>
        word.SequenceEqual("begincodespacerange"u8) ? Block.Space
        : word.SequenceEqual("beginbfchar"u8) ? Block.Character
        : word.SequenceEqual("beginbfrange"u8) ? Block.CharacterRange
        : word.SequenceEqual("begincidchar"u8) ? Block.Identifier
        : word.SequenceEqual("begincidrange"u8) ? Block.IdentifierRange
        : Block.None;

    private static int SizeOf(Block block) => block switch
    {
        Block.Space or Block.Character or Block.Identifier => 2,
        Block.CharacterRange or Block.IdentifierRange => 3,
        _ => int.MaxValue,
    };

    private static uint ValueOf(ReadOnlySpan<byte> bytes)
    {
        uint value = 0;
        foreach (var one in bytes)
        {
            value = (value << 8) | one;
        }

        return value;
    }

    private enum Block
    {
        None,
        Space,
        Character,
        CharacterRange,
        Identifier,
        IdentifierRange,
    }

    private sealed record CodeRange(int Length, uint First, uint Last, uint Identifier, string? Text) : IComparable<CodeRange>
    {
        public int CompareTo(CodeRange? other) => (First, Length).CompareTo((other!.First, other.Length));

        // 9.7.6.2: every byte of the code lies between the same bytes of the range's ends.
        public bool Holds(ReadOnlySpan<byte> code)
        {
            for (var i = 0; i < code.Length; i++)
            {
                var shift = 8 * (code.Length - 1 - i);
                if (code[i] < (byte)(First >> shift) || code[i] > (byte)(Last >> shift))
                {
                    return false;
                }
            }

            return true;
        }

        // 9.10.3: of a range's text the last code unit counts up.
        public string TextAt(uint code)
        {
            if (code == First || Text!.Length == 0)
            {
                return Text!;
            }

            var unit = (char)((Text[^1] + (code - First)) & 0xFFFF);
            return Text[..^1] + unit;
        }
    }
}
