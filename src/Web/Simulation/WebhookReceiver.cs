using System.Security.Cryptography;
using System.Text.Json;
using System.Threading.Channels;
using Market.Marketplace.Webhooks;

namespace Market.Web.Simulation;

/// <summary>A webhook that was taken.</summary>
internal sealed record TakenWebhook(string Id, string Type, string? ExternalNumber, bool IsRepeated);

/// <summary>The simulator's own HTTP server: checks each signature, knows the ids it has had, and fails as often as told.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TimeProvider _clock;
    private readonly int _failPercent;
    private readonly HashSet<string> _ids = [];
    private readonly Channel<TakenWebhook> _taken = Channel.CreateUnbounded<TakenWebhook>();

    private WebhookReceiver(WebApplication app, int failPercent, TimeProvider clock)
    {
        (_app, _failPercent, _clock) = (app, failPercent, clock);
        _app.MapPost("/hook", TakeAsync);
    }

    public string Url => new Uri(new Uri(_app.Urls.First()), "hook").AbsoluteUri;

    public string? Secret { get; set; }

    public int Calls { get; private set; }

    public int Failed { get; private set; }

    public int Repeated { get; private set; }

    public int Refused { get; private set; }

    public static async Task<WebhookReceiver> StartAsync(Uri listen, int failPercent, TimeProvider clock)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(listen.ToString());
        var receiver = new WebhookReceiver(builder.Build(), failPercent, clock);
        await receiver._app.StartAsync();
        return receiver;
    }

    /// <summary>The next webhook; null when none comes in time.</summary>
    public async Task<TakenWebhook?> NextAsync(TimeSpan patience)
    {
        using var timer = new CancellationTokenSource(patience);
        try
        {
            return await _taken.Reader.ReadAsync(timer.Token);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<IResult> TakeAsync(HttpRequest request)
    {
        using var content = new MemoryStream();
        await request.Body.CopyToAsync(content);
        var body = content.ToArray();
        var id = request.Headers["webhook-id"].ToString();
        lock (_ids)
        {
            Calls++;
            if (Secret is null)
            {
                // Not ready yet: it comes again.
                return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
            }

            if (!WebhookSignature.IsValid(
                id, request.Headers["webhook-timestamp"], request.Headers["webhook-signature"], body, Secret, _clock.GetUtcNow()))
            {
                Refused++;
                return Results.BadRequest();
            }

            if (RandomNumberGenerator.GetInt32(100) < _failPercent)
            {
                Failed++;
                return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
            }

            var isRepeated = !_ids.Add(id);
            Repeated += isRepeated ? 1 : 0;
            using var json = JsonDocument.Parse(body);
            _taken.Writer.TryWrite(new TakenWebhook(
                id, json.RootElement.GetProperty("type").GetString() ?? "",
                json.RootElement.GetProperty("data").TryGetProperty("externalNumber", out var number) ? number.GetString() : null, isRepeated));
            return Results.NoContent();
        }
    }
}
