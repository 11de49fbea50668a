using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Successions;

/// <summary>What goes to one successor.</summary>
/// <param name="ToCode">Its credit code.</param>
/// <param name="Items">Approval items of a department, service items of an agency; none, and no numbers, for everything that is not named elsewhere.</param>
/// <param name="Numbers">Cases of a department, tasks of an agency, that go to it whatever their item.</param>
public sealed record SuccessionPart(string ToCode, IReadOnlyList<string> Items, IReadOnlyList<string> Numbers);

/// <summary>One document that orders who stands in whose place: 承继 by one, or 分立 into several.</summary>
/// <param name="FromCode">Credit code of whose duties or work pass on.</param>
/// <param name="Basis">文号.</param>
/// <param name="EffectiveOn">First day.</param>
/// <param name="Parts">What goes where; nothing goes twice.</param>
public sealed record SuccessionAct(string FromCode, string Basis, DateOnly EffectiveOn, IReadOnlyList<SuccessionPart> Parts)
{
    /// <summary>Everything to one successor.</summary>
    public static SuccessionAct Whole(string fromCode, string toCode, string basis, DateOnly effectiveOn) =>
        new(fromCode, basis, effectiveOn, [new SuccessionPart(toCode, [], [])]);
}

/// <summary>Reads an act against the register: what contradicts it, or itself, is refused.</summary>
internal sealed class SuccessionReading(MarketplaceDbContext db, OperationContext context)
{
    public async Task<IReadOnlyList<Succession>> ReadAsync(SuccessionAct act)
    {
        if (act.Parts.Count == 0 || act.Parts.Count(part => part.Items.Count == 0 && part.Numbers.Count == 0) > 1)
        {
            throw new RuleViolationException("succession-parts");
        }

        var named = act.Parts.SelectMany(part => (IEnumerable<string>)[part.ToCode.Trim(), .. part.Items, .. part.Numbers]);
        if (named.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1)?.Key is { } twice)
        {
            throw new RuleViolationException("succession-twice", twice);
        }

        var from = await OfCodeAsync(act.FromCode);
        await RequireKnownAsync(from, [.. act.Parts.SelectMany(part => part.Numbers)]);
        var id = context.NewId();
        var rows = new List<Succession>();
        foreach (var part in act.Parts)
        {
            rows.Add(Succession.Enter(id, from, await OfCodeAsync(part.ToCode), part, act.Basis, act.EffectiveOn, context));
        }

        return rows;
    }

    private async Task<Organisation> OfCodeAsync(string code) =>
        await db.Organisations.SingleOrDefaultAsync(row => row.CreditCode == code.Trim(), context.Cancellation)
            ?? throw new RuleViolationException("succession-unknown", code);

    private async Task RequireKnownAsync(Organisation from, List<string> numbers)
    {
        var known = from.Kind == OrganisationKind.Department
            ? await db.ApprovalCases.Where(row => row.DepartmentId == from.Id && numbers.Contains(row.Number)).Select(row => row.Number).ToListAsync(context.Cancellation)
            : await db.TaskOrders.Where(row => row.AgencyId == from.Id && numbers.Contains(row.Number)).Select(row => row.Number).ToListAsync(context.Cancellation);
        if (numbers.Find(number => !known.Contains(number)) is { } foreign)
        {
            throw new RuleViolationException("succession-number", from.Name, foreign);
        }
    }
}
