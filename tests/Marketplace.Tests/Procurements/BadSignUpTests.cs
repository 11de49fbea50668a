using Market.Marketplace.Operations;
using Market.Marketplace.Procurements;

namespace Market.Marketplace.Tests.Procurements;

/// <summary>Requests made by hand, past what the pages offer.</summary>
public sealed class BadSignUpTests
{
    [Fact]
    public async Task Two_bids_of_one_agency_are_one_the_later()
    {
        await using var buying = await Buying.StartAsync();
        var id = await buying.PublishAsync(buying.Terms(SelectionMethod.LowestPrice));
        var second = await TestData.PersonAsync(buying.Market.Host, "另一经办", buying.World.First.Id, Role.AgencyClerk);
        var receipt = await buying.SignUpAsync(id, buying.World.First, 90_000m);

        var later = await buying.Market.RunAsync(second, (HandInSignUp handIn) => handIn.ExecuteAsync(id, 80_000m, null));

        Assert.Equal(receipt.Number, later.Number);
        await buying.SweepAtAsync((await buying.ReadAsync(id)).SignUpUntil!.Value);
        Assert.Equal(80_000m, Assert.Single((await buying.ReadAsync(id)).Outcome!.Applicants).Amount);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("0.001")]
    [InlineData("100000.01")]
    [InlineData("79228162514264337593543950335")]
    public async Task An_absurd_amount_is_refused_and_nothing_is_stored(string amount)
    {
        await using var buying = await Buying.StartAsync();
        var id = await buying.PublishAsync(buying.Terms(SelectionMethod.LowestPrice));

        Assert.Equal("offer-amount", await buying.Market.RefusalAsync(buying.World.First.Clerk, (HandInSignUp handIn) =>
            handIn.ExecuteAsync(id, decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture), null)));

        Assert.Null((await buying.ReadAsync(id, buying.World.First.Clerk)).SignUp);
        Assert.Equal(0, await buying.Market.Host.ReadAsync(db => Task.FromResult(db.Procurements.Single(row => row.Id == id).SignUpCount)));
    }

    [Theory]
    [InlineData("0", null)]
    [InlineData("-5", null)]
    [InlineData("100.005", null)]
    [InlineData("1000000000.01", null)]
    [InlineData("79228162514264337593543950335", null)]
    [InlineData("100", "100.01")]
    [InlineData("100", "-1")]
    public async Task Absurd_limits_are_refused_before_they_are_stored(string highest, string? lowest)
    {
        await using var buying = await Buying.StartAsync();
        var terms = buying.Terms(SelectionMethod.LowestPrice) with { HighestAmount = Number(highest), LowestAmount = lowest is null ? null : Number(lowest) };

        Assert.Equal("procurement-amount", await buying.Market.RefusalAsync(buying.World.Owner, (DraftProcurement draft) => draft.ExecuteAsync(terms)));

        static decimal Number(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task What_was_not_asked_for_and_whats_not_theirs_is_refused()
    {
        await using var buying = await Buying.StartAsync();
        var random = await buying.PublishAsync();
        var merit = await buying.PublishAsync(buying.Terms(SelectionMethod.Merit));
        var others = await buying.Market.UploadAsync(buying.World.Second.Clerk, TestData.Pdf("别家的方案"), "别家的方案.pdf");

        Assert.Equal("offer-amount-not-asked", await RefusedAsync(random, 1m, null));
        Assert.Equal("offer-plan-not-asked", await RefusedAsync(random, null, others));
        Assert.Equal("not-found", await RefusedAsync(merit, 80_000m, others));
        Assert.Equal("not-found", await RefusedAsync(Guid.CreateVersion7(buying.Market.Clock.GetUtcNow()), null, null));

        Task<string> RefusedAsync(Guid id, decimal? amount, Guid? plan) =>
            buying.Market.RefusalAsync(buying.World.First.Clerk, (HandInSignUp handIn) => handIn.ExecuteAsync(id, amount, plan));
    }

    [Fact]
    public async Task A_draft_cannot_be_signed_up_for_steered_by_others_or_published_twice()
    {
        await using var buying = await Buying.StartAsync();
        var id = await buying.Market.RunAsync(buying.World.Owner, (DraftProcurement draft) => draft.ExecuteAsync(buying.Terms()));

        Assert.Equal("not-found", await buying.Market.RefusalAsync(buying.World.First.Clerk, (HandInSignUp handIn) => handIn.ExecuteAsync(id, null, null)));
        Assert.Equal("not-found", await buying.Market.RefusalAsync(
            buying.World.OtherOwner, (PublishProcurement publish) => Buying.DoneAsync(publish.ExecuteAsync(id, 1))));
        await buying.Market.RunAsync(buying.World.Owner, (PublishProcurement publish) => Buying.DoneAsync(publish.ExecuteAsync(id, 1)));
        var version = (await buying.ReadAsync(id)).Version;
        Assert.Equal("procurement-state", await buying.Market.RefusalAsync(
            buying.World.Owner, (PublishProcurement publish) => Buying.DoneAsync(publish.ExecuteAsync(id, version))));
    }
}
