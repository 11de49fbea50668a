using Market.Signing.Pdf.Objects;

namespace Market.Signing.Pdf.Reading;

/// <summary>Reads a few entries of a dictionary object and passes over the others without building them: what walking a
/// long page tree needs.</summary>
internal static class ShallowReader
{
    private const int Window = 4096;
    private const int MostKeys = 64;

    /// <summary>The wanted entries of the dictionary object at an offset; null when it takes a full read to tell.</summary>
    public static PdfDictionary? TryRead(PdfSource source, long offset, PdfReference reference, int depth, params ReadOnlySpan<string> wanted)
    {
        var cursor = new ByteCursor(source.Read(offset, Window));
        cursor.SkipWhiteSpace();
        if (!NumberReader.TryReadUnsigned(ref cursor, out var number) || number != reference.Number)
        {
            return null;
        }

        cursor.SkipWhiteSpace();
        if (!NumberReader.TryReadUnsigned(ref cursor, out var generation) || generation != reference.Generation)
        {
            return null;
        }

        cursor.SkipWhiteSpace();
        if (!cursor.TryReadKeyword("obj"u8))
        {
            return null;
        }

        return ReadDictionary(ref cursor, depth, wanted);
    }

    /// <summary>The wanted entries of the dictionary that begins the bytes; null when it takes a full read to tell.</summary>
    public static PdfDictionary? TryRead(ReadOnlySpan<byte> bytes, int depth, params ReadOnlySpan<string> wanted)
    {
        var cursor = new ByteCursor(bytes);
        return ReadDictionary(ref cursor, depth, wanted);
    }

    private static PdfDictionary? ReadDictionary(ref ByteCursor cursor, int depth, scoped ReadOnlySpan<string> wanted)
    {
        cursor.SkipWhiteSpace();
        if (cursor.Peek() != '<' || cursor.Peek(1) != '<')
        {
            return null;
        }

        cursor.Skip(2);
        return ReadEntries(ref cursor, depth, wanted);
    }

    private static PdfDictionary? ReadEntries(ref ByteCursor cursor, int depth, scoped ReadOnlySpan<string> wanted)
    {
        Span<Range> keys = stackalloc Range[MostKeys];
        var entries = new OrderedDictionary<string, PdfObject>(wanted.Length, StringComparer.Ordinal);
        for (var count = 0; ; count++)
        {
            cursor.SkipWhiteSpace();
            if (cursor.Peek() == '>' && cursor.Peek(1) == '>')
            {
                return cursor.TouchedEnd ? null : new PdfDictionary(entries);
            }

            if (count == MostKeys || !TryReadKey(ref cursor, keys[..count], out keys[count]))
            {
                return null;
            }

            if (Find(cursor.Slice(keys[count].Start.Value, keys[count].End.Value - keys[count].Start.Value), wanted) is { } key)
            {
                if (!ObjectReader.TryRead(ref cursor, depth, out var value))
                {
                    return null;
                }

                if (value is not PdfNull)
                {
                    entries[key] = value;
                }
            }
            else if (!TrySkipValue(ref cursor))
            {
                return null;
            }
        }
    }

    // An escaped key, or one that occurred before, is left to the full reader.
    private static bool TryReadKey(ref ByteCursor cursor, scoped ReadOnlySpan<Range> known, out Range key)
    {
        key = default;
        if (cursor.Peek() != '/')
        {
            return false;
        }

        var length = 1;
        for (var value = cursor.Peek(1); CharacterClass.IsRegular(value); value = cursor.Peek(++length))
        {
            if (value == '#')
            {
                return false;
            }
        }

        key = (cursor.Position + 1)..(cursor.Position + length);
        var text = cursor.Slice(cursor.Position + 1, length - 1);
        foreach (var range in known)
        {
            if (cursor.Slice(range.Start.Value, range.End.Value - range.Start.Value).SequenceEqual(text))
            {
                return false;
            }
        }

        cursor.Skip(length);
        return true;
    }

    private static string? Find(ReadOnlySpan<byte> key, ReadOnlySpan<string> wanted)
    {
        foreach (var candidate in wanted)
        {
            if (System.Text.Ascii.Equals(key, candidate))
            {
                return candidate;
            }
        }

        return null;
    }

    // A value ends where, outside of anything nested, the next key or the end of the dictionary begins.
    private static bool TrySkipValue(ref ByteCursor cursor)
    {
        cursor.SkipWhiteSpace();
        var depth = 0;
        for (var isFirst = true; ; isFirst = false)
        {
            switch (cursor.Peek())
            {
                case -1:
                    return false;
                case '/' when depth == 0 && !isFirst:
                case '>' when depth == 0:
                    return !isFirst;
                case '(' or '<' when cursor.Peek() == '(' || cursor.Peek(1) != '<':
                    if (!StringReader.TryReadString(ref cursor, out _))
                    {
                        return false;
                    }

                    break;
                case '<':
                    depth++;
                    cursor.Skip(2);
                    break;
                case '>':
                    if (cursor.Peek(1) != '>')
                    {
                        return false;
                    }

                    depth--;
                    cursor.Skip(2);
                    break;
                case '[':
                    depth++;
                    cursor.Skip(1);
                    break;
                case ']':
                    depth--;
                    cursor.Skip(1);
                    break;
                case '/':
                    cursor.Skip(1);
                    SkipRegular(ref cursor);
                    break;
                case var other when CharacterClass.IsRegular(other):
                    SkipRegular(ref cursor);
                    break;
                default:
                    return false;
            }

            if (depth < 0)
            {
                return false;
            }

            cursor.SkipWhiteSpace();
        }
    }

    private static void SkipRegular(ref ByteCursor cursor)
    {
        while (CharacterClass.IsRegular(cursor.Peek()))
        {
            cursor.Skip(1);
        }
    }
}
