using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using Market.Marketplace.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Market.Marketplace.Tests.Chaos;

/// <summary>A department's own system: a real HTTP server that checks the signature of each webhook, takes an id once and enters
/// the dispatch. It fails as often as told, in the four ways in which such systems do.</summary>
internal sealed class DispatchReceiver : IAsyncDisposable
{
    private const string Dispatched = "task.dispatched";
    private readonly WebApplication _app;
    private readonly int _failing;
    private readonly ConcurrentDictionary<string, bool> _ids = new();
    private int _calls;
    private int _failures;
    private int _repeated;
    private int _forged;

    private DispatchReceiver(WebApplication app, int failing)
    {
        _app = app;
        _failing = failing;
        _app.MapPost("/hook", TakeAsync);
    }

    /// <summary>How often each task order was entered; a receiver that works enters each once.</summary>
    public ConcurrentDictionary<Guid, int> Entered { get; } = new();

    /// <summary>The secret of the endpoint, once it is known.</summary>
    public string? Secret { get; set; }

    public int Calls => _calls;

    public int Failures => _failures;

    /// <summary>Calls with an id that had been taken before: what the receiver's own memory of ids is for.</summary>
    public int Repeated => _repeated;

    public int Forged => _forged;

    public string Url => new Uri(new Uri(_app.Urls.First()), "hook").AbsoluteUri;

    public static async Task<DispatchReceiver> StartAsync(int failingPercent)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new DispatchReceiver(builder.Build(), failingPercent);
        await receiver._app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        Interlocked.Increment(ref _calls);
        using var content = new MemoryStream();
        await http.Request.Body.CopyToAsync(content);
        var fails = RandomNumberGenerator.GetInt32(100) < _failing;
        if (!fails)
        {
            http.Response.StatusCode = Enter(http.Request.Headers, content.ToArray()) ? StatusCodes.Status204NoContent : StatusCodes.Status400BadRequest;
            return;
        }

        Interlocked.Increment(ref _failures);
        switch (RandomNumberGenerator.GetInt32(4))
        {
            case 0:
                http.Response.StatusCode = StatusCodes.Status500InternalServerError;
                break;
            case 1:
                http.Abort();
                break;
            case 2:
                // Entered, and the answer says otherwise.
                Enter(http.Request.Headers, content.ToArray());
                http.Response.StatusCode = StatusCodes.Status502BadGateway;
                break;
            default:
                // Entered, and the answer is lost.
                Enter(http.Request.Headers, content.ToArray());
                http.Abort();
                break;
        }
    }

    private bool Enter(IHeaderDictionary headers, byte[] body)
    {
        var id = headers["webhook-id"].ToString();
        if (!WebhookSignature.IsValid(id, headers["webhook-timestamp"], headers["webhook-signature"], body, Secret!, TimeProvider.System.GetUtcNow()))
        {
            Interlocked.Increment(ref _forged);
            return false;
        }

        if (!_ids.TryAdd(id, true))
        {
            Interlocked.Increment(ref _repeated);
            return true;
        }

        using var json = JsonDocument.Parse(body);
        if (json.RootElement.GetProperty("type").GetString() == Dispatched)
        {
            Entered.AddOrUpdate(json.RootElement.GetProperty("data").GetProperty("taskOrderId").GetGuid(), 1, (_, times) => times + 1);
        }

        return true;
    }
}
