using Market.Marketplace.Documents;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Results;
using Market.Marketplace.Tests.Infrastructure;

namespace Market.Marketplace.Tests.Results;

/// <summary>提取码: the public page gives the full text to those who hold the code, and to nobody else.</summary>
public sealed class AccessCodeTests
{
    [Fact]
    public async Task The_holder_of_the_code_takes_the_sealed_file_without_signing_in_and_it_is_logged()
    {
        await using var market = await MarketFixture.StartAsync();
        var (result, order, agency) = await market.DeliveredResultAsync();
        var code = (await market.ResultAsync(agency.Clerk, result.Id)).AccessCode!;

        // People write it as they like.
        using var file = await TakeAsync(market, result.PublicId, $" {code[..4].ToLowerInvariant()}-{code[4..]} ");

        Assert.Equal(result.FileSha256, file!.Sha256);
        Assert.Equal(result.FileSize, file.Content.Length);
        var logged = Assert.Single((await market.ResultAsync(agency.Clerk, result.Id)).Timeline, entry => entry.Kind == LedgerKind.ResultTakenByCode);
        Assert.Equal(order.Id, logged.TaskOrderId);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("00000000")]
    [InlineData("提取码")]
    public async Task A_wrong_code_opens_nothing_and_is_logged(string? wrong)
    {
        await using var market = await MarketFixture.StartAsync();
        var (result, _, agency) = await market.DeliveredResultAsync();

        Assert.Null(await TakeAsync(market, result.PublicId, wrong));

        Assert.Contains((await market.ResultAsync(agency.Clerk, result.Id)).Timeline, entry => entry.Kind == LedgerKind.AccessCodeWrong);
    }

    [Fact]
    public async Task Endless_wrong_codes_neither_fill_the_ledger_nor_shut_out_who_holds_the_right_one()
    {
        await using var market = await MarketFixture.StartAsync();
        var (result, _, agency) = await market.DeliveredResultAsync();
        for (var attempt = 0; attempt < 25; attempt++)
        {
            await TakeAsync(market, result.PublicId, "WRONG");
        }

        var read = await market.ResultAsync(agency.Clerk, result.Id);

        Assert.Equal(20, read.Timeline.Count(entry => entry.Kind == LedgerKind.AccessCodeWrong));
        using var file = await TakeAsync(market, result.PublicId, read.AccessCode);
        Assert.NotNull(file);
    }

    [Fact]
    public async Task Agency_owner_and_department_are_shown_the_code_and_the_operator_is_not()
    {
        await using var market = await MarketFixture.StartAsync();
        var (result, _, agency) = await market.DeliveredResultAsync();

        var code = (await market.ResultAsync(agency.Clerk, result.Id)).AccessCode;

        Assert.Matches("^[0-9A-Z]{8}$", code);
        Assert.Equal(code, (await market.ResultAsync(market.World.Owner, result.Id)).AccessCode);
        Assert.Equal(code, (await market.ResultAsync(market.World.Official, result.Id)).AccessCode);
        Assert.Null((await market.ResultAsync(market.World.Operator, result.Id)).AccessCode);
    }

    [Fact]
    public async Task What_the_public_does_not_know_of_is_not_found_whatever_the_code()
    {
        await using var market = await MarketFixture.StartAsync();

        await Assert.ThrowsAsync<NotFoundException>(() => TakeAsync(market, "0123456789ABCDEFGHJKMNPQRS", "00000000"));
    }

    private static Task<OpenedFile?> TakeAsync(MarketFixture market, string publicId, string? code) =>
        market.RunAsync(Actor.Public, (TakeByAccessCode take) => take.ExecuteAsync(publicId, code));
}
