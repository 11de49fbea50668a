using System.Text.Encodings.Web;
using System.Text.Json;
using Market.Marketplace.Documents;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Elements;

/// <summary>Kinds of files that elements are exchanged in.</summary>
public enum ElementFileKind
{
    /// <summary>A workbook.</summary>
    Xlsx,

    /// <summary>Comma-separated values.</summary>
    Csv,

    /// <summary>JSON.</summary>
    Json,
}

/// <summary>A file to be filled in and imported again.</summary>
public sealed record ElementTemplate(string Name, string MediaType, byte[] Content);

/// <summary>Gives out what is to be entered, with what has been entered, to be filled in elsewhere and imported again.</summary>
public sealed class ExportElements(MarketplaceDbContext db, OperationContext context) : IOperation
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true };

    public static Permission Requires => Permission.SubmitResults;

    /// <summary>The file.</summary>
    public async Task<ElementTemplate> ExecuteAsync(Guid taskOrderId, ElementFileKind kind)
    {
        var order = await db.TaskOrdersFor(context.Actor).AsNoTracking().FindOrThrowAsync(taskOrderId, context.Cancellation);
        var form = await ElementForm.OfAsync(order, db, context.Cancellation);
        var entries = form.Schema.Elements.Where(element => element.Formula is null).ToList();
        if (entries.Count == 0)
        {
            throw new NotFoundException(nameof(ElementSchema));
        }

        var name = $"{order.Number}-要素";
        return kind switch
        {
            ElementFileKind.Xlsx => new(
                $"{name}.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Spreadsheet.Write("要素", [.. Rows(entries, form)])),
            ElementFileKind.Csv => new($"{name}.csv", "text/csv", CsvTable.Write(Rows(entries, form), keepNumbers: true)),
            ElementFileKind.Json => new(
                $"{name}.json", "application/json",
                JsonSerializer.SerializeToUtf8Bytes(entries.ToDictionary(element => element.Name, element => ValueOf(element, form)), Json)),
        };
    }

    private static IEnumerable<IReadOnlyList<string>> Rows(IEnumerable<ElementDefinition> elements, ElementForm form) =>
    [
        ["编码", "要素", "值", "单位", "小数位数", "是否必填", "依据"],
        .. elements.Select(element => (IReadOnlyList<string>)
        [
            element.Code, element.Name, ValueOf(element, form), element.Unit ?? "", element.Type == ElementType.Number ? $"{element.Decimals}" : "",
            element.IsRequired ? "是" : "否", element.LegalBasis ?? "",
        ]),
    ];

    // What cannot be read is given out as typed, so that it can be seen and corrected.
    private static string ValueOf(ElementDefinition element, ElementForm form) =>
        form.Entered.GetValueOrDefault(element.Name) is { } entered
            ? ElementText.Read(element, entered) is { Problem: null, Value: var value } ? ElementText.Write(element, value) : entered
            : "";
}
