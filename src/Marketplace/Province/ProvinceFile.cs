using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Market.Marketplace.Agencies;
using Market.Marketplace.Catalogue;
using Market.Marketplace.Documents;
using Market.Marketplace.Operations;

namespace Market.Marketplace.Province;

/// <summary>A result as the province reports it.</summary>
public sealed record ProvinceAward(string Number, string CreditCode, string Project, string Buyer, decimal Amount, DateOnly SelectedOn);

/// <summary>A credit rating as the province reports it.</summary>
public sealed record ProvinceCredit(string CreditCode, string Period, decimal Score, string Grade, DateOnly RatedOn);

/// <summary>What the province reports.</summary>
public sealed record ProvinceReport
{
    /// <summary>Agencies with their licences and practitioners.</summary>
    public IReadOnlyList<AgencyApplication> Agencies { get; init; } = [];

    /// <summary>中选结果.</summary>
    public IReadOnlyList<ProvinceAward> Awards { get; init; } = [];

    /// <summary>信用评价.</summary>
    public IReadOnlyList<ProvinceCredit> Credits { get; init; } = [];
}

/// <summary>Reads the province's file: one JSON document, or one table of agencies, results or ratings, told apart by its head.</summary>
internal static class ProvinceFile
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    public static ProvinceReport Read(byte[] file)
    {
        if (file.Length > CatalogueLimits.LargestFile)
        {
            throw new RuleViolationException("import-too-big", CatalogueLimits.LargestFile / 1024 / 1024);
        }

        var text = CsvTable.Decode(file);
        return text.TrimStart().StartsWith('{') ? ReadJson(text) : ReadTable(CsvTable.ReadUnguarded(text));
    }

    private static ProvinceReport ReadJson(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<ProvinceReport>(text, Json) ?? new ProvinceReport();
        }
        catch (JsonException bad)
        {
            throw new RuleViolationException("import-json", (bad.LineNumber ?? 0) + 1);
        }
    }

    private static ProvinceReport ReadTable(IReadOnlyList<CsvRecord> records)
    {
        if (records is not [var head, ..])
        {
            throw new RuleViolationException("import-head", "统一社会信用代码");
        }

        var rows = records.Skip(1).Select(record => new Row(record, head.Cells)).ToList();
        return head.Cells switch
        {
            var cells when cells.Contains("中选编号") => new ProvinceReport
            {
                Awards = [.. rows.Select(row => new ProvinceAward(row["中选编号"], row["统一社会信用代码"], row["项目名称"], row["采购人"], row.Number("中选金额（元）"), row.Day("选取日期")))],
            },
            var cells when cells.Contains("信用等级") => new ProvinceReport
            {
                Credits = [.. rows.Select(row => new ProvinceCredit(row["统一社会信用代码"], row["评价周期"], row.Number("信用分"), row["信用等级"], row.Day("评价日期")))],
            },
            var cells when cells.Contains("证书编号") => new ProvinceReport { Agencies = [.. rows.GroupBy(row => row["统一社会信用代码"]).Select(AgencyOf)] },
            _ => throw new RuleViolationException("import-head", "中选编号、信用等级、证书编号"),
        };
    }

    // One line for each licence; the agency's own data stand on each.
    private static AgencyApplication AgencyOf(IEnumerable<Row> rows)
    {
        var lines = rows.ToList();
        var first = lines[0];
        return new AgencyApplication
        {
            CreditCode = first["统一社会信用代码"],
            Name = first["机构名称"],
            RegionCode = first["行政区划"],
            Address = first["办公地址"],
            ContactName = first["联系人"],
            ContactPhone = first["联系电话"],
            Qualifications =
            [
                .. lines.Where(row => row["证书编号"].Length > 0).Select(row => new QualificationEntry(
                    row["资质类别"], Blank(row["专业"]), Blank(row["等级"]), row["证书编号"], row["发证机关"], row.Day("有效期起"),
                    row["有效期止"].Length == 0 ? null : row.Day("有效期止"))),
            ],
        };
    }

    private static string? Blank(string text) => text.Length == 0 ? null : text;

    private sealed class Row(CsvRecord record, IReadOnlyList<string> head)
    {
        public string this[string column] => head.ToList().IndexOf(column) is >= 0 and var at && at < record.Cells.Count ? record.Cells[at] : "";

        public decimal Number(string column) => decimal.TryParse(this[column], NumberStyles.Number, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new RuleViolationException("import-number-line", record.Line, column, this[column]);

        public DateOnly Day(string column) =>
            DateOnly.TryParseExact(this[column], ["yyyy-MM-dd", "yyyy/M/d"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
                ? day
                : throw new RuleViolationException("import-day-line", record.Line, column, this[column]);
    }
}
