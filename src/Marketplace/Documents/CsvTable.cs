using System.Buffers;
using System.Globalization;
using System.Text;

namespace Market.Marketplace.Documents;

/// <summary>One record of a table with the line of the file on which it begins.</summary>
internal sealed record CsvRecord(int Line, IReadOnlyList<string> Cells);

/// <summary>Tables as text (RFC 4180), as spreadsheet programs of China write them: UTF-8 with or without mark, or GB 18030.</summary>
internal static class CsvTable
{
    private static readonly SearchValues<char> NeedQuotes = SearchValues.Create(",\"\r\n;\t");
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text of a file; a mark at the beginning is dropped.</summary>
    public static string Decode(ReadOnlySpan<byte> file)
    {
        try
        {
            return Strict.GetString(file).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            return CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!.GetString(file);
        }
    }

    /// <summary>The records, cells as written, empty lines too. An open quotation mark runs to the end of the file.</summary>
    /// <exception cref="InvalidDataException">There are more cells than allowed, or, where whole quotations are asked for, one stays open.</exception>
    public static IReadOnlyList<CsvRecord> Read(string text, char separator = ',', int mostCells = int.MaxValue, bool wholeQuotations = false)
    {
        var records = new List<CsvRecord>();
        var (cells, cell) = (new List<string>(), new StringBuilder());
        var (line, begun, quoted, count) = (1, 1, false, 0);
        for (var at = 0; at < text.Length; at++)
        {
            var character = text[at];
            line += character == '\n' ? 1 : 0;
            if (quoted)
            {
                if (character != '"')
                {
                    cell.Append(character);
                }
                else if (at + 1 < text.Length && text[at + 1] == '"')
                {
                    cell.Append(text[++at]);
                }
                else
                {
                    quoted = false;
                }
            }
            else if (character == '"' && cell.Length == 0)
            {
                quoted = true;
            }
            else if (character == separator)
            {
                EndCell();
            }
            else if (character is '\n' or '\r')
            {
                EndCell();
                if (character == '\r' && at + 1 < text.Length && text[at + 1] == '\n')
                {
                    at++;
                    line++;
                }

                records.Add(new CsvRecord(begun, cells));
                cells = [];
                begun = line;
            }
            else
            {
                cell.Append(character);
            }
        }

        if (quoted && wholeQuotations)
        {
            throw new InvalidDataException();
        }

        if (cell.Length > 0 || cells.Count > 0)
        {
            EndCell();
            records.Add(new CsvRecord(begun, cells));
        }

        return records;

        void EndCell()
        {
            cells.Add(cell.ToString());
            cell.Clear();
            count = count < mostCells ? count + 1 : throw new InvalidDataException();
        }
    }

    /// <summary>The records of a table that <see cref="Write"/> or a person wrote: without empty lines, blanks around a cell and guards.</summary>
    public static IReadOnlyList<CsvRecord> ReadUnguarded(string text) =>
    [
        .. Read(text).Select(record => record with { Cells = [.. record.Cells.Select(Unguarded)] })
            .Where(record => record.Cells.Any(value => value.Length > 0)),
    ];

    /// <summary>The file with a mark, so that spreadsheet programs read it as UTF-8. A text that they would compute is guarded by an apostrophe;
    /// signed numbers too, unless they are to stay numbers.</summary>
    public static byte[] Write(IEnumerable<IEnumerable<string>> rows, bool keepNumbers = false)
    {
        var text = new StringBuilder("\uFEFF");
        foreach (var row in rows)
        {
            text.AppendJoin(',', row.Select(value => Cell(value, keepNumbers))).Append("\r\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static string Cell(string text, bool keepNumbers)
    {
        var isKept = keepNumbers && decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out _);
        var guarded = IsGuarded(text) && !isKept ? "'" + text : text;
        return guarded.AsSpan().ContainsAny(NeedQuotes) ? $"\"{guarded.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : guarded;
    }

    private static string Unguarded(string cell)
    {
        var value = cell.Trim();
        return value.Length > 1 && value[0] == '\'' && IsGuarded(value[1..]) ? value[1..] : value;
    }

    private static bool IsGuarded(string text) => text is ['=' or '+' or '-' or '@' or '\'' or '\t' or '\r', ..];
}
