using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Market.Marketplace.Documents;
using Market.Marketplace.Operations;

namespace Market.Marketplace.Catalogue;

/// <summary>How the catalogue is written to a file.</summary>
public enum CatalogueFormat
{
    /// <summary>A table for spreadsheet programs.</summary>
    Csv,

    /// <summary>For programs.</summary>
    Json,
}

/// <summary>A line that cannot be taken in.</summary>
/// <param name="Line">Line of the file for tables, number of the item for JSON.</param>
/// <param name="Code">The sentence, as in Refusals.resx.</param>
public sealed record RefusedLine(int Line, string Code, IReadOnlyList<object> Args)
{
    /// <summary>What is wrong, and what to do.</summary>
    public string Say(CultureInfo culture) => Refusals.Say(Code, culture, [.. Args]);
}

/// <summary>What a file holds.</summary>
internal sealed record CatalogueReading(IReadOnlyList<(int Line, ServiceItemTerms Terms)> Items, IReadOnlyList<RefusedLine> Refused);

/// <summary>How big a file of the register may be.</summary>
public static class CatalogueLimits
{
    /// <summary>Bytes; a catalogue of ten thousand items stays below.</summary>
    public const int LargestFile = 4 * 1024 * 1024;
}

/// <summary>The catalogue as a file, both ways.</summary>
internal static class CatalogueFile
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter() },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    public static byte[] Write(IEnumerable<ServiceItemTerms> items, CatalogueFormat format) => format switch
    {
        CatalogueFormat.Csv => CsvTable.Write(
        [
            ServiceItemColumns.All.Select(column => column.Name),
            .. items.Select(terms => ServiceItemColumns.All.Select(column => column.Write(terms))),
        ]),
        CatalogueFormat.Json => JsonSerializer.SerializeToUtf8Bytes(items.ToList(), Json),
    };

    /// <summary>Reads a file; what cannot be read is refused line by line, the others stay.</summary>
    public static CatalogueReading Read(byte[] file, CatalogueFormat format)
    {
        if (file.Length > CatalogueLimits.LargestFile)
        {
            throw new RuleViolationException("import-too-big", CatalogueLimits.LargestFile / 1024 / 1024);
        }

        var (items, refused) = format == CatalogueFormat.Csv ? ReadCsv(file) : ReadJson(file);
        foreach (var twice in items.GroupBy(item => item.Terms.Code).Where(group => group.Count() > 1).ToList())
        {
            foreach (var again in twice.Skip(1))
            {
                items.Remove(again);
                refused.Add(new RefusedLine(again.Line, "import-twice", [twice.Key, twice.First().Line]));
            }
        }

        foreach (var item in items.ToList())
        {
            try
            {
                ServiceItem.Check(item.Terms);
            }
            catch (RuleViolationException refusal)
            {
                items.Remove(item);
                refused.Add(new RefusedLine(item.Line, refusal.Code, refusal.Args));
            }
        }

        return new CatalogueReading(items, [.. refused.OrderBy(line => line.Line)]);
    }

    private static (List<(int Line, ServiceItemTerms Terms)> Items, List<RefusedLine> Refused) ReadCsv(byte[] file)
    {
        var records = CsvTable.ReadUnguarded(CsvTable.Decode(file));
        if (records is not [var head, ..] || !head.Cells.Contains(ServiceItemColumns.Code))
        {
            throw new RuleViolationException("import-head", ServiceItemColumns.Code);
        }

        if (head.Cells.FirstOrDefault(name => name.Length > 0 && ServiceItemColumns.All.All(column => column.Name != name)) is { } unknown)
        {
            throw new RuleViolationException("import-column", unknown);
        }

        var (items, refused) = (new List<(int, ServiceItemTerms)>(), new List<RefusedLine>());
        foreach (var record in records.Skip(1))
        {
            try
            {
                if (record.Cells.Count > head.Cells.Count)
                {
                    throw new BadCellException("import-cells", record.Cells.Count, head.Cells.Count);
                }

                items.Add((record.Line, ServiceItemColumns.All.Aggregate(ServiceItemColumns.Empty, (terms, column) => column.Read(terms, CellOf(column)))));
            }
            catch (BadCellException bad)
            {
                refused.Add(new RefusedLine(record.Line, bad.Code, bad.Args));
            }

            string CellOf(ServiceItemColumn column) =>
                head.Cells.ToList().IndexOf(column.Name) is >= 0 and var at && at < record.Cells.Count ? record.Cells[at] : "";
        }

        return (items, refused);
    }

    private static (List<(int Line, ServiceItemTerms Terms)> Items, List<RefusedLine> Refused) ReadJson(byte[] file)
    {
        var (items, refused) = (new List<(int, ServiceItemTerms)>(), new List<RefusedLine>());
        try
        {
            using var document = JsonDocument.Parse(CsvTable.Decode(file));
            if (document.RootElement.ValueKind != JsonValueKind.Array)
            {
                throw new RuleViolationException("import-not-a-list");
            }

            foreach (var (element, number) in document.RootElement.EnumerateArray().Select((element, index) => (element, index + 1)))
            {
                try
                {
                    items.Add((number, element.Deserialize<ServiceItemTerms>(Json) ?? throw new JsonException()));
                }
                catch (JsonException bad)
                {
                    refused.Add(new RefusedLine(number, "import-json-item", [bad.Path ?? "$"]));
                }
            }
        }
        catch (JsonException bad)
        {
            throw new RuleViolationException("import-json", (bad.LineNumber ?? 0) + 1);
        }

        return (items, refused);
    }
}
