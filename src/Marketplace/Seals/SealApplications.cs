using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Results;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Seals;

/// <summary>What sealing has to do with the applications of a result.</summary>
internal static class SealApplications
{
    /// <summary>The approved application for a step.</summary>
    /// <exception cref="RuleViolationException">Nobody has approved the use of the unit's seal.</exception>
    public static async Task<SealApplication> ApprovedApplicationAsync(
        this MarketplaceDbContext db, Guid resultId, SealingStep step, CancellationToken ct) =>
        await db.SealApplications
            .Where(row => row.ResultId == resultId && row.StepOrder == step.Order && row.Status == SealApplicationStatus.Approved)
            .OrderBy(row => row.AppliedAt).ThenBy(row => row.Id).FirstOrDefaultAsync(ct)
            ?? throw new RuleViolationException("seal-use-not-approved");

    /// <summary>Ends the open applications of a result, but for one that was used.</summary>
    public static async Task LapseApplicationsAsync(
        this MarketplaceDbContext db, Guid resultId, CancellationToken ct, SealApplication? used = null)
    {
        var open = await db.SealApplications
            .Where(row => row.ResultId == resultId && (row.Status == SealApplicationStatus.Pending || row.Status == SealApplicationStatus.Approved))
            .ToListAsync(ct);
        foreach (var application in open.Where(row => row.Id != used?.Id))
        {
            application.Lapse();
        }
    }
}
