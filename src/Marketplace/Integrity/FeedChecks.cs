using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Integrity;

/// <summary>Every organisation's feed runs from 1 to its count without a gap, and what an endpoint wants was left for it.</summary>
internal sealed class FeedChecks(MarketplaceDbContext db, OperationContext context, IntegrityRun run)
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan AroundEntering = TimeSpan.FromMinutes(1);

    private readonly CancellationToken _ct = context.Cancellation;

    public async Task RunAsync()
    {
        run.Rows += await db.FeedEvents.CountAsync(_ct);
        await CheckPositionsAsync();
        var before = context.At - Long;
        var unplaced = await db.FeedEvents.Where(row => row.Position == null && row.At < before).Select(row => row.Id).ToListAsync(_ct);
        unplaced.ForEach(id => run.Add(FindingKind.EventUnplaced, "FeedEvents", id));
        await CheckWebhooksAsync();
        run.Show("feeds", 1, 1);
    }

    private async Task CheckPositionsAsync()
    {
        // The counts first: what is placed meanwhile makes a feed longer than its count was, never shorter.
        var counted = await db.FeedStreams.AsNoTracking().ToDictionaryAsync(row => row.OrganisationId, row => row.LastPosition, _ct);
        var feeds = await db.FeedEvents.Where(row => row.Position != null).GroupBy(row => row.OrganisationId)
            .Select(group => new { Organisation = group.Key, Events = group.LongCount(), First = group.Min(row => row.Position!.Value), Last = group.Max(row => row.Position!.Value) })
            .ToListAsync(_ct);
        foreach (var feed in feeds)
        {
            if (feed.First != 1 || feed.Events != feed.Last)
            {
                run.Add(FindingKind.FeedGap, "FeedEvents", feed.Organisation, $"{feed.First}–{feed.Last}: {feed.Events}");
            }
        }

        var last = feeds.ToDictionary(feed => feed.Organisation, feed => feed.Last);
        foreach (var (organisation, count) in counted)
        {
            if (last.GetValueOrDefault(organisation) < count)
            {
                run.Add(FindingKind.FeedCountWrong, "FeedStreams", organisation, Figures.Different(count, last.GetValueOrDefault(organisation)));
            }
        }

        foreach (var feed in feeds.Where(feed => !counted.ContainsKey(feed.Organisation)))
        {
            run.Add(FindingKind.FeedCountWrong, "FeedStreams", feed.Organisation, Figures.Different(0, feed.Last));
        }
    }

    /// <summary>An event that came after the endpoint and is of its types was left to be sent when it was placed.</summary>
    private async Task CheckWebhooksAsync()
    {
        foreach (var endpoint in await db.WebhookEndpoints.AsNoTracking().ToListAsync(_ct))
        {
            // A margin: an event of the same moment may have been placed before the endpoint was saved.
            var from = endpoint.CreatedAt + AroundEntering;
            var missing = await db.FeedEvents
                .Where(row => row.OrganisationId == endpoint.OrganisationId && row.Position != null && row.At > from)
                .Where(row => !db.WebhookDeliveries.Any(delivery => delivery.EndpointId == endpoint.Id && delivery.EventId == row.Id))
                .Select(row => new { row.Id, row.Type }).ToListAsync(_ct);
            foreach (var row in missing.Where(row => endpoint.Wants(row.Type)))
            {
                run.Add(FindingKind.WebhookMissing, "WebhookDeliveries", row.Id, endpoint.Url);
            }
        }
    }
}
