using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Market.E2E.Nodes;

/// <summary>The department's own system, told of every event. It takes its time, so that deliveries are under way whenever a node dies.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private static readonly TimeSpan Work = TimeSpan.FromSeconds(1.5);
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<Guid, int> _events = new();

    private Receiver(WebApplication app)
    {
        _app = app;
        _app.MapPost("/hook", async (HttpContext http) =>
        {
            await Task.Delay(Work);
            // evt_ and the event's id, the same on every attempt.
            _events.AddOrUpdate(Guid.Parse(http.Request.Headers["webhook-id"].ToString()["evt_".Length..]), 1, (_, times) => times + 1);
            return Results.NoContent();
        });
    }

    /// <summary>Where it listens.</summary>
    public string Url => new Uri(new Uri(_app.Urls.First()), "hook").AbsoluteUri;

    /// <summary>The events that came.</summary>
    public IReadOnlyCollection<Guid> Events => [.. _events.Keys];

    /// <summary>How many came again, because whoever had sent them died before it could note the answer.</summary>
    public int Repeated => _events.Values.Sum(times => times - 1);

    public static async Task<Receiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new Receiver(builder.Build());
        await receiver._app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
