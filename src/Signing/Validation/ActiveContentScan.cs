using System.Buffers;
using System.Text;
using Market.Signing.Pdf.Reading;

namespace Market.Signing.Validation;

/// <summary>Looks quickly for names that active content uses. Objects are passed over token by token, none is built, so that a drawing of a
/// hundred thousand objects costs little; those it finds are looked at closely by <see cref="ReferenceScan"/>.</summary>
internal static class ActiveContentScan
{
    private const int FirstWindow = 2048;
    private const int LongestReference = 32;
    private static readonly byte[][] Names = [.. ActiveDictionary.Names.Select(Encoding.ASCII.GetBytes)];

    // ISO 32000-2, tables 1 and 2.
    private static readonly SearchValues<byte> NotRegular = SearchValues.Create("\0\t\n\f\r ()<>[]{}/%"u8);

    private static readonly SearchValues<byte> WhiteSpace = SearchValues.Create("\0\t\n\f\r "u8);

    // What can hide or begin a name.
    private static readonly SearchValues<byte> Telling = SearchValues.Create("(<%/"u8);

    /// <summary>Whether the document can act by itself, or shows content of other files.</summary>
    public static bool IsActive(PdfFile file, PdfRevision revision) =>
        Suspects(file, revision) is { Count: > 0 } suspects && ReferenceScan.IsActive(revision, suspects);

    // Objects that hold such a name; of those in object streams, all of the stream.
    private static List<int> Suspects(PdfFile file, PdfRevision revision)
    {
        var suspects = new List<int>();
        var containers = new Dictionary<int, List<int>>();
        foreach (var (number, entry) in revision.CurrentEntries())
        {
            if (entry.Kind == XrefEntryKind.Compressed)
            {
                if (!containers.TryGetValue((int)entry.Position, out var inside))
                {
                    containers.Add((int)entry.Position, inside = []);
                }

                inside.Add(number);
            }
            else if (entry.Kind == XrefEntryKind.InUse && HasName(file, entry.Position))
            {
                suspects.Add(number);
            }
        }

        suspects.AddRange(containers.Where(container => HasNameInside(revision, container.Key)).SelectMany(container => container.Value));
        return suspects;
    }

    private static bool HasName(PdfFile file, long offset)
    {
        for (var size = FirstWindow; ; size *= 8)
        {
            var window = file.Source.Read(offset, Math.Min(size, file.Limits.ObjectBytes));
            if (Scan(window, isWhole: false) is { } found)
            {
                return found;
            }

            if (window.Length < size || size >= file.Limits.ObjectBytes)
            {
                // It does not end where objects end: to be looked at closely.
                return true;
            }
        }
    }

    private static bool HasNameInside(PdfRevision revision, int container)
    {
        try
        {
            return Scan(revision.ObjectStreamContent(container), isWhole: true) is not false;
        }
        catch (PdfFormatException)
        {
            return true;
        }
    }

    /// <summary>Whether one of the names occurs before the end of the object; null when the bytes end before it does.</summary>
    private static bool? Scan(ReadOnlySpan<byte> bytes, bool isWhole)
    {
        for (var i = 0; i < bytes.Length;)
        {
            switch (bytes[i])
            {
                case (byte)'(':
                    i = SkipString(bytes, i);
                    break;
                case (byte)'%':
                    var comment = bytes[i..].IndexOfAny((byte)'\r', (byte)'\n');
                    i = comment < 0 ? bytes.Length : i + comment;
                    break;
                case (byte)'<' when i + 1 < bytes.Length && bytes[i + 1] != '<':
                    var text = bytes[i..].IndexOf((byte)'>');
                    i = text < 0 ? bytes.Length : i + text + 1;
                    break;
                case (byte)'/':
                    var name = Regular(bytes[(i + 1)..]);
                    i += 1 + name.Length;
                    if (IsTelling(name) || (name is [(byte)'F'] && NamesFile(bytes[i..])))
                    {
                        return true;
                    }

                    break;
                case var other when CharacterClass.IsRegular(other):
                    var token = Regular(bytes[i..]);
                    i += token.Length;
                    if (!isWhole && i < bytes.Length && (token.SequenceEqual("endobj"u8) || token.SequenceEqual("stream"u8)))
                    {
                        return false;
                    }

                    break;
                default:
                    i += bytes[i] == '<' ? 2 : 1;
                    break;
            }

            if (isWhole && i < bytes.Length)
            {
                // Nothing ends the bytes before their end, so words and numbers need not be looked at.
                var next = bytes[i..].IndexOfAny(Telling);
                i = next < 0 ? bytes.Length : i + next;
            }
        }

        return isWhole ? false : null;
    }

    private static ReadOnlySpan<byte> Regular(ReadOnlySpan<byte> bytes)
    {
        var length = bytes.IndexOfAny(NotRegular);
        return length < 0 ? bytes : bytes[..length];
    }

    // 7.3.4.2: parentheses nest, a backslash takes the next character's meaning.
    private static int SkipString(ReadOnlySpan<byte> bytes, int start)
    {
        var depth = 0;
        for (var i = start; i < bytes.Length; i++)
        {
            switch (bytes[i])
            {
                case (byte)'\\':
                    i++;
                    break;
                case (byte)'(':
                    depth++;
                    break;
                case (byte)')' when --depth == 0:
                    return i + 1;
                default:
                    break;
            }
        }

        return bytes.Length;
    }

    // A name with escapes is rare, and all the more worth a close look.
    private static bool IsTelling(ReadOnlySpan<byte> name)
    {
        if (name.Contains((byte)'#'))
        {
            return true;
        }

        foreach (var active in Names)
        {
            if (name.SequenceEqual(active))
            {
                return true;
            }
        }

        return false;
    }

    // /F is a number in annotations and outlines; where it names a file, a string, a dictionary or a reference follows.
    private static bool NamesFile(ReadOnlySpan<byte> value)
    {
        var start = value.IndexOfAnyExcept(WhiteSpace);
        if (start < 0)
        {
            return false;
        }

        value = value[start..];
        if (value[0] is (byte)'(' or (byte)'<')
        {
            return true;
        }

        // 7.3.10: two numbers and an R.
        var words = Encoding.ASCII.GetString(value[..Math.Min(value.Length, LongestReference)]).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return words is [var number, var generation, ['R', ..], ..] && number.All(char.IsAsciiDigit) && generation.All(char.IsAsciiDigit);
    }
}
