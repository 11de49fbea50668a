using Market.Marketplace.Operations;
using Market.Marketplace.Results;
using Market.Marketplace.Supervision;
using Market.Marketplace.TaskOrders;
using Market.Marketplace.Tests.Infrastructure;
using Market.Marketplace.Verification;

namespace Market.Marketplace.Tests.Results;

public sealed class VerificationTests
{
    [Fact]
    public async Task A_result_that_fails_goes_back_to_the_agency_and_never_to_the_desk()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, agency) = await market.TakenOrderAsync();
        var result = await market.SealAllAsync(await market.SubmitAsync(order, agency), agency);
        await SealingRefusalTests.SuspendAsync(market, agency, agency.UnitSeal);

        await market.Host.DrainAsync();

        var failed = await market.ResultAsync(agency.Clerk, result.Id);
        Assert.Equal((ResultStatus.VerificationFailed, Verdict.Failed), (failed.Status, failed.Verdict!.Value));
        Assert.Equal("seal-stopped", failed.Verification![CheckKind.InForce].Code);
        Assert.Equal(TaskOrderStatus.InProgress, (await market.OrderAsync(agency.Clerk, order.Id)).Status);
        Assert.Equal("not-found", await market.RefusalAsync(market.World.Official, (GetResult get) => get.ExecuteAsync(result.Id)));
    }

    [Fact]
    public async Task Verifying_twice_delivers_once()
    {
        await using var market = await MarketFixture.StartAsync();
        var (result, _, _) = await market.DeliveredResultAsync();

        var again = await market.RunAsync(Actor.System, (VerifyAndDeliver verify) => verify.ExecuteAsync(result.Id));

        Assert.Null(again);
        Assert.Equal(0, await market.Host.DrainAsync());
    }

    [Fact]
    public async Task Silence_returns_nothing_and_an_empty_return_is_refused()
    {
        await using var market = await MarketFixture.StartAsync();
        var (result, _, _) = await market.DeliveredResultAsync();
        var onDesk = await market.ResultAsync(market.World.Official, result.Id);

        var refusal = await market.RefusalAsync(market.World.Official, (ReturnResult back) => back.ExecuteAsync(onDesk.Id, onDesk.Version, [], ""));

        Assert.Equal("defects-missing", refusal);
    }

    [Fact]
    public async Task Two_officials_decide_once()
    {
        await using var market = await MarketFixture.StartAsync();
        var (result, _, _) = await market.DeliveredResultAsync();
        var onDesk = await market.ResultAsync(market.World.Official, result.Id);
        await market.RunAsync(market.World.Official, (AcceptResult accept) => accept.ExecuteAsync(onDesk.Id, onDesk.Version, ""));

        var stale = await market.RefusalAsync(market.World.Official, (AcceptResult accept) => accept.ExecuteAsync(onDesk.Id, onDesk.Version, ""));
        var current = await market.ResultAsync(market.World.Official, result.Id);
        var decided = await market.RefusalAsync(market.World.Official, (AcceptResult accept) => accept.ExecuteAsync(current.Id, current.Version, ""));

        Assert.Equal(("changed-meanwhile", "result-state"), (stale, decided));
    }

    [Fact]
    public async Task A_message_that_fails_waits_shows_as_stuck_and_is_tried_again()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, agency) = await market.TakenOrderAsync();
        await market.Host.DrainAsync();
        var result = await market.SealAllAsync(await market.SubmitAsync(order, agency), agency);
        var blob = Directory.EnumerateFiles(market.BlobDirectory, result.FileSha256, SearchOption.AllDirectories).Single();
        File.Move(blob, blob + ".away");

        var done = await market.Host.DrainAsync();
        market.Clock.Advance(TimeSpan.FromMinutes(2));
        var stuck = await market.RunAsync(market.World.Operator, (ListStuckWork list) => list.ExecuteAsync());
        File.Move(blob + ".away", blob);
        await market.RunAsync(market.World.Operator, (PushAgain push) => push.ExecuteAsync(Assert.Single(stuck).Id));

        Assert.Equal((0, 1), (done, await market.Host.DrainAsync()));
        Assert.Equal(ResultStatus.Delivered, (await market.ResultAsync(agency.Clerk, result.Id)).Status);
    }
}
