using System.Text;
using System.Text.RegularExpressions;
using Market.Testing;

namespace Market.Fuzz;

/// <summary>Damages documents: blindly, and with knowledge of what makes readers stumble.</summary>
internal static partial class Mutator
{
    private static readonly string[] Words =
    [
        "/Prev 0", "/Size 99999999", "/Length 999999999", "/Kids[2 0 R]", "/Count 2147483647", "<<<<<<<<", "[[[[[[[[", "9999999999", "-1", "endobj",
        "/W[8 8 8]", "/Index[0 4000000]", "/Filter[/Fl/Fl/Fl/Fl]", "/Predictor 15/Columns 16000000", "/ByteRange[0 1 2 3]", "null", "2147483647 65535 R",
        "/Encrypt 1 0 R", "/Encrypt<</Filter/Standard/V 5/R 6/P -1>>", "/Type/ObjStm/N 100000/First 8", "/XRefStm 9", "endstream", "stream\n", "xref\n0 1\n",
        "trailer<</Root 1 0 R>>", "startxref\n0\n%%EOF\n", "4 0 obj", "/DecodeParms<</Predictor 2/Colors 64/BitsPerComponent 16/Columns 9999>>", "(((((((", "/UserUnit 1e9",
        "/Rotate 45", "/MediaBox[0 0 0 0]", "/MediaBox[1 0 R 0 1e30 9]", "/Parent 4 0 R", "/V 2 0 R", "/Lock<</Action/All>>", "/Perms<</DocMDP 13 0 R>>",
    ];

    private static readonly string[] Numbers = ["0", "-1", "1", "2147483647", "2147483648", "4294967295", "9223372036854775807", "99999999999999999999", "65536", "1.5", "00000"];

    public static byte[] Mutate(byte[] original, Sequence numbers)
    {
        var bytes = original.ToArray();
        for (var changes = 1 + numbers.Next(4); changes > 0 && bytes.Length > 0; changes--)
        {
            // Structure lies at the end, so a third of the changes go there.
            var at = numbers.Next(3) > 0 ? numbers.Next(bytes.Length) : Math.Max(0, bytes.Length - 1 - numbers.Next(1500));
            bytes = numbers.Next(12) switch
            {
                0 => Flip(bytes, at, numbers),
                1 => Digit(bytes, at, numbers),
                2 => bytes[..Math.Max(1, at)],
                3 => Insert(bytes, at, Encoding.ASCII.GetBytes(numbers.Pick(Words))),
                4 => Delete(bytes, at, numbers.Next(200)),
                5 => Copy(bytes, at, numbers),
                6 => SwapEntries(bytes, numbers),
                7 => Insert(bytes, at, Nest(numbers)),
                8 => Replace(bytes, Reference(), at, numbers, text => $"{1 + numbers.Next(24)} 0 R"),
                9 => Replace(bytes, Number(), at, numbers, text => numbers.Pick(Numbers)),
                10 => Replace(bytes, Name(), at, numbers, text => numbers.Pick(Names(bytes))),
                _ => SameLength(bytes, at, numbers),
            };
        }

        return bytes;
    }

    private static byte[] Flip(byte[] bytes, int at, Sequence numbers)
    {
        bytes[at] ^= (byte)(1 << numbers.Next(8));
        return bytes;
    }

    private static byte[] Digit(byte[] bytes, int at, Sequence numbers)
    {
        bytes[at] = (byte)('0' + numbers.Next(10));
        return bytes;
    }

    private static byte[] Insert(byte[] bytes, int at, byte[] what) => [.. bytes[..at], .. what, .. bytes[at..]];

    private static byte[] Delete(byte[] bytes, int at, int length) => [.. bytes[..at], .. bytes[Math.Min(at + length, bytes.Length)..], 0x20];

    private static byte[] Copy(byte[] bytes, int at, Sequence numbers)
    {
        var copied = Math.Min(20 + numbers.Next(100), bytes.Length - at);
        bytes.AsSpan(at, copied).ToArray().CopyTo(bytes.AsSpan(numbers.Next(bytes.Length - copied + 1)));
        return bytes;
    }

    private static byte[] Nest(Sequence numbers)
    {
        var opening = numbers.Pick(["[", "<<", "<</A ", "(", "[<<", "<</Kids["]);
        return Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(opening, 1 << numbers.Next(15))));
    }

    // Two lines of a cross-reference table change places.
    private static byte[] SwapEntries(byte[] bytes, Sequence numbers)
    {
        var entries = Entry().Matches(Encoding.Latin1.GetString(bytes));
        if (entries.Count > 1)
        {
            var (one, other) = (entries[numbers.Next(entries.Count)].Index, entries[numbers.Next(entries.Count)].Index);
            var kept = bytes.AsSpan(one, 18).ToArray();
            bytes.AsSpan(other, 18).CopyTo(bytes.AsSpan(one));
            kept.CopyTo(bytes.AsSpan(other));
        }

        return bytes;
    }

    private static byte[] Replace(byte[] bytes, Regex pattern, int at, Sequence numbers, Func<string, string> by)
    {
        var text = Encoding.Latin1.GetString(bytes);
        var match = pattern.Match(text, at);
        return match.Success ? Encoding.Latin1.GetBytes(string.Concat(text.AsSpan(0, match.Index), by(match.Value), text.AsSpan(match.Index + match.Length))) : Flip(bytes, at, numbers);
    }

    // Offsets stay right, so that the change is met where it means something.
    private static byte[] SameLength(byte[] bytes, int at, Sequence numbers) => Replace(bytes, Token(), at, numbers, text =>
    {
        var candidates = Token().Matches(Encoding.Latin1.GetString(bytes)).Select(match => match.Value).Where(value => value.Length <= text.Length).ToList();
        return candidates.Count == 0 ? text : numbers.Pick(candidates).PadRight(text.Length);
    });

    private static List<string> Names(byte[] bytes) => [.. Name().Matches(Encoding.Latin1.GetString(bytes)).Select(match => match.Value)];

    [GeneratedRegex(@"\d{10} \d{5} [nf]")]
    private static partial Regex Entry();

    [GeneratedRegex(@"\d+ 0 R")]
    private static partial Regex Reference();

    [GeneratedRegex(@"(?<= |\[|\n)-?\d+")]
    private static partial Regex Number();

    [GeneratedRegex(@"/[A-Za-z0-9]+")]
    private static partial Regex Name();

    [GeneratedRegex(@"/[A-Za-z0-9]+|\d+ 0 R|\[[^\[\]]{0,30}\]|<[0-9a-f]+>|\d+")]
    private static partial Regex Token();
}
