using Market.Signing.Pdf.Objects;

namespace Market.Signing.Pdf.Reading;

/// <summary>Reads any object that is not a stream: ISO 32000-2, 7.3. Strict: a dictionary that names a key twice is no
/// dictionary, because readers disagree about which value counts.</summary>
internal static class ObjectReader
{
    public static bool TryRead(ref ByteCursor cursor, int depthLeft, out PdfObject value)
    {
        value = PdfNull.Value;
        var start = cursor;
        cursor.SkipWhiteSpace();
        bool read;
        switch (cursor.Peek())
        {
            case '/':
                read = NameReader.TryReadName(ref cursor, out var name);
                value = name;
                break;
            case '(':
                read = StringReader.TryReadString(ref cursor, out var literal);
                value = literal;
                break;
            case '<' when cursor.Peek(1) == '<':
                read = TryReadDictionary(ref cursor, depthLeft, out var dictionary);
                value = dictionary;
                break;
            case '<':
                read = StringReader.TryReadString(ref cursor, out var hexadecimal);
                value = hexadecimal;
                break;
            case '[':
                read = TryReadArray(ref cursor, depthLeft, out var array);
                value = array;
                break;
            case 't':
                read = cursor.TryReadKeyword("true"u8);
                value = PdfBoolean.True;
                break;
            case 'f':
                read = cursor.TryReadKeyword("false"u8);
                value = PdfBoolean.False;
                break;
            case 'n':
                read = cursor.TryReadKeyword("null"u8);
                value = PdfNull.Value;
                break;
            default:
                read = TryReadNumberOrReference(ref cursor, out value);
                break;
        }

        return read || cursor.Return(start);
    }

    private static bool TryReadNumberOrReference(ref ByteCursor cursor, out PdfObject value)
    {
        value = PdfNull.Value;
        if (!NumberReader.TryReadNumber(ref cursor, out var number))
        {
            return false;
        }

        value = number;
        if (number is PdfInteger { Value: > 0 and <= int.MaxValue } objectNumber)
        {
            var afterNumber = cursor;
            cursor.SkipWhiteSpace();
            if (NumberReader.TryReadUnsigned(ref cursor, out var generation) && generation <= ushort.MaxValue)
            {
                cursor.SkipWhiteSpace();
                if (cursor.TryReadKeyword("R"u8))
                {
                    value = new PdfReference((int)objectNumber.Value, (int)generation);
                    return true;
                }
            }

            cursor.Return(afterNumber);
        }

        return true;
    }

    private static bool TryReadArray(ref ByteCursor cursor, int depthLeft, out PdfArray array)
    {
        array = PdfArray.Empty;
        if (depthLeft == 0)
        {
            return false;
        }

        var start = cursor;
        cursor.Skip(1);
        var items = new List<PdfObject>();
        while (true)
        {
            cursor.SkipWhiteSpace();
            if (cursor.Peek() == ']')
            {
                cursor.Skip(1);
                array = new PdfArray(items);
                return true;
            }

            if (!TryRead(ref cursor, depthLeft - 1, out var item))
            {
                return cursor.Return(start);
            }

            items.Add(item);
        }
    }

    private static bool TryReadDictionary(ref ByteCursor cursor, int depthLeft, out PdfDictionary dictionary)
    {
        dictionary = PdfDictionary.Empty;
        if (depthLeft == 0)
        {
            return false;
        }

        var start = cursor;
        cursor.Skip(2);
        var entries = new OrderedDictionary<string, PdfObject>(StringComparer.Ordinal);
        List<string>? absent = null;
        while (true)
        {
            cursor.SkipWhiteSpace();
            if (cursor.Peek() == '>' && cursor.Peek(1) == '>')
            {
                cursor.Skip(2);
                absent?.ForEach(key => entries.Remove(key));
                dictionary = new PdfDictionary(entries);
                return true;
            }

            // 7.3.7: the keys of one dictionary are unique.
            if (!NameReader.TryReadText(ref cursor, out var key)
                || !TryRead(ref cursor, depthLeft - 1, out var value)
                || !entries.TryAdd(key, value))
            {
                return cursor.Return(start);
            }

            if (value is PdfNull)
            {
                (absent ??= []).Add(key);
            }
        }
    }
}
