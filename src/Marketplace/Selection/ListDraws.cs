using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Selection;

/// <summary>A draw in a list.</summary>
public sealed record DrawSummary(
    Guid Id, string Number, string Title, DrawStatus Status, DateTimeOffset OpenedAt, DateTimeOffset ClosesAt, DateTimeOffset RevealUntil, DateTimeOffset? FinishedAt, int Candidates,
    string? WinnerName);

/// <summary>Lists the draws; they are public from the moment they are opened.</summary>
public sealed class ListDraws(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ReadPublicRecords;

    /// <summary>Finished draws first, the newest first; the search looks at number, project and item.</summary>
    /// <param name="status">Only draws that stand so; none for all but those never used.</param>
    public async Task<PagedList<DrawSummary>> ExecuteAsync(PageRequest page, DrawStatus? status = null)
    {
        ArgumentNullException.ThrowIfNull(page);
        var words = page.Words;
        var rows = await db.DrawsFor(context.Actor).AsNoTracking()
            .Where(draw => (status == null ? draw.Status != DrawStatus.Closed : draw.Status == status) && (words == null || draw.Title.Contains(words) || draw.Number.Contains(words)))
            .OrderBy(draw => draw.FinishedAt == null ? 1 : 0).ThenByDescending(draw => draw.FinishedAt).ThenByDescending(draw => draw.Id)
            .PageAsync(page, context.Cancellation);
        return rows.Select(draw => new DrawSummary(
            draw.Id, draw.Number, draw.Title, draw.Status, draw.OpenedAt, draw.Plan.ClosesAt, draw.Plan.RevealUntil, draw.FinishedAt, draw.Pool.Count,
            draw.Picks.Count == 0 ? null : draw.Pool.Single(candidate => candidate.Code == draw.Picks[0]).Name));
    }
}
