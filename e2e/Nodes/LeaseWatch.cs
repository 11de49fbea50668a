using System.Collections.Concurrent;
using System.Diagnostics;

namespace Market.E2E.Nodes;

/// <summary>Watches, after a node was killed, how long the work it held stays with it.</summary>
internal sealed class LeaseWatch(Cluster cluster)
{
    private const string Held =
        """
        SELECT "Id", "Lease" FROM "OutboxMessages" WHERE "Lease" IS NOT NULL AND "DoneAt" IS NULL
        UNION ALL SELECT "Id", "Lease" FROM "WebhookDeliveries" WHERE "Lease" IS NOT NULL AND "Status" = 'Waiting'
        """;

    private static readonly TimeSpan Hopeless = TimeSpan.FromMinutes(5);

    /// <summary>Seconds from a kill until a message or delivery that was held then was done, or held by another worker.</summary>
    public ConcurrentBag<double> Messages { get; } = [];

    /// <summary>Seconds from the kill until events were placed in feeds again.</summary>
    public ConcurrentBag<double> Feeds { get; } = [];

    /// <summary>The longest of all.</summary>
    public double Longest => Messages.Concat(Feeds).DefaultIfEmpty(0).Max();

    /// <summary>Looks at what is held now, and waits until all of it has passed on.</summary>
    public async Task WatchAsync()
    {
        var killed = Stopwatch.StartNew();
        var held = await cluster.QueryAsync(Held, row => (row.GetGuid(0), row.GetGuid(1)));
        var lastEvent = await cluster.NumberAsync("""SELECT COALESCE(MAX("Serial"), 0) FROM "FeedEvents" """);
        var isFeedMoving = false;
        while (held.Count > 0 || !isFeedMoving)
        {
            Assert.True(killed.Elapsed < Hopeless, $"After {killed.Elapsed} {held.Count} pieces of work are still with the node that was killed, and the feed is {(isFeedMoving ? "" : "not ")}moving.");
            if (!isFeedMoving && await cluster.NumberAsync($"""SELECT COUNT(*) FROM "FeedEvents" WHERE "Serial" > {lastEvent} AND "Position" IS NOT NULL""") > 0)
            {
                isFeedMoving = true;
                Feeds.Add(killed.Elapsed.TotalSeconds);
            }

            var still = (await cluster.QueryAsync(Held, row => (row.GetGuid(0), row.GetGuid(1)))).ToHashSet();
            for (var i = held.RemoveAll(message => !still.Contains(message)); i > 0; i--)
            {
                Messages.Add(killed.Elapsed.TotalSeconds);
            }

            await Task.Delay(100);
        }
    }
}
