using Market.Marketplace.ApprovalCases;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.ProjectBoxes;

/// <summary>Fills material slots from the project's box: same project, a kind that the slot takes, in force today.</summary>
internal static class SlotFilling
{
    public static async Task FillAsync(this ApprovalCase approvalCase, MarketplaceDbContext db, OperationContext context)
    {
        var wanted = ApprovalItems.SlotsOf(approvalCase.ApprovalItem).Where(slot => slot.From is not null).ToList();
        if (wanted.Count == 0)
        {
            return;
        }

        var artifacts = await db.Artifacts.Where(row => row.ProjectId == approvalCase.ProjectId && row.SupersededAt == null)
            .OrderByDescending(row => row.ValidFrom).ThenByDescending(row => row.EnteredAt).ToListAsync(context.Cancellation);
        foreach (var slot in wanted)
        {
            if (artifacts.Find(row => row.Kind == slot.From && row.IsUsableOn(context.Today)) is { } fitting)
            {
                approvalCase.FillFromBox(slot.Key, fitting, context);
            }
        }
    }

    /// <summary>The planning conditions of a project in force on a day, by element name.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> PlanningConditionsAsync(this MarketplaceDbContext db, Guid projectId, DateOnly day, CancellationToken ct)
    {
        var rows = await db.Artifacts.AsNoTracking()
            .Where(row => row.ProjectId == projectId && row.Kind == ArtifactKind.PlanningCondition && row.SupersededAt == null)
            .OrderByDescending(row => row.ValidFrom).ThenByDescending(row => row.EnteredAt).ToListAsync(ct);
        return rows.Find(row => row.IsUsableOn(day))?.Elements ?? new Dictionary<string, string>();
    }
}
