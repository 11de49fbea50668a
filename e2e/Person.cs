using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Market.E2E;

/// <summary>One person with a browser of their own.</summary>
public sealed class Person(IBrowserContext context, IPage page, string? userName) : IAsyncDisposable
{
    /// <summary>Every demonstration user's password; see src/Web/Demonstration.</summary>
    private const string Password = "Market-2026-demo";

    /// <summary>The open page.</summary>
    public IPage Page => page;

    /// <summary>Signs in through the form, as a user does.</summary>
    public async Task SignInAsync()
    {
        await page.GotoAsync("/sign-in");
        await page.GetByLabel("用户名").FillAsync(userName!);
        await page.GetByLabel("密码").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "登录", Exact = true }).ClickAsync();
        await page.WaitForURLAsync(new Regex("/desk"));
    }

    /// <summary>Opens a page of a workspace and waits until its circuit answers.</summary>
    public async Task OpenAsync(string address)
    {
        await page.GotoAsync(address);
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
    }

    /// <summary>Keeps a picture of the page when MARKET_SCREENSHOTS names a folder.</summary>
    public async Task PictureAsync(string name, bool fullPage = false)
    {
        if (Environment.GetEnvironmentVariable("MARKET_SCREENSHOTS") is { Length: > 0 } folder)
        {
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name + ".png"), FullPage = fullPage });
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await context.DisposeAsync();
}
