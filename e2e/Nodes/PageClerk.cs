using System.Collections.Concurrent;
using Market.E2E.Journeys;
using Microsoft.Playwright;

namespace Market.E2E.Nodes;

/// <summary>A clerk of an agency who hands reports in through the pages, in a browser, and when the page breaks off looks whether it was done
/// and otherwise does it again.</summary>
internal sealed class PageClerk(Cluster cluster, int agency, string agencyName)
{
    private const int Tries = 30;
    private int _brokenOff;

    /// <summary>The reports whose submission the page has shown.</summary>
    public ConcurrentBag<string> Submitted { get; } = [];

    /// <summary>Steps that were broken off.</summary>
    public int BrokenOff => _brokenOff;

    /// <summary>Works until told to stop.</summary>
    public async Task WorkAsync(CancellationToken stop)
    {
        var clerk = await RetryAsync(() => cluster.EnterAsync($"jigou{agency}"));
        var done = new HashSet<Guid>();
        while (!stop.IsCancellationRequested)
        {
            var tasks = await cluster.QueryAsync(
                $"""SELECT "Id" FROM "TaskOrders" WHERE "AgencyName" = '{agencyName}' AND "Status" = 'InProgress' AND "ServiceItemName" LIKE '%技术审查%' ORDER BY "CreatedAt" DESC LIMIT 1""",
                row => row.GetGuid(0));
            if (tasks is not [var task] || !done.Add(task))
            {
                await Task.Delay(500, CancellationToken.None);
                continue;
            }

            var number = $"NODES-{agency}-{done.Count:D4}";
            await RetryAsync(async () =>
            {
                await SubmitOnceAsync(clerk, $"/tasks/{task}", number);
                return true;
            });
            Submitted.Add(number);
        }

        await clerk.DisposeAsync();
    }

    private static async Task SubmitOnceAsync(Person clerk, string address, string number)
    {
        await clerk.OpenAsync(address);
        if (await clerk.Main.Locator("tr", new() { HasText = number }).CountAsync() == 0)
        {
            await MainJob.SubmitAsync(clerk, new DispatchedTask("", address, "", null), "technical-review.pdf", number);
        }
    }

    private async Task<T> RetryAsync<T>(Func<Task<T>> step)
    {
        for (var tried = 1; ; tried++)
        {
            try
            {
                return await step();
            }
            catch (Exception e) when (e is PlaywrightException or TimeoutException && tried < Tries)
            {
                Interlocked.Increment(ref _brokenOff);
                await Task.Delay(1000);
            }
        }
    }
}
