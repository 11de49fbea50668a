using System.Text;
using Market.Marketplace.ApprovalCases;
using Market.Marketplace.Results;
using Market.Marketplace.TaskOrders;
using Market.Marketplace.Tests.Infrastructure;
using Market.Signing;

namespace Market.Marketplace.Tests.TaskOrders;

public sealed class SettlementTests
{
    private static readonly DateOnly From = new(2026, 11, 1);
    private static readonly DateOnly To = new(2026, 11, 30);

    [Fact]
    public async Task An_accepted_result_is_settled_whole_and_a_stopped_task_by_the_work_done()
    {
        await using var market = await MarketFixture.StartAsync();
        var (result, order, agency) = await market.DeliveredResultAsync();
        var delivered = await market.ResultAsync(market.World.Official, result.Id);
        await market.RunAsync(market.World.Official, (AcceptResult accept) => accept.ExecuteAsync(delivered.Id, delivered.Version, "同意"));
        var other = (await market.CaseAsync(market.World.Official, order.CaseId)).TaskOrders.Single(row => row.Id != order.Id);
        var otherClerk = market.World.AgencyOf(other.AgencyId!.Value).Clerk;
        await market.RunAsync(otherClerk, (AcceptTaskOrder accept) => accept.ExecuteAsync(other.Id, other.Version));
        await PriceAsync(market, order.Id, 12_000.50m, "=HT-2026-01");
        await PriceAsync(market, other.Id, 999.99m, null);
        market.Clock.SetTo(new DateOnly(2026, 11, 24));
        var owned = await market.CaseAsync(market.World.Owner, order.CaseId);
        await market.RunAsync(market.World.Owner, (WithdrawCase withdraw) => withdraw.ExecuteAsync(owned.Id, owned.Version, "调整"));

        var sheet = await market.RunAsync(market.World.Official, (GetSettlement get) => get.ExecuteAsync(From, To));
        var own = await market.RunAsync(agency.Clerk, (GetSettlement get) => get.ExecuteAsync(From, To));

        Assert.Equal([(100, 12_000.50m), (20, 200.00m)], sheet.Rows.OrderByDescending(row => row.Due).Select(row => (row.DonePercent, row.Due!.Value)));
        Assert.Equal(12_200.50m, sheet.Total);
        Assert.Equal(order.Id, Assert.Single(own.Rows).TaskOrderId);
        Assert.Contains("'=HT-2026-01", Encoding.UTF8.GetString(sheet.ToCsv()), StringComparison.Ordinal);
        Assert.Empty((await market.RunAsync(market.World.Official, (GetSettlement get) => get.ExecuteAsync(To.AddDays(1), To.AddDays(30)))).Rows);
    }

    [Fact]
    public async Task An_absurd_amount_or_period_is_refused()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, _) = await market.TakenOrderAsync();

        Assert.Equal("amount-invalid", await market.RefusalAsync(market.World.Official, (FixPrice fix) => fix.ExecuteAsync(order.Id, order.Version, -1m)));
        Assert.Equal("amount-invalid", await market.RefusalAsync(market.World.Official, (FixPrice fix) => fix.ExecuteAsync(order.Id, order.Version, 1.005m)));
        Assert.Equal("period-invalid", await market.RefusalAsync(market.World.Official, (GetSettlement get) => get.ExecuteAsync(To, From)));
    }

    [Fact]
    public async Task The_sheet_is_drawn_as_a_document_under_the_platforms_seal()
    {
        await using var market = await MarketFixture.StartAsync();
        var (result, order, agency) = await market.DeliveredResultAsync();
        await PriceAsync(market, order.Id, 12_000.50m, "HT-2026-01");
        var delivered = await market.ResultAsync(market.World.Official, result.Id);
        await market.RunAsync(market.World.Official, (AcceptResult accept) => accept.ExecuteAsync(delivered.Id, delivered.Version, "同意"));

        using var file = new MemoryStream(await market.RunAsync(agency.Clerk, (DrawSettlement draw) => draw.ExecuteAsync(From, To)));

        var report = PdfSealValidator.Validate(file, new ValidationOptions { TrustAnchors = [], AsOf = market.Clock.GetUtcNow() });
        Assert.StartsWith(TestNoticeSeal.Name, Assert.Single(report.Signatures).SignerName, StringComparison.Ordinal);
        Assert.Equal("period-invalid", await market.RefusalAsync(agency.Clerk, (DrawSettlement draw) => draw.ExecuteAsync(To, From)));
    }

    private static async Task PriceAsync(MarketFixture market, Guid id, decimal amount, string? contract)
    {
        var order = await market.OrderAsync(market.World.Official, id);
        await market.RunAsync(market.World.Official, (FixPrice fix) => fix.ExecuteAsync(id, order.Version, amount, contract));
    }
}
