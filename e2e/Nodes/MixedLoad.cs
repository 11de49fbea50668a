using Market.Marketplace.Integration;

namespace Market.E2E.Nodes;

/// <summary>What people and systems do at the same time, and the count of what must be there in the end.</summary>
internal sealed class MixedLoad : IAsyncDisposable
{
    private const int Agencies = 5;
    private const int TasksOfACase = 2;

    private const string Waiting =
        """
        SELECT (SELECT COUNT(*) FROM "FeedEvents" WHERE "Position" IS NULL) + (SELECT COUNT(*) FROM "OutboxMessages" WHERE "DoneAt" IS NULL)
            + (SELECT COUNT(*) FROM "WebhookDeliveries" WHERE "Status" = 'Waiting')
        """;

    private static readonly TimeSpan DrainLimit = TimeSpan.FromMinutes(15);
    private readonly Cluster _cluster;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _stopAgencies = new();
    private readonly List<Task> _working = [];
    private readonly List<Task> _taking = [];
    private readonly List<string> _differences = [];

    private MixedLoad(Cluster cluster, ApiLoad api, Receiver receiver)
    {
        (_cluster, Api, Receiver) = (cluster, api, receiver);
        Visitors = new Visitors(cluster.Address);
    }

    public ApiLoad Api { get; }

    public Receiver Receiver { get; }

    public Visitors Visitors { get; }

    public PageClerk? Clerk { get; private set; }

    /// <summary>Starts everybody.</summary>
    public static async Task<MixedLoad> BeginAsync(Cluster cluster, int senders, bool withPages)
    {
        var owner = await cluster.Door.OwnerAsync("yezhu");
        var receiver = await Receiver.StartAsync();
        await cluster.Door.TellAsync("shenpi", receiver.Url);
        var key = await cluster.Door.KeyAsync("shenpi", [ApiScopes.WriteCases, ApiScopes.ReadCases, ApiScopes.ReadEvents], "shenpi2");
        var load = new MixedLoad(cluster, new ApiLoad(cluster.Address, key, owner), receiver);
        for (var agency = 1; agency <= Agencies; agency++)
        {
            var agencyKey = await cluster.Door.KeyAsync($"guanli{agency}", [ApiScopes.ReadEvents, ApiScopes.ReadCases, ApiScopes.AnswerTasks]);
            load._taking.Add(Task.Run(() => load.Api.TakeAsync(agencyKey, load._stopAgencies.Token)));
        }

        for (var sender = 0; sender < senders; sender++)
        {
            load._working.Add(Task.Run(() => load.Api.HandInAsync(load._stop.Token)));
        }

        foreach (var user in new[] { "yezhu", "shenpi" })
        {
            load._working.Add(Task.Run(() => load.Visitors.VisitAsync(user, load._stop.Token)));
        }

        if (withPages)
        {
            var name = Assert.Single(await cluster.QueryAsync(
                """SELECT o."Name" FROM "Organisations" o JOIN "Memberships" m ON m."OrganisationId" = o."Id" JOIN "AspNetUsers" u ON u."Id" = m."UserId" WHERE u."UserName" = 'jigou1'""",
                row => row.GetString(0)));
            load.Clerk = new PageClerk(cluster, 1, name);
            load._working.Add(Task.Run(() => load.Clerk.WorkAsync(load._stop.Token)));
        }

        return load;
    }

    /// <summary>Lets everybody finish what they have begun, and the background work be done.</summary>
    public async Task EndAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_working);
        await _stopAgencies.CancelAsync();
        await Task.WhenAll(_taking);
        var waited = TimeProvider.System.GetTimestamp();
        while (await _cluster.NumberAsync(Waiting) is > 0 and var waiting)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(waited) < DrainLimit, $"{waiting} pieces of background work are still waiting after {DrainLimit}.");
            await Task.Delay(200);
        }
    }

    /// <summary>What was lost or doubled, by kind; empty when all is well.</summary>
    public IReadOnlyList<string> Differences => _differences;

    /// <summary>Compares what was acknowledged with what is there.</summary>
    public async Task<(int Lost, int Doubled)> CountAsync()
    {
        var accepted = Api.Accepted.ToList();
        var listed = (await Api.CasesAsync()).Where(row => row.Status == Marketplace.ApprovalCases.CaseStatus.Accepted).ToList();
        var ids = listed.Where(row => accepted.Contains(row.ExternalNumber)).Select(row => row.CaseId).ToHashSet();
        var tasks = (await _cluster.QueryAsync("""SELECT "CaseId", "Id", "AgencyId" IS NOT NULL FROM "TaskOrders" """, row => (Case: row.GetGuid(0), Id: row.GetGuid(1), HasAgency: row.GetBoolean(2))))
            .Where(row => ids.Contains(row.Case)).ToList();
        var wanted = tasks.Select(task => task.Id).ToHashSet();
        var sent = await LedgerAsync("TaskDispatched", wanted);
        var taken = await LedgerAsync("TaskAccepted", wanted);
        var results = await _cluster.QueryAsync("""SELECT "ReportNumber" FROM "Results" WHERE "ReportNumber" LIKE 'NODES-%'""", row => row.GetString(0));
        var gaps = await _cluster.NumberAsync(
            """SELECT COALESCE(SUM(ABS(c - last)), 0)::bigint FROM (SELECT COUNT(*) AS c, MAX("Position") AS last FROM "FeedEvents" WHERE "Position" IS NOT NULL GROUP BY "OrganisationId") AS feeds""");
        Assert.Equal(0, gaps);

        var (lost, doubled) = (0, 0);
        Count("cases", accepted, listed.Select(row => row.ExternalNumber));
        Count("tasks of a case", ids.SelectMany(id => Enumerable.Range(0, TasksOfACase).Select(task => (id, task))), tasks.GroupBy(task => task.Case).SelectMany(group => group.Select((_, task) => (group.Key, task))));
        Count("tasks with an agency", tasks.Select(task => task.Id), tasks.Where(task => task.HasAgency).Select(task => task.Id));
        Count("dispatches", tasks.Where(task => task.HasAgency).Select(task => task.Id), sent);
        Count("tasks taken", Api.Taken.Where(wanted.Contains).Distinct(), taken);
        Count("reports", Clerk?.Submitted ?? [], results);
        Count("webhooks", await ToReceiverAsync(), Receiver.Events);
        return (lost, doubled);

        void Count<T>(string kind, IEnumerable<T> expected, IEnumerable<T> found)
            where T : notnull
        {
            var counts = found.GroupBy(one => one).ToDictionary(group => group.Key, group => group.Count());
            var missing = expected.Where(one => !counts.ContainsKey(one)).ToList();
            var again = counts.Values.Sum(count => count - 1);
            (lost, doubled) = (lost + missing.Count, doubled + again);
            if (missing.Count + again > 0)
            {
                _differences.Add($"{kind}: {missing.Count} lost ({string.Join(' ', missing.Take(5))}), {again} doubled");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Receiver.DisposeAsync();
        Api.Dispose();
        _stop.Dispose();
        _stopAgencies.Dispose();
    }

    /// <summary>What went to the receiver here; the demonstration has an endpoint of its own.</summary>
    private Task<List<Guid>> ToReceiverAsync() => _cluster.QueryAsync(
        $"""SELECT d."EventId" FROM "WebhookDeliveries" d JOIN "WebhookEndpoints" e ON e."Id" = d."EndpointId" WHERE d."Position" IS NOT NULL AND e."Url" = '{Receiver.Url}'""",
        row => row.GetGuid(0));

    private async Task<List<Guid>> LedgerAsync(string kind, HashSet<Guid> tasks) =>
        [.. (await _cluster.QueryAsync($"""SELECT "TaskOrderId" FROM "LedgerEntries" WHERE "Kind" = '{kind}' AND "TaskOrderId" IS NOT NULL""", row => row.GetGuid(0))).Where(tasks.Contains)];
}
