using System.Text;
using System.Text.Json;
using Market.Marketplace.Documents;
using Market.Marketplace.Operations;

namespace Market.Marketplace.Elements;

/// <summary>One line of an imported file.</summary>
internal sealed record ElementLine(int Row, string Element, string Value, string Unit);

/// <summary>Reads the lines of an imported file, by the kind its name tells.</summary>
internal static class ElementLines
{
    /// <summary>Largest file taken.</summary>
    public const int LargestFile = 2 * 1024 * 1024;

    private const int MostLines = 2000;
    private const int MostCells = 200_000;

    private static readonly string[] ElementHeads = ["编码", "要素编码", "code"];
    private static readonly string[] NameHeads = ["名称", "要素", "要素名称", "name", "element"];
    private static readonly string[] ValueHeads = ["值", "审查值", "要素值", "value"];
    private static readonly string[] UnitHeads = ["单位", "unit"];

    public static IReadOnlyList<ElementLine> Read(string fileName, ReadOnlyMemory<byte> content)
    {
        if (content.Length > LargestFile)
        {
            throw new RuleViolationException("elements-file-large", fileName, LargestFile / (1024 * 1024));
        }

        try
        {
            var lines = Path.GetExtension(fileName).ToUpperInvariant() switch
            {
                ".XLSX" => OfTable(fileName, Spreadsheet.Read(content)),
                ".CSV" => OfTable(fileName, Rows(TextOf(content.Span))),
                ".JSON" => OfJson(content),
                _ => throw new RuleViolationException("elements-file-kind", fileName),
            };
            return lines.Count <= MostLines ? lines : throw new RuleViolationException("elements-file-long", fileName, MostLines);
        }
        catch (Exception e) when (e is InvalidDataException or JsonException or DecoderFallbackException)
        {
            throw new RuleViolationException("elements-file-damaged", fileName);
        }
    }

    private static List<IReadOnlyList<string>> Rows(string text) =>
        [.. CsvTable.Read(text, SeparatorOf(text), MostCells, wholeQuotations: true).Select(record => record.Cells)];

    // Spreadsheet programs write tabulators or, in some languages, semicolons.
    private static char SeparatorOf(string text)
    {
        var head = text.AsSpan(0, Math.Min(text.Length, 2000));
        var line = head.IndexOfAny('\r', '\n') is >= 0 and var end ? head[..end] : head;
        return line.Contains('\t') ? '\t' : line.Contains(';') && !line.Contains(',') ? ';' : ',';
    }

    private static List<ElementLine> OfTable(string fileName, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        // The head is the first line that names a value column; titles may stand above it.
        var head = Enumerable.Range(0, Math.Min(rows.Count, 10)).FirstOrDefault(i => IndexOf(rows[i], ValueHeads) >= 0, -1);
        if (head < 0)
        {
            throw new RuleViolationException("elements-file-head", fileName);
        }

        var (code, name) = (IndexOf(rows[head], ElementHeads), IndexOf(rows[head], NameHeads));
        var (value, unit) = (IndexOf(rows[head], ValueHeads), IndexOf(rows[head], UnitHeads));
        if (code < 0 && name < 0)
        {
            throw new RuleViolationException("elements-file-head", fileName);
        }

        var lines = new List<ElementLine>();
        for (var i = head + 1; i < rows.Count; i++)
        {
            var element = Cell(rows[i], code) is { Length: > 0 } text ? text : Cell(rows[i], name);
            if (element.Length > 0)
            {
                lines.Add(new ElementLine(i + 1, element, Cell(rows[i], value), Cell(rows[i], unit)));
            }
        }

        return lines;
    }

    // Either {"容积率": 2.2, ...}, or a file as this program writes it.
    private static List<ElementLine> OfJson(ReadOnlyMemory<byte> content)
    {
        using var document = JsonDocument.Parse(content, new JsonDocumentOptions { MaxDepth = 8 });
        var root = document.RootElement;
        if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("elements", out var list) && list.ValueKind == JsonValueKind.Array)
        {
            return [.. list.EnumerateArray().Select((entry, i) => entry.ValueKind == JsonValueKind.Object
                ? new ElementLine(i + 1, TextOf(entry, "code") is { Length: > 0 } code ? code : TextOf(entry, "name"), TextOf(entry, "value"), TextOf(entry, "unit"))
                : throw new InvalidDataException())];
        }

        return root.ValueKind == JsonValueKind.Object
            ? [.. root.EnumerateObject().Select((property, i) => new ElementLine(i + 1, property.Name, TextOf(property.Value), ""))]
            : throw new InvalidDataException();
    }

    private static string TextOf(JsonElement entry, string name) => entry.TryGetProperty(name, out var value) ? TextOf(value) : "";

    private static string TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "是",
        JsonValueKind.False => "否",
        JsonValueKind.Null => "",
        _ => throw new InvalidDataException(),
    };

    // Office programs in China still write GBK; UTF-8 is tried first and fails on anything else.
    private static string TextOf(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[3..] : bytes);
        }
        catch (ArgumentException)
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(54936, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!.GetString(bytes);
        }
    }

    private static int IndexOf(IReadOnlyList<string> row, string[] heads)
    {
        for (var i = 0; i < row.Count; i++)
        {
            if (heads.Contains(row[i].Trim(), StringComparer.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }

    private static string Cell(IReadOnlyList<string> row, int column) => column >= 0 && column < row.Count ? row[column].Trim() : "";
}
