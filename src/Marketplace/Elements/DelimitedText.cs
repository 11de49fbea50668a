using System.Buffers;
using System.Text;

namespace Market.Marketplace.Elements;

/// <summary>Comma-separated values, RFC 4180: quotes around a field, doubled inside; the separator may also be a tabulator or a semicolon.</summary>
internal static class DelimitedText
{
    private const int MostFields = 200_000;

    private static readonly SearchValues<char> NeedQuotes = SearchValues.Create(",\"\r\n;\t");

    public static IReadOnlyList<IReadOnlyList<string>> Read(string text)
    {
        var separator = SeparatorOf(text);
        var rows = new List<IReadOnlyList<string>>();
        var row = new List<string>();
        var field = new StringBuilder();
        var (quoted, fields) = (false, 0);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quoted)
            {
                if (c != '"')
                {
                    field.Append(c);
                }
                else if (i + 1 < text.Length && text[i + 1] == '"')
                {
                    field.Append(text[++i]);
                }
                else
                {
                    quoted = false;
                }
            }
            else if (c == '"' && field.Length == 0)
            {
                quoted = true;
            }
            else if (c == separator || c is '\n' or '\r')
            {
                row.Add(field.ToString());
                field.Clear();
                fields = fields < MostFields ? fields + 1 : throw new InvalidDataException();
                if (c == separator)
                {
                    continue;
                }

                i += c == '\r' && i + 1 < text.Length && text[i + 1] == '\n' ? 1 : 0;
                rows.Add(row);
                row = [];
            }
            else
            {
                field.Append(c);
            }
        }

        if (quoted)
        {
            throw new InvalidDataException();
        }

        if (field.Length > 0 || row.Count > 0)
        {
            row.Add(field.ToString());
            rows.Add(row);
        }

        return rows;
    }

    /// <summary>Writes rows as Excel reads them: with a mark of UTF-8 in front.</summary>
    public static byte[] Write(IEnumerable<IReadOnlyList<string>> rows)
    {
        var text = new StringBuilder("\uFEFF");
        foreach (var row in rows)
        {
            text.AppendJoin(',', row.Select(Quoted)).Append("\r\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    // A text that a spreadsheet would take for a formula is kept a text.
    private static string Quoted(string field)
    {
        var safe = field.Length > 0 && "=+-@\t\r".Contains(field[0], StringComparison.Ordinal) && !decimal.TryParse(field, out _) ? $"'{field}" : field;
        return safe.AsSpan().ContainsAny(NeedQuotes) ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }

    private static char SeparatorOf(string text)
    {
        var head = text.AsSpan(0, Math.Min(text.Length, 2000));
        var line = head.IndexOfAny('\r', '\n') is >= 0 and var end ? head[..end] : head;
        return line.Contains('\t') ? '\t' : line.Contains(';') && !line.Contains(',') ? ';' : ',';
    }
}
