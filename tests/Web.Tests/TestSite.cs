using System.Net;
using System.Text.RegularExpressions;
using Market.Web.Demonstration;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;

[assembly: AssemblyFixture(typeof(Market.Web.Tests.TestSite))]

namespace Market.Web.Tests;

/// <summary>The whole web host on a data directory of its own, with demonstration data.</summary>
public class TestSite : WebApplicationFactory<Program>, IAsyncLifetime
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("market-web-");

    /// <summary>Settings of this site, on top of the defaults: small limits, so that tests can go beyond them.</summary>
    protected virtual IReadOnlyDictionary<string, string?> Settings { get; } = new Dictionary<string, string?>
    {
        ["Uploads:LargestPdf"] = "100000",
        ["Uploads:LargestScan"] = "50000",
        ["Uploads:LargestPublicCheck"] = "1000000",
        ["RateLimits:SignInsPerMinute"] = "100000",
        ["RateLimits:VerificationsPerMinute"] = "100000",
    };

    /// <summary>Starts the host once, before the tests that share it ask for it all at the same time.</summary>
    public ValueTask InitializeAsync()
    {
        _ = Services;
        return ValueTask.CompletedTask;
    }

    /// <summary>A browser that keeps cookies and stops at redirects.</summary>
    public HttpClient Browser() => CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });

    /// <summary>A browser in which a demonstration user has signed in.</summary>
    public async Task<HttpClient> BrowserOfAsync(string userName)
    {
        var browser = Browser();
        var answer = await SignInAsync(browser, userName, DemonstrationData.Password);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return browser;
    }

    /// <summary>Sends the sign-in form.</summary>
    public static async Task<HttpResponseMessage> SignInAsync(HttpClient browser, string userName, string password)
    {
        var page = await browser.GetStringAsync("/sign-in");
        return await browser.PostAsync("/sign-in", new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["__RequestVerificationToken"] = FormTokenOf(page),
            ["_handler"] = "sign-in",
            ["Input.UserName"] = userName,
            ["Input.Password"] = password,
        }));
    }

    /// <summary>The antiforgery token of the first form of a page.</summary>
    public static string FormTokenOf(string page) =>
        WebUtility.HtmlDecode(Regex.Match(page, "name=\"__RequestVerificationToken\" value=\"([^\"]+)\"").Groups[1].Value);

    /// <summary>What the public page says to a file put into its form.</summary>
    public static async Task<string> CheckOnPageAsync(HttpClient browser, byte[] file)
    {
        var page = await browser.GetStringAsync("/verify", TestContext.Current.CancellationToken);
        using var form = new MultipartFormDataContent
        {
            { new StringContent(FormTokenOf(page)), "__RequestVerificationToken" },
            { new StringContent("verify"), "_handler" },
            { new ByteArrayContent(file), "file", "成果.pdf" },
        };
        var answer = await browser.PostAsync("/verify", form, TestContext.Current.CancellationToken);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>The token that scripts of a signed-in page send.</summary>
    public static async Task<string> ScriptTokenOfAsync(HttpClient browser) =>
        WebUtility.HtmlDecode(Regex.Match(await browser.GetStringAsync("/"), "name=\"market-antiforgery\" content=\"([^\"]+)\"").Groups[1].Value);

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Development");
        builder.UseSetting("Data:Directory", _data.FullName);
        builder.UseSetting("Logging:LogLevel:Default", "Error");
        foreach (var (name, value) in Settings)
        {
            builder.UseSetting(name, value);
        }
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            try
            {
                _data.Delete(recursive: true);
            }
            catch (IOException)
            {
                // A database file that is still being closed is left to the system's cleaner.
            }
        }
    }
}
