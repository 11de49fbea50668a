using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;

namespace Market.Marketplace.Elements;

/// <summary>A line of a file that was not taken.</summary>
/// <param name="Row">Its number in the file, from 1.</param>
/// <param name="Problem">Why.</param>
public sealed record RefusedLine(int Row, ElementProblem Problem);

/// <summary>What became of a file.</summary>
/// <param name="Taken">How many entries were taken.</param>
/// <param name="Refused">The lines that were not, with the reason of each.</param>
/// <param name="Form">The form as it stands then.</param>
public sealed record ElementImportReport(int Taken, IReadOnlyList<RefusedLine> Refused, ElementFormDetails Form);

/// <summary>Takes elements from a table (XLSX, CSV) or JSON. Sound lines are taken; each other one is named with its reason.</summary>
public sealed class ImportElements(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.SubmitResults;

    /// <summary>Takes the file.</summary>
    public async Task<ElementImportReport> ExecuteAsync(Guid taskOrderId, string fileName, ReadOnlyMemory<byte> content)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        var form = await db.OpenElementFormAsync(taskOrderId, context);
        var lines = ElementLines.Read(fileName, content);
        var taken = new Dictionary<string, string>(StringComparer.Ordinal);
        var refused = new List<RefusedLine>();
        foreach (var line in lines)
        {
            if (Fault(form.Schema, line, taken) is { } problem)
            {
                refused.Add(new RefusedLine(line.Row, problem));
            }
        }

        if (taken.Count > 0)
        {
            form.Draft!.Take(taken, context);
        }

        return new ElementImportReport(taken.Count, refused, ElementFormDetails.Of(form));
    }

    private static ElementProblem? Fault(ElementSchema schema, ElementLine line, Dictionary<string, string> taken)
    {
        if (schema.Find(line.Element) is not { } element)
        {
            return new ElementProblem(line.Element, "unknown", [line.Element]);
        }

        if (string.IsNullOrWhiteSpace(line.Value))
        {
            return null;
        }

        if (element.Formula is not null)
        {
            return new ElementProblem(element.Name, "computed", [element.Name]);
        }

        var entry = string.IsNullOrWhiteSpace(line.Unit) || element.Type != ElementType.Number ? line.Value.Trim() : $"{line.Value.Trim()} {line.Unit.Trim()}";
        var (value, problem) = ElementText.Read(element, entry);
        return problem ?? (taken.TryAdd(element.Name, ElementText.Write(element, value)) ? null : new ElementProblem(element.Name, "twice", [element.Name]));
    }
}
