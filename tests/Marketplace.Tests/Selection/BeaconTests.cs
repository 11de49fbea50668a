using Market.Marketplace.Operations;
using Market.Marketplace.Procurements;
using Market.Marketplace.Selection;
using Market.Marketplace.Selection.Beacons;
using Market.Marketplace.Tests.Infrastructure;
using Market.Marketplace.Tests.Procurements;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Market.Marketplace.Tests.Selection;

public sealed class BeaconTests
{
    private const long Genesis = 1_595_431_050;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_draw_names_a_round_that_does_not_exist_yet_and_is_finished_with_its_value()
    {
        using var server = new BeaconServer();
        var beacon = Drand(server);
        await using var buying = await Buying.StartAsync(change: options => options with { Beacon = beacon });
        var (first, second, third) = (buying.World.First, buying.World.Second, buying.World.Third);
        var opened = await buying.OpenedAsync(buying.Terms(), (first, null), (second, null), (third, null));
        var plan = (await buying.DrawAsync(opened.DrawId!.Value)).Plan;
        var round = beacon.NumberOf(plan.Outside)!.Value;
        Assert.True(beacon.TimeOf(round) > plan.RevealUntil);
        Assert.True(beacon.TimeOf(round) <= plan.RevealUntil.AddSeconds(beacon.PeriodSeconds));
        using var reader = new BeaconReader(beacon);
        var worker = WorkerOf(buying.Market, beacon, reader);

        Assert.Equal(0, await worker.SweepAsync(Stop));
        buying.Market.Clock.Advance(beacon.TimeOf(round) - buying.Market.Clock.GetUtcNow());
        server.Answer = (_, _) => null;
        Assert.Equal(0, await worker.SweepAsync(Stop));
        server.Answer = (_, number) => BeaconServer.Drand(number);
        Assert.Equal(1, await worker.SweepAsync(Stop));

        var draw = await buying.DrawAsync(opened.DrawId!.Value);
        Assert.Equal((DrawStatus.Finished, BeaconServer.Randomness(round)), (draw.Status, draw.OutsideValue));
        Assert.Contains(plan.Outside.Where, draw.OutsideCitation!, StringComparison.Ordinal);
        // The signature is not checked here: whoever reads the proof is told.
        Assert.Contains("信标签名未核对", draw.OutsideCitation!, StringComparison.Ordinal);
        Assert.Equal(ProcurementStatus.Publicity, (await buying.ReadAsync(opened.Id)).Status);
        Assert.Equal(0, await worker.SweepAsync(Stop));
    }

    [Fact]
    public async Task A_draw_that_named_another_source_is_left_to_it()
    {
        using var server = new BeaconServer();
        await using var buying = await Buying.StartAsync();
        var opened = await buying.OpenedAsync(buying.Terms(), (buying.World.First, null), (buying.World.Second, null), (buying.World.Third, null));
        buying.Market.Clock.Advance(TimeSpan.FromDays(5));
        using var reader = new BeaconReader(Drand(server));

        Assert.Equal(0, await WorkerOf(buying.Market, Drand(server), reader).SweepAsync(Stop));
        Assert.Equal(DrawStatus.Frozen, (await buying.DrawAsync(opened.DrawId!.Value)).Status);
    }

    [Theory]
    [InlineData("another round")]
    [InlineData("another value")]
    [InlineData("another signature")]
    [InlineData("a chain that is broken")]
    [InlineData("no hexadecimal")]
    [InlineData("no json")]
    [InlineData("a list")]
    [InlineData("too much")]
    [InlineData("nothing")]
    public async Task A_beacon_that_lies_or_babbles_is_not_believed(string how)
    {
        using var server = new BeaconServer();
        using var reader = new BeaconReader(Drand(server));
        Assert.Equal(BeaconServer.Randomness(7), await reader.ReadAsync(7, Stop));
        server.Answer = (_, round) => how switch
        {
            "another round" => BeaconServer.Drand(round + 1),
            "another value" => BeaconServer.Drand(round).Replace(BeaconServer.Randomness(round), BeaconServer.Randomness(round, "!"), StringComparison.Ordinal),
            "another signature" => BeaconServer.Drand(round).Replace(BeaconServer.Signature(round), BeaconServer.Signature(round, "!"), StringComparison.Ordinal),
            "a chain that is broken" => BeaconServer.Drand(round).Replace(BeaconServer.Signature(round - 1), BeaconServer.Signature(round - 1, "!"), StringComparison.Ordinal),
            "no hexadecimal" => BeaconServer.Drand(round).Replace(BeaconServer.Randomness(round)[..4], "zzzz", StringComparison.Ordinal),
            "no json" => "<html>",
            "a list" => "[]",
            "too much" => BeaconServer.Drand(round) + new string(' ', 100_000),
            _ => "",
        };

        await Assert.ThrowsAsync<BeaconException>(() => reader.ReadAsync(7, Stop));
    }

    [Fact]
    public async Task Two_relays_that_say_different_values_are_both_not_believed()
    {
        using var server = new BeaconServer();
        using var other = new BeaconServer();
        using var reader = new BeaconReader(Drand(server) with { SecondUrl = other.Url });
        Assert.Equal(BeaconServer.Randomness(7), await reader.ReadAsync(7, Stop));
        // Consistent in itself, and another one.
        other.Answer = (_, round) =>
            $$"""{"round":{{round}},"randomness":"{{BeaconServer.Randomness(round, "!")}}","signature":"{{BeaconServer.Signature(round, "!")}}"}""";

        await Assert.ThrowsAsync<BeaconException>(() => reader.ReadAsync(7, Stop));
    }

    [Fact]
    public async Task A_pulse_is_believed_when_the_one_before_had_committed_to_it()
    {
        using var server = new BeaconServer();
        var beacon = new BeaconSettings { Kind = BeaconKind.Nist, Url = server.Url };
        using var reader = new BeaconReader(beacon);
        var at = new DateTimeOffset(2026, 11, 25, 6, 1, 0, TimeSpan.Zero);
        var source = beacon.FirstAfter(at.AddSeconds(-1));
        Assert.Equal(at.ToUnixTimeMilliseconds(), beacon.NumberOf(source));
        server.Answer = (path, number) => BeaconServer.Nist(DateTimeOffset.FromUnixTimeMilliseconds(number).AddMinutes(path.Contains("previous", StringComparison.Ordinal) ? -1 : 0));

        Assert.Equal(BeaconServer.Value("out", at), await reader.ReadAsync(at.ToUnixTimeMilliseconds(), Stop), ignoreCase: true);

        server.Answer = (_, number) => BeaconServer.Nist(DateTimeOffset.FromUnixTimeMilliseconds(number));
        await Assert.ThrowsAsync<BeaconException>(() => reader.ReadAsync(at.ToUnixTimeMilliseconds(), Stop));
    }

    [Fact]
    public void Settings_without_an_address_or_a_genesis_are_refused()
    {
        Assert.Throws<InvalidOperationException>(() => new BeaconSettings { Kind = BeaconKind.Drand }.Check());
        Assert.Throws<InvalidOperationException>(() => new BeaconSettings { Kind = BeaconKind.Drand, Url = new Uri("https://beacon.example/") }.Check());
        new BeaconSettings().Check();
    }

    private static BeaconSettings Drand(BeaconServer server) => new() { Kind = BeaconKind.Drand, Url = server.Url, GenesisSeconds = Genesis, PeriodSeconds = 30 };

    private static BeaconWorker WorkerOf(MarketFixture market, BeaconSettings beacon, BeaconReader reader) =>
        new(market.Host.Services.GetRequiredService<OperationRunner>(), beacon, reader, market.Clock, NullLogger<BeaconWorker>.Instance);
}
