using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;
using Market.Marketplace.Seals;
using Market.Web.Identity;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Market.Web.Tests;

public sealed class SecondFactorTests(TestSite site)
{
    [Fact]
    public async Task A_code_works_once_and_then_never_again()
    {
        var (userId, code) = await CurrentCodeOfAsync("zhuce4");
        var secondFactor = site.Services.GetRequiredService<ISecondFactor>();

        Assert.True(await secondFactor.VerifyAsync(userId, code, TestContext.Current.CancellationToken));

        Assert.False(await secondFactor.VerifyAsync(userId, code, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Six_digits_cannot_be_guessed_one_after_the_other()
    {
        var (userId, code) = await CurrentCodeOfAsync("zhuce5");
        var wrong = code == "000000" ? "000001" : "000000";
        var secondFactor = site.Services.GetRequiredService<ISecondFactor>();
        for (var attempt = 0; attempt < LimitedSecondFactor.TriesPerMinute; attempt++)
        {
            await secondFactor.VerifyAsync(userId, wrong, TestContext.Current.CancellationToken);
        }

        var refusal = await Assert.ThrowsAsync<RuleViolationException>(() => secondFactor.VerifyAsync(userId, code, TestContext.Current.CancellationToken));

        Assert.Equal("second-factor-too-often", refusal.Code);
    }

    [Fact]
    public async Task The_demonstration_page_shows_the_code_of_every_account()
    {
        using var browser = site.Browser();

        var page = await browser.GetStringAsync("/demo/authenticator", TestContext.Current.CancellationToken);

        Assert.All(Demonstration.DemonstrationData.UserNames, name => Assert.Matches($"data-user=\"{name}\">[0-9]{{6}}<", page));
    }

    private async Task<(Guid UserId, string Code)> CurrentCodeOfAsync(string userName)
    {
        await using var scope = site.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<MarketUser>>();
        var user = (await users.FindByNameAsync(userName))!;
        var key = (await users.GetAuthenticatorKeyAsync(user))!;
        return (user.Id, TotpSecondFactor.CodeAt(key, site.Services.GetRequiredService<TimeProvider>().GetUtcNow()));
    }
}
