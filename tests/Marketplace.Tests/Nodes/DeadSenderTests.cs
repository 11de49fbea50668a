using Market.Marketplace.Feed;
using Market.Marketplace.Messages;
using Market.Marketplace.Operations;
using Market.Marketplace.Tests.Infrastructure;
using Market.Marketplace.Tests.Messages;
using Market.Marketplace.Webhooks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Market.Marketplace.Tests.Nodes;

/// <summary>What a node had in its hands to send out when it died goes on within half a minute, and not before it might still be at it.</summary>
public sealed class DeadSenderTests
{
    private static readonly TimeSpan HalfAMinute = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Webhooks_of_a_dead_node_go_on_within_half_a_minute()
    {
        await using var market = await MarketFixture.StartAsync(options => options with { WebhookNetworks = ["127.0.0.0/8"] });
        await market.RunAsync(market.World.Official, (EnterWebhook enter) => enter.ExecuteAsync("http://127.0.0.1:9/hook"));
        await market.FileCaseAsync();
        await PlaceAsync(market.Host);
        var endpoint = Assert.Single(await market.Host.ReadAsync(db => db.WebhookEndpoints.Select(row => row.Id).ToListAsync()));
        var held = await ClaimAsync(market, endpoint);
        Assert.NotEmpty(held);

        // A batch ends after 12 s at the latest: nothing is begun after 2 s, and no receiver is waited for longer than 10 s.
        market.Clock.Advance(TimeSpan.FromSeconds(12));
        Assert.Empty(await ClaimAsync(market, endpoint));
        market.Clock.Advance(TimeSpan.FromSeconds(4));

        Assert.Equal(held.Order(), (await ClaimAsync(market, endpoint)).Order());
    }

    [Fact]
    public async Task A_message_of_a_dead_node_goes_on_within_half_a_minute()
    {
        await using var mail = new MailServer();
        await using var market = await MarketFixture.StartAsync();
        await using var host = market.HostWithMessages(new MessageOptions { SmtpHost = "127.0.0.1", SmtpPort = mail.Port, SmtpEncrypted = false, From = "market@example.cn" });
        await host.RunAsync(market.World.Official, (ProveMessageAddress prove) => prove.ExecuteAsync(MessageChannel.Email, "li.shenpi@example.cn"));
        var held = await ClaimMessageAsync(host);
        Assert.NotNull(held);

        market.Clock.Advance(new MessageOptions().Patience);
        Assert.Null(await ClaimMessageAsync(host));
        market.Clock.Advance(HalfAMinute - new MessageOptions().Patience - TimeSpan.FromSeconds(1));

        Assert.Equal(held.Id, (await ClaimMessageAsync(host))!.Id);
    }

    private static Task<int> PlaceAsync(MarketHost host) => host.Services.GetRequiredService<FeedWorker>().DrainAsync(TestContext.Current.CancellationToken);

    private static async Task<List<Guid>> ClaimAsync(MarketFixture market, Guid endpoint) =>
        [.. (await market.RunAsync(Actor.System, (ClaimWebhooks claim) => claim.ExecuteAsync(endpoint))).Claims.Select(claim => claim.DeliveryId)];

    private static Task<MessageClaim?> ClaimMessageAsync(MarketHost host) => host.RunAsync(Actor.System, (ClaimMessage claim) => claim.ExecuteAsync());
}
