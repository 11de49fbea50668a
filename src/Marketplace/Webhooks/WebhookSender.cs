using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Market.Marketplace.Webhooks;

/// <summary>What became of one attempt.</summary>
/// <param name="StatusCode">The receiver's answer, when there was one.</param>
/// <param name="Error">Why there was none.</param>
/// <param name="RetryAfter">How long the receiver asks to be left alone.</param>
/// <param name="Milliseconds">How long it took.</param>
public sealed record SentWebhook(int? StatusCode, string? Error, TimeSpan? RetryAfter, int Milliseconds);

/// <summary>Sends one webhook over HTTP: redirects are not followed, the answer's body is not read, and <see cref="MarketplaceOptions.WebhookPatience"/> is enough.</summary>
public sealed class WebhookSender : IDisposable
{
    private readonly HttpClient _http;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _patience;

    /// <summary>Sends to permitted targets only.</summary>
    public WebhookSender(WebhookTargets targets, MarketplaceOptions options, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(options);
        _clock = clock;
        _patience = options.WebhookPatience;
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectCallback = targets.ConnectAsync,
            ConnectTimeout = _patience,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            MaxResponseHeadersLength = 16,
        })
        {
            Timeout = _patience,
        };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("Market-Webhooks", "1.0"));
    }

    /// <summary>Sends it; every failure is a value.</summary>
    public async Task<SentWebhook> SendAsync(WebhookClaim claim, IReadOnlyList<string> secrets, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(claim);
        var begun = Stopwatch.GetTimestamp();
        try
        {
            using var request = RequestOf(claim, secrets, _clock.GetUtcNow());
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            return new SentWebhook((int)answer.StatusCode, null, RetryAfterOf(answer), Elapsed());
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException && !ct.IsCancellationRequested)
        {
            return new SentWebhook(null, e is TaskCanceledException ? string.Create(CultureInfo.InvariantCulture, $"no answer within {_patience.TotalSeconds:0} s") : e.InnerException?.Message ?? e.Message, null, Elapsed());
        }

        int Elapsed() => (int)Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
    }

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();

    private static HttpRequestMessage RequestOf(WebhookClaim claim, IReadOnlyList<string> secrets, DateTimeOffset now)
    {
        var body = Encoding.UTF8.GetBytes(claim.Body);
        var id = $"evt_{claim.EventId:N}";
        var request = new HttpRequestMessage(HttpMethod.Post, claim.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.TryAddWithoutValidation("webhook-signature", WebhookSignature.Sign(id, now, body, secrets));
        return request;
    }

    // RFC 9110, 10.2.3: seconds or a date; obeyed with the answers that mean "later".
    private TimeSpan? RetryAfterOf(HttpResponseMessage answer)
    {
        if (answer.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable) || answer.Headers.RetryAfter is not { } asked)
        {
            return null;
        }

        var pause = asked.Delta ?? asked.Date - _clock.GetUtcNow();
        return pause > TimeSpan.Zero ? pause : null;
    }
}
