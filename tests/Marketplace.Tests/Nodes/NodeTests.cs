using Market.Marketplace.ApprovalCases;
using Market.Marketplace.Delivery;
using Market.Marketplace.Nodes;
using Market.Marketplace.Operations;
using Market.Marketplace.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Market.Marketplace.Tests.Nodes;

/// <summary>Two processes on one database.</summary>
public sealed class NodeTests
{
    [Fact]
    public async Task A_change_on_one_node_is_signalled_to_the_pages_open_on_another_and_to_nobody_elses()
    {
        await using var market = await MarketFixture.StartAsync();
        await using var other = market.HostWith(options => options);
        await ExchangeAsync(market.Host, other);
        var (department, stranger) = (0, 0);
        using var first = Signal(other).Subscribe(market.World.Official.OrganisationId!.Value, () => department++);
        using var second = Signal(other).Subscribe(market.World.OtherOfficial.OrganisationId!.Value, () => stranger++);

        await market.FileCaseAsync();
        Assert.Equal(0, department);
        await ExchangeAsync(market.Host, other);
        await ExchangeAsync(market.Host, other);

        Assert.Equal((1, 0), (department, stranger));
    }

    [Fact]
    public async Task Running_nodes_tell_each_other_by_themselves()
    {
        await using var market = await MarketFixture.StartAsync();
        await using var other = market.HostWith(options => options);
        using var here = ServiceOf(market.Host);
        using var there = ServiceOf(other);
        await here.StartAsync(TestContext.Current.CancellationToken);
        await there.StartAsync(TestContext.Current.CancellationToken);
        var (heardThere, heardHere) = (new TaskCompletionSource(), new TaskCompletionSource());
        var filed = await market.FileCaseAsync();
        using var first = Signal(other).Subscribe(market.World.First.Id, () => heardThere.TrySetResult());
        using var second = Signal(market.Host).Subscribe(market.World.First.Id, () => heardHere.TrySetResult());

        // Only the other node may hear of this one, and the other way round: each change is published where it was made.
        await market.RunAsync(market.World.Official, (AcceptCase accept) => accept.ExecuteAsync(filed.Id, filed.Version));
        await heardThere.Task.WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
        heardHere = new TaskCompletionSource();
        Signal(other).Publish([market.World.First.Id]);
        await heardHere.Task.WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);

        await here.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal(IdOf(other), await market.Host.ReadAsync(db => db.Nodes.Select(node => node.Id).SingleAsync()));
        await there.StopAsync(TestContext.Current.CancellationToken);
        Assert.False(await market.Host.ReadAsync(db => db.Nodes.AnyAsync()));
        Assert.False(await market.Host.ReadAsync(db => db.NodeSignals.AnyAsync()));
    }

    [Fact]
    public async Task When_a_node_falls_silent_every_page_reads_again_once()
    {
        await using var market = await MarketFixture.StartAsync();
        await using var other = market.HostWith(options => options);
        await ExchangeAsync(market.Host, other, market.Host);
        var heard = 0;
        using var page = Signal(market.Host).Subscribe(market.World.First.Id, () => heard++);

        market.Clock.Advance(TimeSpan.FromSeconds(14));
        await ExchangeAsync(market.Host);
        Assert.Equal(0, heard);
        market.Clock.Advance(TimeSpan.FromSeconds(2));
        await ExchangeAsync(market.Host, market.Host);
        Assert.Equal(1, heard);

        market.Clock.Advance(TimeSpan.FromMinutes(3));
        await ExchangeAsync(market.Host, market.Host);
        Assert.Equal(1, heard);
        Assert.Equal(IdOf(market.Host), await market.Host.ReadAsync(db => db.Nodes.Select(node => node.Id).SingleAsync()));
    }

    [Fact]
    public async Task A_node_that_was_given_up_and_lives_is_heard_again()
    {
        await using var market = await MarketFixture.StartAsync();
        await using var other = market.HostWith(options => options);
        await ExchangeAsync(market.Host, other, market.Host);
        market.Clock.Advance(TimeSpan.FromMinutes(3));
        await ExchangeAsync(market.Host, market.Host);
        var heard = 0;
        using var page = Signal(market.Host).Subscribe(market.World.First.Id, () => heard++);

        Signal(other).Publish([market.World.First.Id]);
        await ExchangeAsync(other, market.Host);

        Assert.Equal(1, heard);
        Assert.Equal(2, await market.Host.ReadAsync(db => db.Nodes.CountAsync()));
    }

    [Fact]
    public async Task Who_comes_too_late_for_a_signal_reads_everything_again()
    {
        await using var market = await MarketFixture.StartAsync();
        await using var other = market.HostWith(options => options);
        await ExchangeAsync(market.Host, other, market.Host);
        var heard = 0;
        using var page = Signal(other).Subscribe(market.World.First.Id, () => heard++);

        Signal(market.Host).Publish([market.World.OtherOfficial.OrganisationId!.Value]);
        await ExchangeAsync(market.Host);
        market.Clock.Advance(TimeSpan.FromSeconds(70));
        await ExchangeAsync(market.Host);
        Assert.False(await market.Host.ReadAsync(db => db.NodeSignals.AnyAsync()));
        await ExchangeAsync(other);

        Assert.Equal(1, heard);
    }

    [Fact]
    public async Task A_worker_that_lives_keeps_its_message_and_a_dead_ones_passes_on_within_half_a_minute()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, agency) = await market.TakenOrderAsync();
        await market.SealAllAsync(await market.SubmitAsync(order, agency), agency);
        // Every operation takes a second of the test's clock.
        var claim = (await ClaimAllAsync(market))[0];

        market.Clock.Advance(TimeSpan.FromSeconds(12));
        Assert.True(await RenewAsync(market, claim));
        market.Clock.Advance(TimeSpan.FromSeconds(6));
        Assert.DoesNotContain(await ClaimAllAsync(market), other => other.MessageId == claim.MessageId);
        market.Clock.Advance(TimeSpan.FromSeconds(10));
        var second = Assert.Single(await ClaimAllAsync(market));

        Assert.Equal(claim.MessageId, second.MessageId);
        Assert.False(await RenewAsync(market, claim));
    }

    [Fact]
    public async Task A_worker_that_is_told_to_stop_gives_its_message_back_at_once()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, agency) = await market.TakenOrderAsync();
        await market.SealAllAsync(await market.SubmitAsync(order, agency), agency);
        var claim = (await ClaimAsync(market))!;

        Assert.True(await market.RunAsync(Actor.System, (RenewOutboxClaim renew) => renew.ExecuteAsync(claim, isGivenBack: true)));

        Assert.Equal(claim.MessageId, (await ClaimAsync(market))!.MessageId);
    }

    private static IChangeSignal Signal(MarketHost host) => host.Services.GetRequiredService<IChangeSignal>();

    private static Guid IdOf(MarketHost host) => host.Services.GetRequiredService<NodeExchange>().Id;

    private static NodeService ServiceOf(MarketHost host) => new(
        host.Services.GetRequiredService<NodeExchange>(), host.Services.GetRequiredService<SignalBell>(), host.Clock, NullLogger<NodeService>.Instance);

    private static async Task ExchangeAsync(params MarketHost[] hosts)
    {
        foreach (var host in hosts)
        {
            await host.Services.GetRequiredService<NodeExchange>().ExchangeAsync(TestContext.Current.CancellationToken);
        }
    }

    private static Task<OutboxClaim?> ClaimAsync(MarketFixture market) =>
        market.RunAsync(Actor.System, (ClaimOutboxMessage claim) => claim.ExecuteAsync());

    // Notices wait beside the result: everything there is to do at this moment.
    private static async Task<List<OutboxClaim>> ClaimAllAsync(MarketFixture market)
    {
        var all = new List<OutboxClaim>();
        while (await ClaimAsync(market) is { } claim)
        {
            all.Add(claim);
        }

        return all;
    }

    private static Task<bool> RenewAsync(MarketFixture market, OutboxClaim claim) =>
        market.RunAsync(Actor.System, (RenewOutboxClaim renew) => renew.ExecuteAsync(claim));
}
