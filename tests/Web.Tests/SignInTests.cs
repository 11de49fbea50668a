using System.Net;
using Market.Web.Demonstration;
using Market.Web.Identity;

namespace Market.Web.Tests;

public sealed class SignInTests(TestSite site)
{
    [Theory]
    [InlineData("/desk")]
    [InlineData("/projects")]
    [InlineData("/cases")]
    [InlineData("/tasks")]
    [InlineData("/inbox")]
    [InlineData("/operator")]
    public async Task A_workspace_sends_a_visitor_to_the_sign_in_page(string address)
    {
        using var browser = site.Browser();

        var answer = await browser.GetAsync(address, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.StartsWith("/sign-in", answer.Headers.Location!.IsAbsoluteUri ? answer.Headers.Location.AbsolutePath : answer.Headers.Location.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_right_password_leads_to_the_desk_and_the_header_names_the_person()
    {
        using var browser = site.Browser();

        var answer = await TestSite.SignInAsync(browser, "shenpi", DemonstrationData.Password);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.EndsWith("/desk", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Contains("退出登录", await browser.GetStringAsync("/", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("yezhu", "wrong")]
    [InlineData("nobody-of-this-name", "Market-2026-demo")]
    [InlineData("", "")]
    public async Task A_wrong_pair_is_refused_in_the_same_words_whoever_it_names(string userName, string password)
    {
        using var browser = site.Browser();

        var answer = await TestSite.SignInAsync(browser, userName, password);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("用户名或密码不正确", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_many_wrong_passwords_lock_the_account_also_for_the_right_one()
    {
        using var browser = site.Browser();
        for (var attempt = 0; attempt < AccountSignIn.Attempts; attempt++)
        {
            await TestSite.SignInAsync(browser, "shenpi2", "wrong");
        }

        var answer = await TestSite.SignInAsync(browser, "shenpi2", DemonstrationData.Password);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("账号已暂时锁定", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_without_its_token_changes_nothing()
    {
        using var browser = await site.BrowserOfAsync("yunxing");

        var answer = await browser.PostAsync("/sign-out", content: null, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("退出登录", await browser.GetStringAsync("/", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signing_out_ends_the_session()
    {
        using var browser = await site.BrowserOfAsync("yunxing");
        var token = TestSite.FormTokenOf(await browser.GetStringAsync("/", TestContext.Current.CancellationToken));

        var answer = await browser.PostAsync(
            "/sign-out", new FormUrlEncodedContent(new Dictionary<string, string> { ["__RequestVerificationToken"] = token }), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/desk", TestContext.Current.CancellationToken)).StatusCode);
        Assert.DoesNotContain("退出登录", await browser.GetStringAsync("/", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_way_back_after_signing_in_never_leaves_this_site()
    {
        using var browser = site.Browser();
        var page = await browser.GetStringAsync("/sign-in?returnUrl=//example.org/", TestContext.Current.CancellationToken);

        var answer = await browser.PostAsync("/sign-in?returnUrl=//example.org/", new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["__RequestVerificationToken"] = TestSite.FormTokenOf(page),
            ["_handler"] = "sign-in",
            ["Input.UserName"] = "yunxing",
            ["Input.Password"] = DemonstrationData.Password,
        }), TestContext.Current.CancellationToken);

        Assert.DoesNotContain("example.org", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }
}
