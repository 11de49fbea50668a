using System.Text;

namespace Market.Marketplace.Catalogue;

/// <summary>One record of a table with the line of the file on which it begins.</summary>
internal sealed record CsvRecord(int Line, IReadOnlyList<string> Cells);

/// <summary>Tables as text (RFC 4180), as spreadsheet programs of China write them: UTF-8 with or without mark, or GB 18030.</summary>
internal static class CsvTable
{
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

    /// <summary>The records; empty lines are left out. An open quotation mark runs to the end of the file.</summary>
    public static IReadOnlyList<CsvRecord> Read(string text)
    {
        var records = new List<CsvRecord>();
        var (cells, cell) = (new List<string>(), new StringBuilder());
        var (line, begun, quoted) = (1, 1, false);
        for (var at = 0; at < text.Length; at++)
        {
            var character = text[at];
            line += character == '\n' ? 1 : 0;
            if (quoted)
            {
                if (character == '"' && at + 1 < text.Length && text[at + 1] == '"')
                {
                    cell.Append('"');
                    at++;
                }
                else if (character == '"')
                {
                    quoted = false;
                }
                else
                {
                    cell.Append(character);
                }
            }
            else if (character == '"' && cell.Length == 0)
            {
                quoted = true;
            }
            else if (character == ',')
            {
                cells.Add(Unguarded(cell));
            }
            else if (character == '\n')
            {
                End();
                begun = line;
            }
            else if (character != '\r')
            {
                cell.Append(character);
            }
        }

        End();
        return records;

        void End()
        {
            cells.Add(Unguarded(cell));
            if (cells.Any(value => value.Length > 0))
            {
                records.Add(new CsvRecord(begun, cells));
            }

            cells = [];
        }
    }

    /// <summary>The file with a mark, so that spreadsheet programs read it as UTF-8.</summary>
    public static byte[] Write(IEnumerable<IEnumerable<string>> rows)
    {
        var text = new StringBuilder("\uFEFF");
        foreach (var row in rows)
        {
            text.AppendJoin(',', row.Select(Cell)).Append("\r\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    // A cell that a spreadsheet would compute is guarded by an apostrophe, which reading takes off again.
    private static string Cell(string value)
    {
        var guarded = value.Length > 0 && value[0] is '=' or '+' or '-' or '@' or '\'' ? "'" + value : value;
        return guarded.AsSpan().ContainsAny(",\"\r\n") ? $"\"{guarded.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : guarded;
    }

    private static string Unguarded(StringBuilder cell)
    {
        var value = cell.ToString().Trim();
        cell.Clear();
        return value.Length > 1 && value[0] == '\'' && value[1] is '=' or '+' or '-' or '@' or '\'' ? value[1..] : value;
    }
}
