using System.Globalization;
using System.Net;
using System.Text;
using Market.Marketplace.Webhooks;
using Market.Web.Simulation;

namespace Market.Web.Tests;

/// <summary>What the simulated department's system, which integrators take as their example, does with webhooks that are not what they seem.</summary>
public sealed class WebhookReceiverTests
{
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"type":"task.dispatched","data":{"externalNumber":"SP-1"}}""");
    private readonly string _secret = WebhookSignature.NewSecret();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_webhook_that_comes_again_is_answered_and_passed_over()
    {
        await using var receiver = await StartAsync();
        var now = TimeProvider.System.GetUtcNow();

        Assert.Equal(HttpStatusCode.NoContent, await SendAsync(receiver, "evt_1", now, Body, WebhookSignature.Sign("evt_1", now, Body, _secret)));
        Assert.Equal(HttpStatusCode.NoContent, await SendAsync(receiver, "evt_1", now, Body, WebhookSignature.Sign("evt_1", now, Body, _secret)));

        Assert.False((await receiver.NextAsync(TimeSpan.FromMinutes(1)))!.IsRepeated);
        Assert.True((await receiver.NextAsync(TimeSpan.FromMinutes(1)))!.IsRepeated);
        Assert.Equal((2, 1, 0), (receiver.Calls, receiver.Repeated, receiver.Refused));
    }

    [Fact]
    public async Task A_forged_a_changed_and_a_recorded_webhook_are_refused()
    {
        await using var receiver = await StartAsync();
        var now = TimeProvider.System.GetUtcNow();
        var recorded = now.AddMinutes(-6);

        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync(receiver, "evt_1", now, Body, WebhookSignature.Sign("evt_1", now, Body, WebhookSignature.NewSecret())));
        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync(receiver, "evt_2", now, Body, WebhookSignature.Sign("evt_1", now, Body, _secret)));
        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync(receiver, "evt_1", now, [.. Body, 32], WebhookSignature.Sign("evt_1", now, Body, _secret)));
        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync(receiver, "evt_1", recorded, Body, WebhookSignature.Sign("evt_1", recorded, Body, _secret)));
        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync(receiver, "evt_1", now, Body, ""));

        Assert.Equal((5, 5), (receiver.Calls, receiver.Refused));
    }

    private async Task<WebhookReceiver> StartAsync()
    {
        var receiver = await WebhookReceiver.StartAsync(new Uri("http://127.0.0.1:0/"), 0, TimeProvider.System);
        receiver.Secret = _secret;
        return receiver;
    }

    private static async Task<HttpStatusCode> SendAsync(WebhookReceiver receiver, string id, DateTimeOffset at, byte[] body, string signature)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, receiver.Url) { Content = new ByteArrayContent(body) };
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", signature);
        return (await http.SendAsync(request, Stop)).StatusCode;
    }
}
