using Market.Development;
using Market.Marketplace.Operations;
using Market.Marketplace.Results;
using Market.Marketplace.Tests.Infrastructure;
using Market.Marketplace.Trust;
using Market.Marketplace.Verification;
using Microsoft.Extensions.DependencyInjection;

namespace Market.Marketplace.Tests.Trust;

public sealed class TrustAnchorTests
{
    [Fact]
    public async Task A_root_is_trusted_only_after_a_second_person_has_confirmed_it()
    {
        await using var market = await MarketFixture.StartAsync();
        var second = await SecondOperatorAsync(market);
        var root = NewRoot(market);
        var id = await market.RunAsync(market.World.Operator, (ProposeTrust propose) => propose.ExecuteAsync(TrustPurpose.Seals, root, "工信部许可 1 号"));
        Assert.DoesNotContain(await TrustedAsync(market), anchor => anchor.SequenceEqual(root));

        Assert.Equal("second-person", await market.RefusalAsync(
            market.World.Operator, (DecideTrust decide) => decide.ExecuteAsync(id, 1, confirm: true)));
        await market.RunAsync(second, (DecideTrust decide) => decide.ExecuteAsync(id, 1, confirm: true));

        Assert.Contains(await TrustedAsync(market), anchor => anchor.SequenceEqual(root));
    }

    [Fact]
    public async Task Ending_the_trust_takes_two_persons_too_and_makes_accepted_results_doubtful()
    {
        await using var market = await MarketFixture.StartAsync();
        var (delivered, order, _) = await market.DeliveredResultAsync();
        await market.RunAsync(market.World.Official, (AcceptResult accept) => accept.ExecuteAsync(delivered.Id, delivered.Version, ""));
        Assert.Empty(await market.DriftAsync());
        await EndAsync(market, TrustPurpose.Seals);

        await market.SweepAsync();
        await market.SweepAsync();

        var doubtful = Assert.Single(await market.DriftAsync());
        Assert.Equal((order.Number, Verdict.Passed, Verdict.NeedsPerson), (doubtful.TaskOrderNumber, doubtful.VerdictThen, doubtful.VerdictNow));
        Assert.Equal(CheckKind.TrustedSeal, doubtful.Doubtful[0].Kind);
        Assert.Equal(Verdict.Passed, (await market.ResultAsync(market.World.Official, delivered.Id)).Verdict);
    }

    [Fact]
    public async Task A_finding_is_settled_when_the_checks_come_out_as_on_the_day_again()
    {
        await using var market = await MarketFixture.StartAsync();
        var (delivered, _, _) = await market.DeliveredResultAsync();
        await market.RunAsync(market.World.Official, (AcceptResult accept) => accept.ExecuteAsync(delivered.Id, delivered.Version, ""));
        var roots = await EndAsync(market, TrustPurpose.Seals);
        await market.SweepAsync();
        var second = await SecondOperatorAsync(market);
        foreach (var root in roots)
        {
            var id = await market.RunAsync(market.World.Operator, (ProposeTrust propose) => propose.ExecuteAsync(TrustPurpose.Seals, root, "恢复信任"));
            await market.RunAsync(second, (DecideTrust decide) => decide.ExecuteAsync(id, 1, confirm: true));
        }

        await market.SweepAsync();

        Assert.Empty(await market.DriftAsync());
        Assert.Single((await market.RunAsync(market.World.Operator, (ListDrift list) => list.ExecuteAsync(new PageRequest(), settled: true))).Rows);
    }

    [Fact]
    public async Task A_root_the_installation_names_is_entered_once_and_not_brought_back()
    {
        await using var market = await MarketFixture.StartAsync();
        await EndAsync(market, TrustPurpose.Seals);

        Assert.Equal(0, await market.RunAsync(Actor.System, (InstallTrust install) => install.ExecuteAsync()));
        Assert.Empty(await TrustedAsync(market));
    }

    [Fact]
    public async Task What_is_no_certificate_is_refused_in_words()
    {
        await using var market = await MarketFixture.StartAsync();

        Assert.Equal("certificate-unreadable", await market.RefusalAsync(
            market.World.Operator, (ProposeTrust propose) => propose.ExecuteAsync(TrustPurpose.Seals, [1, 2, 3], "许可")));
    }

    private static byte[] NewRoot(MarketFixture market) =>
        DevelopmentPki.OpenOrCreate(TestPki.Instance.NewDirectory("other-root"), market.Clock).Root.RawData;

    private static Task<Actor> SecondOperatorAsync(MarketFixture market) =>
        TestData.PersonAsync(market.Host, "运行复核", market.World.Operator.OrganisationId!.Value, Role.Operator);

    /// <summary>Ends the trust in every root of the purpose; returns them.</summary>
    private static async Task<IReadOnlyList<byte[]>> EndAsync(MarketFixture market, TrustPurpose purpose)
    {
        var second = await SecondOperatorAsync(market);
        var rows = await market.RunAsync(market.World.Operator, (ListTrustAnchors list) => list.ExecuteAsync(new PageRequest()));
        foreach (var row in rows.Rows.Where(anchor => anchor.Purpose == purpose))
        {
            await market.RunAsync(market.World.Operator, (ProposeTrustEnd propose) => propose.ExecuteAsync(row.Id, row.Version, "许可被吊销"));
            await market.RunAsync(second, (DecideTrust decide) => decide.ExecuteAsync(row.Id, row.Version + 1, confirm: true));
        }

        return await market.Host.ReadAsync(db => Task.FromResult(
            db.TrustAnchors.Where(anchor => anchor.Purpose == purpose).Select(anchor => anchor.Certificate).ToList()));
    }

    private static async Task<IReadOnlyList<byte[]>> TrustedAsync(MarketFixture market)
    {
        var trust = await market.Host.Services.GetRequiredService<TrustList>().CurrentAsync(TestContext.Current.CancellationToken);
        return [.. trust.SealAnchors.Select(anchor => anchor.RawData)];
    }
}
