using System.Buffers;
using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace Market.Marketplace.Documents;

/// <summary>One record of a table with the line of the file on which it begins.</summary>
internal sealed record CsvRecord(int Line, IReadOnlyList<string> Cells);

/// <summary>Tables as text (RFC 4180), as spreadsheet programs of China write them: UTF-8 with or without mark, or GB 18030.</summary>
internal static class CsvTable
{
    // Some languages' programs part cells by semicolons.
    private static readonly SearchValues<char> NeedQuotes = SearchValues.Create(",\"\r\n;\t");

    private static readonly CsvConfiguration ForSpreadsheets = new(CultureInfo.InvariantCulture)
    {
        NewLine = "\r\n",
        ShouldQuote = cell => cell.Field.AsSpan().ContainsAny(NeedQuotes),
    };

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

    /// <summary>The records, cells as written, empty lines too.</summary>
    /// <exception cref="InvalidDataException">There are more cells than allowed, or, where whole quotations are asked for, one stays open.</exception>
    public static IReadOnlyList<CsvRecord> Read(string text, char separator = ',', int mostCells = int.MaxValue, bool wholeQuotations = false)
    {
        var rules = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = separator.ToString(),
            IgnoreBlankLines = false,
            // A quotation mark within a cell that does not begin with one is a character like others: 5" is a length.
            BadDataFound = bad =>
            {
                if (wholeQuotations && bad.Field.StartsWith('"'))
                {
                    throw new InvalidDataException();
                }
            },
        };
        using var parser = new CsvParser(new StringReader(text), rules);
        var records = new List<CsvRecord>();
        for (var (line, cells) = (1, 0); parser.Read(); line = parser.RawRow + 1)
        {
            cells += parser.Count;
            records.Add(cells <= mostCells ? new CsvRecord(line, parser.Record!) : throw new InvalidDataException());
        }

        return records;
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
        using var file = new MemoryStream();
        using (var writer = new CsvWriter(new StreamWriter(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true)), ForSpreadsheets))
        {
            foreach (var row in rows)
            {
                foreach (var value in row)
                {
                    writer.WriteField(Guarded(value, keepNumbers));
                }

                writer.NextRecord();
            }
        }

        return file.ToArray();
    }

    private static string Guarded(string text, bool keepNumbers) =>
        IsGuarded(text) && !(keepNumbers && decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out _)) ? "'" + text : text;

    private static string Unguarded(string cell)
    {
        var value = cell.Trim();
        return value.Length > 1 && value[0] == '\'' && IsGuarded(value[1..]) ? value[1..] : value;
    }

    private static bool IsGuarded(string text) => text is ['=' or '+' or '-' or '@' or '\'' or '\t' or '\r', ..];
}
