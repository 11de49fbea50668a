using System.Text;
using System.Text.Json;
using Market.Marketplace.Feed;
using Market.Marketplace.Operations;
using Market.Marketplace.Supervision;
using Market.Marketplace.Tests.Feed;
using Market.Marketplace.Tests.Infrastructure;
using Market.Marketplace.Webhooks;
using Microsoft.Extensions.DependencyInjection;

namespace Market.Marketplace.Tests.Webhooks;

public sealed class WebhookTests
{
    private static readonly string[] Loopback = ["127.0.0.0/8"];

    [Fact]
    public async Task A_webhook_carries_a_stable_id_and_a_signature_that_the_receiver_can_check()
    {
        await using var market = await StartAsync();
        await using var receiver = new Receiver();
        var secret = await EnterAsync(market, receiver);

        await WriteAsync(market, "GH-1");
        await SendAsync(market);

        var received = Assert.Single(receiver.Taken);
        var body = Encoding.UTF8.GetBytes(received.Body);
        var now = market.Clock.GetUtcNow();
        Assert.True(WebhookSignature.IsValid(received.Id, received.Timestamp, received.Signature, body, secret.Secret, now));
        Assert.False(WebhookSignature.IsValid(received.Id, received.Timestamp, received.Signature, [.. body, 32], secret.Secret, now));
        Assert.False(WebhookSignature.IsValid("evt_other", received.Timestamp, received.Signature, body, secret.Secret, now));
        Assert.False(WebhookSignature.IsValid(received.Id, received.Timestamp, received.Signature, body, WebhookSignature.NewSecret(), now));
        Assert.False(WebhookSignature.IsValid(received.Id, received.Timestamp, received.Signature, body, secret.Secret, now.AddMinutes(6)));
        var json = JsonDocument.Parse(received.Body).RootElement;
        Assert.Equal("case.filed", json.GetProperty("type").GetString());
        Assert.Equal(1, json.GetProperty("data").GetProperty("position").GetInt64());
        Assert.Equal("GH-1", json.GetProperty("data").GetProperty("number").GetString());
    }

    [Fact]
    public void The_signature_is_that_of_the_standard()
    {
        // The example of the Standard Webhooks specification's reference libraries.
        var signature = WebhookSignature.Sign(
            "msg_p5jXN8AQM9LWM0D4loKWxJek", DateTimeOffset.FromUnixTimeSeconds(1614265330), "{\"test\": 2432232314}"u8, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

        Assert.Equal("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", signature);
    }

    [Fact]
    public async Task What_failed_is_sent_again_with_the_same_bytes_under_the_same_id()
    {
        await using var market = await StartAsync();
        var failures = 3;
        await using var receiver = new Receiver(_ => new Reply(Interlocked.Decrement(ref failures) >= 0 ? 500 : 200));
        await EnterAsync(market, receiver);
        await WriteAsync(market, "GH-1");

        for (var i = 0; i < 6; i++)
        {
            await SendAsync(market);
            market.Clock.Advance(TimeSpan.FromSeconds(30));
        }

        Assert.Equal(4, receiver.All.Count);
        Assert.Single(receiver.All.Select(one => (one.Id, one.Body)).Distinct());
        Assert.Single(receiver.Taken);
        var row = Assert.Single((await DeliveriesAsync(market)).Rows);
        Assert.Equal((DeliveryStatus.Delivered, 4), (row.Status, row.Attempts));
        Assert.Equal([500, 500, 500, 200], row.Log.Select(attempt => attempt.StatusCode));
    }

    [Fact]
    public async Task A_delivery_is_tried_for_fifteen_days_and_can_be_pushed_after_that()
    {
        await using var market = await StartAsync();
        var down = true;
        await using var receiver = new Receiver(_ => new Reply(down ? 503 : 200));
        var endpoint = await EnterAsync(market, receiver);
        await WriteAsync(market, "GH-1");
        var begun = market.Clock.GetUtcNow();

        while (await SendAsync(market) == 0 && market.Clock.GetUtcNow() - begun < TimeSpan.FromDays(16))
        {
            market.Clock.Advance(TimeSpan.FromHours(1));
        }

        var row = Assert.Single((await DeliveriesAsync(market)).Rows);
        Assert.Equal(DeliveryStatus.GivenUp, row.Status);
        Assert.InRange(row.Log[^1].At - begun, TimeSpan.FromDays(14), TimeSpan.FromDays(15));
        Assert.InRange(row.Attempts, 20, 60);

        down = false;
        await market.RunAsync(market.World.Official, (ReplayWebhooks replay) => replay.ExecuteAsync(endpoint.Id, row.Id));
        market.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(1, await SendAsync(market));
    }

    [Fact]
    public async Task A_receiver_that_is_gone_disables_its_endpoint_and_nothing_is_lost()
    {
        await using var market = await StartAsync();
        var gone = true;
        await using var receiver = new Receiver(_ => new Reply(gone ? 410 : 200));
        var endpoint = await EnterAsync(market, receiver);
        await WriteAsync(market, "GH-1");
        await SendAsync(market);
        await WriteAsync(market, "GH-2");
        market.Clock.Advance(TimeSpan.FromDays(1));
        await SendAsync(market);

        Assert.Single(receiver.All);
        Assert.Equal((WebhookStatus.Disabled, "gone", 2), (await OnlyAsync(market)) is var row ? (row.Status, row.DisabledReason, row.Waiting) : default);

        gone = false;
        await market.RunAsync(market.World.Official, (SwitchWebhook change) => change.ExecuteAsync(endpoint.Id, active: true));
        Assert.Equal(2, await SendAsync(market));
    }

    [Fact]
    public async Task A_receiver_that_asks_for_time_gets_it()
    {
        await using var market = await StartAsync();
        var busy = true;
        await using var receiver = new Receiver(_ => busy ? new Reply(429, "Retry-After: 600") : new Reply(200));
        await EnterAsync(market, receiver);
        await WriteAsync(market, "GH-1");
        await SendAsync(market);
        busy = false;

        market.Clock.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal(0, await SendAsync(market));
        market.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(1, await SendAsync(market));
    }

    [Fact]
    public async Task A_redirect_is_a_failure_and_is_not_followed()
    {
        await using var market = await StartAsync();
        await using var elsewhere = new Receiver();
        await using var receiver = new Receiver(_ => new Reply(302, $"Location: {elsewhere.Url}"));
        await EnterAsync(market, receiver);
        await WriteAsync(market, "GH-1");

        await SendAsync(market);

        Assert.Empty(elsewhere.All);
        Assert.Equal(302, Assert.Single((await DeliveriesAsync(market)).Rows).Log[0].StatusCode);
    }

    [Fact]
    public async Task While_a_secret_is_exchanged_the_old_and_the_new_one_both_fit()
    {
        await using var market = await StartAsync();
        await using var receiver = new Receiver();
        var old = await EnterAsync(market, receiver);
        var renewed = await market.RunAsync(market.World.Official, (RotateWebhookSecret rotate) => rotate.ExecuteAsync(old.Id));
        await WriteAsync(market, "GH-1");
        await SendAsync(market);
        market.Clock.Advance(TimeSpan.FromHours(25));
        await WriteAsync(market, "GH-2");
        await SendAsync(market);

        Assert.Equal([true, true, false, true], receiver.Taken.SelectMany(one => new[] { Fits(one, old.Secret), Fits(one, renewed.Secret) }));
    }

    [Fact]
    public async Task A_receiver_that_fails_twenty_times_is_tried_with_one_delivery_at_a_time_until_it_answers()
    {
        await using var market = await StartAsync();
        var down = true;
        await using var receiver = new Receiver(_ => new Reply(down ? 500 : 200));
        await EnterAsync(market, receiver);
        for (var i = 0; i < 30; i++)
        {
            await WriteAsync(market, $"GH-{i}");
        }

        await SendAsync(market);
        Assert.Equal(30, receiver.All.Count);
        market.Clock.Advance(TimeSpan.FromMinutes(15));
        await SendAsync(market);
        Assert.Equal(31, receiver.All.Count);
        await SendAsync(market);
        Assert.Equal(31, receiver.All.Count);

        down = false;
        market.Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.Equal(30, await SendAsync(market));
    }

    [Fact]
    public async Task A_receiver_that_never_answers_delays_nobody_else()
    {
        // Longer than any test: only the receiver's end ends the wait, however busy the machine is.
        await using var market = await MarketFixture.StartAsync(options => options with { WebhookNetworks = Loopback, WebhookPatience = TimeSpan.FromHours(1) });
        await using var receiver = new Receiver();
        await using var silent = new Receiver(_ => new Reply(0, Hangs: true));
        await EnterAsync(market, silent);
        await EnterAsync(market, receiver);
        await WriteAsync(market, "GH-1");

        var sending = SendAsync(market);
        while (receiver.Taken.IsEmpty)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        Assert.False(sending.IsCompleted);
        await silent.CloseAsync();
        Assert.Equal(1, await sending);
    }

    [Fact]
    public async Task Events_of_one_case_arrive_in_their_order_even_when_the_first_fails()
    {
        await using var market = await StartAsync();
        var first = true;
        await using var receiver = new Receiver(one => new Reply(one.Body.Contains("case.filed", StringComparison.Ordinal) && Interlocked.Exchange(ref first, false) ? 500 : 200));
        await EnterAsync(market, receiver);
        await market.AcceptedCaseAsync();

        for (var i = 0; i < 4; i++)
        {
            await SendAsync(market);
            market.Clock.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.Equal(
            ["case.filed", "case.accepted", "task.dispatched", "task.dispatched"],
            receiver.Taken.Select(one => JsonDocument.Parse(one.Body).RootElement.GetProperty("type").GetString()));
    }

    [Theory]
    [InlineData("https://10.1.2.3/hook", "webhook-address-inside")]
    [InlineData("https://[::1]/hook", "webhook-address-inside")]
    [InlineData("https://169.254.169.254/latest/meta-data", "webhook-address-inside")]
    [InlineData("https://[::ffff:192.168.1.1]/hook", "webhook-address-inside")]
    [InlineData("https://localhost/hook", "webhook-address-inside")]
    [InlineData("http://hooks.example/hook", "webhook-address-plain")]
    [InlineData("ftp://hooks.example/hook", "webhook-address")]
    [InlineData("https://user:word@hooks.example/", "webhook-address")]
    [InlineData("hooks", "webhook-address")]
    public async Task An_address_inside_is_refused(string url, string code)
    {
        await using var market = await MarketFixture.StartAsync();

        Assert.Equal(code, await market.RefusalAsync(market.World.Official, (EnterWebhook enter) => enter.ExecuteAsync(url)));
    }

    [Fact]
    public async Task A_name_that_leads_inside_is_found_out_when_it_is_connected_to()
    {
        await using var market = await StartAsync();
        await using var receiver = new Receiver();
        await EnterAsync(market, receiver);
        await WriteAsync(market, "GH-1");
        await market.Host.Services.GetRequiredService<FeedWorker>().DrainAsync(TestContext.Current.CancellationToken);

        // The same installation, which no longer permits the network.
        await using var strict = market.HostWith(options => options with { WebhookNetworks = [] });
        await strict.Services.GetRequiredService<WebhookWorker>().DrainAsync(TestContext.Current.CancellationToken);

        Assert.Empty(receiver.All);
        Assert.Contains("not permitted", Assert.Single((await DeliveriesAsync(market)).Rows).Log[0].Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_receiver_does_not_take_is_stuck_work_that_can_be_pushed()
    {
        await using var market = await StartAsync();
        var down = true;
        await using var receiver = new Receiver(_ => new Reply(down ? 429 : 200, "Retry-After: 86400"));
        var endpoint = await EnterAsync(market, receiver);
        await WriteAsync(market, "GH-1");
        await SendAsync(market);
        market.Clock.Advance(TimeSpan.FromMinutes(2));

        var stuck = Assert.Single(await market.RunAsync(market.World.Operator, (ListStuckWork list) => list.ExecuteAsync()));
        Assert.Equal((StuckKind.Webhook, endpoint.Id, 1, "HTTP 429"), (stuck.Kind, stuck.Id, stuck.Attempts, stuck.Reason));
        down = false;
        await market.RunAsync(market.World.Operator, (PushAgain push) => push.ExecuteAsync(endpoint.Id));
        Assert.Equal(1, await SendAsync(market));
        Assert.Empty(await market.RunAsync(market.World.Operator, (ListStuckWork list) => list.ExecuteAsync()));
    }

    [Fact]
    public async Task Another_organisation_sees_and_steers_none_of_it()
    {
        await using var market = await StartAsync();
        await using var receiver = new Receiver();
        var endpoint = await EnterAsync(market, receiver);

        Assert.Empty(await market.RunAsync(market.World.OtherOfficial, (ListWebhooks list) => list.ExecuteAsync()));
        Assert.Equal("not-found", await market.RefusalAsync(market.World.OtherOfficial, (RotateWebhookSecret rotate) => rotate.ExecuteAsync(endpoint.Id)));
        Assert.Equal("not-found", await market.RefusalAsync(market.World.OtherOfficial, (SwitchWebhook change) => change.ExecuteAsync(endpoint.Id, false)));
        Assert.Equal("not-found", await market.RefusalAsync(market.World.OtherOfficial, (ReplayWebhooks replay) => replay.ExecuteAsync(endpoint.Id)));
    }

    private static Task<MarketFixture> StartAsync() =>
        MarketFixture.StartAsync(options => options with { WebhookNetworks = Loopback });

    private static Task<WebhookSecret> EnterAsync(MarketFixture market, Receiver receiver) =>
        market.RunAsync(market.World.Official, (EnterWebhook enter) => enter.ExecuteAsync(receiver.Url));

    private static Task<int> WriteAsync(MarketFixture market, string number) =>
        market.RunAsync(market.World.Official, (WriteEvents write) => write.ExecuteAsync(number));

    private static async Task<int> SendAsync(MarketFixture market)
    {
        await market.Host.Services.GetRequiredService<FeedWorker>().DrainAsync(TestContext.Current.CancellationToken);
        return await market.Host.Services.GetRequiredService<WebhookWorker>().DrainAsync(TestContext.Current.CancellationToken);
    }

    private static Task<PagedList<WebhookDeliveryRow>> DeliveriesAsync(MarketFixture market) =>
        market.RunAsync(market.World.Official, (ListWebhookDeliveries list) => list.ExecuteAsync(new PageRequest()));

    private static async Task<WebhookRow> OnlyAsync(MarketFixture market) =>
        Assert.Single(await market.RunAsync(market.World.Official, (ListWebhooks list) => list.ExecuteAsync()));

    private static bool Fits(Received received, string secret) => WebhookSignature.IsValid(
        received.Id, received.Timestamp, received.Signature, Encoding.UTF8.GetBytes(received.Body), secret,
        DateTimeOffset.FromUnixTimeSeconds(long.Parse(received.Timestamp, System.Globalization.CultureInfo.InvariantCulture)));
}
