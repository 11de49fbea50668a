using Market.Marketplace.Messages;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Webhooks;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Feed;

/// <summary>Gives committed events their positions, consecutive within each organisation's feed. A batch is one
/// transaction, the next begins after it: whoever has seen a position has seen every lower one.</summary>
public sealed class SequenceFeed(MarketplaceDbContext db, OperationContext context, MarketplaceOptions options) : IOperation
{
    private const int LargestBatch = 500;

    public static Permission Requires => Permission.RunInBackground;

    /// <summary>Returns how many were placed; none while another sequencer holds the lease.</summary>
    public async Task<int> ExecuteAsync(Guid holder)
    {
        if (!await Unplaced().AnyAsync(context.Cancellation))
        {
            return 0;
        }

        // The row is read before the events and counted up with them: a batch that another placed in between makes this
        // one's save fail as a whole.
        var sequencer = await db.FeedSequencers.SingleOrDefaultAsync(context.Cancellation) ?? db.Add(FeedSequencer.Begin()).Entity;
        if (!sequencer.TryHold(holder, context))
        {
            return 0;
        }

        var events = await Unplaced().OrderBy(row => row.Serial).Take(LargestBatch).ToListAsync(context.Cancellation);
        await PlaceAsync(events);
        await LeaveToBeSentAsync(events);
        await new LeavingMessages(db, context).LeaveAsync(events);
        return events.Count;
    }

    private IQueryable<FeedEvent> Unplaced() => db.FeedEvents.Where(row => row.Position == null);

    private async Task PlaceAsync(IReadOnlyList<FeedEvent> events)
    {
        var ids = events.Select(row => row.OrganisationId).Distinct().ToList();
        var streams = await db.FeedStreams.Where(row => ids.Contains(row.OrganisationId))
            .ToDictionaryAsync(row => row.OrganisationId, context.Cancellation);
        var cases = events.Select(row => row.CaseId).OfType<Guid>().Distinct().ToList();
        var numbers = await db.ExchangedCases.Where(row => cases.Contains(row.Id))
            .ToDictionaryAsync(row => row.Id, row => row.ExternalNumber, context.Cancellation);
        foreach (var row in events)
        {
            if (!streams.TryGetValue(row.OrganisationId, out var stream))
            {
                stream = db.Add(new FeedStream { OrganisationId = row.OrganisationId }).Entity;
                streams.Add(row.OrganisationId, stream);
            }

            row.PlaceAt(++stream.LastPosition, row.CaseId is { } id ? numbers.GetValueOrDefault(id) : null);
        }
    }

    /// <summary>One delivery for every endpoint that wants the event, in the transaction that places it: it is sent to all or not placed.</summary>
    private async Task LeaveToBeSentAsync(IReadOnlyList<FeedEvent> events)
    {
        var ids = events.Select(row => row.OrganisationId).Distinct().ToList();
        var endpoints = await db.WebhookEndpoints.Where(row => ids.Contains(row.OrganisationId)).ToListAsync(context.Cancellation);
        foreach (var row in events)
        {
            foreach (var endpoint in endpoints.Where(endpoint => endpoint.OrganisationId == row.OrganisationId && endpoint.Wants(row.Type)))
            {
                db.Add(WebhookDelivery.Of(endpoint, row, WebhookBody.Of(row, options.PublicUrl), context));
                context.MarkWebhooks();
            }
        }
    }
}
