using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Feed;

/// <summary>One event as a reader gets it.</summary>
/// <param name="Id">The same in the feed and in every webhook.</param>
/// <param name="Position">Consecutive within the reader's feed.</param>
/// <param name="Number">The business number, where there is one.</param>
/// <param name="ExternalNumber">The case's number in the department's own approval system, where it came from there.</param>
public sealed record FeedEventRow(
    Guid Id, long Position, string Type, DateTimeOffset At, string? Number, string? ExternalNumber, Guid? CaseId, Guid? TaskOrderId, Guid? ResultId, Guid? SealId,
    Guid? ProcurementId);

/// <summary>A part of a feed.</summary>
/// <param name="Events">In order of position.</param>
/// <param name="Next">What to ask after next time, also when nothing was found.</param>
/// <param name="Head">The last position of the feed.</param>
public sealed record FeedPage(IReadOnlyList<FeedEventRow> Events, long Next, long Head);

/// <summary>Reads the feed of the actor's organisation forwards.</summary>
public sealed class ReadFeed(MarketplaceDbContext db, OperationContext context) : IOperation
{
    /// <summary>The largest page.</summary>
    public const int LargestPage = 500;

    public static Permission Requires => Permission.ReadFeed;

    /// <summary>Events after a position; of the given types only, when there are any.</summary>
    public async Task<FeedPage> ExecuteAsync(long after, int limit = 100, IReadOnlyCollection<string>? types = null)
    {
        var size = Math.Clamp(limit, 1, LargestPage);
        var wanted = types is { Count: > 0 } ? types.ToList() : null;

        // The head first: up to it everything is there, whatever is placed while this reads.
        var head = await db.FeedStreams.Where(row => row.OrganisationId == context.Actor.Organisation)
            .Select(row => row.LastPosition).SingleOrDefaultAsync(context.Cancellation);
        var events = await db.FeedEventsFor(context.Actor).AsNoTracking()
            .Where(row => row.Position > after && row.Position <= head && (wanted == null || wanted.Contains(row.Type)))
            .OrderBy(row => row.Position).Take(size)
            .Select(row => new FeedEventRow(
                row.Id, row.Position!.Value, row.Type, row.At, row.Number, row.ExternalNumber, row.CaseId, row.TaskOrderId, row.ResultId,
                row.SealId, row.ProcurementId))
            .ToListAsync(context.Cancellation);
        var next = events.Count == size ? events[^1].Position : Math.Max(after, head);
        return new FeedPage(events, next, head);
    }
}
