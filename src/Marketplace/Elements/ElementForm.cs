using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.ProjectBoxes;
using Market.Marketplace.TaskOrders;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Elements;

/// <summary>What the elements of one task order are worked out from.</summary>
/// <param name="Schema">The elements of the item, in the edition the task was given under.</param>
/// <param name="Edition">That edition.</param>
/// <param name="Declared">What the applicant declared.</param>
/// <param name="Conditions">The planning conditions of the project.</param>
/// <param name="Draft">What the agency has entered; none before its first entry.</param>
internal sealed record ElementForm(
    ElementSchema Schema, int Edition, IReadOnlyDictionary<string, string> Declared, IReadOnlyDictionary<string, string> Conditions, ElementDraft? Draft)
{
    private static readonly Dictionary<string, string> Nothing = [];

    /// <summary>The entries by name.</summary>
    public IReadOnlyDictionary<string, string> Entered => Draft?.Values ?? Nothing;

    /// <summary>What they come to.</summary>
    public ElementTable Table => ElementTable.Of(Schema, Entered, Declared, Conditions);

    public static async Task<ElementForm> OfAsync(TaskOrder order, MarketplaceDbContext db, CancellationToken ct)
    {
        var item = await db.ServiceItems.AsNoTracking().SingleAsync(row => row.Id == order.ServiceItemId, ct);
        var declared = await db.ApprovalCases.AsNoTracking().IgnoreAutoIncludes()
            .Where(row => row.Id == order.CaseId).Select(row => row.Elements).SingleAsync(ct);
        return new ElementForm(
            item.Terms.Elements, item.Edition, declared, await db.PlanningConditionsAsync(order.ProjectId, Calendars.ChinaTime.DayOf(order.CreatedAt), ct),
            await db.ElementDrafts.SingleOrDefaultAsync(row => row.TaskOrderId == order.Id, ct));
    }

    /// <summary>The text to embed, or null when nothing was entered and nothing must be.</summary>
    /// <exception cref="RuleViolationException">Entries are missing or wrong.</exception>
    public string? Seal(TaskOrder order)
    {
        if (Entered.Count == 0 && !Schema.IsMandatory)
        {
            return null;
        }

        var table = Table;
        if (table.Problems.Count > 0)
        {
            throw new RuleViolationException("elements-wrong", string.Join('、', table.Problems.Select(problem => problem.Element).Distinct()));
        }

        if (table.Missing.Count > 0)
        {
            throw new RuleViolationException("elements-missing", string.Join('、', table.Missing));
        }

        return new ElementFile { TaskOrder = order.Number, ServiceItem = order.ServiceItemCode, Edition = Edition, Elements = table.Rows }.ToText();
    }
}
