using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Market.E2E;

/// <summary>One person with a browser of their own.</summary>
public sealed partial class Person(IBrowserContext context, IPage page, string? userName) : IAsyncDisposable
{
    /// <summary>Every demonstration user's password; see src/Web/Demonstration.</summary>
    internal const string Password = "Market-2026-demo";

    /// <summary>Codes used so far: each is good once, so a second use waits for the next.</summary>
    private static readonly HashSet<(string User, string Code)> SpentCodes = [];

    /// <summary>The open page.</summary>
    public IPage Page => page;

    /// <summary>The part of the page between header and footer.</summary>
    public ILocator Main => page.GetByRole(AriaRole.Main);

    /// <summary>Signs in through the form, as a user does.</summary>
    public async Task SignInAsync()
    {
        await page.GotoAsync("/sign-in");
        await page.GetByLabel("用户名").FillAsync(userName!);
        await page.GetByLabel("密码").FillAsync(Password);
        await Main.GetByRole(AriaRole.Button, new() { Name = "登录", Exact = true }).ClickAsync();
        await page.WaitForURLAsync(DeskAddress());
    }

    /// <summary>Opens a page and waits until its circuit, if it has one, answers.</summary>
    public async Task OpenAsync(string address)
    {
        await page.GotoAsync(address);
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
    }

    /// <summary>A button of the page by its exact name.</summary>
    public ILocator Button(string name) => Main.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    /// <summary>Presses a button and confirms the question that follows.</summary>
    public async Task PressAndConfirmAsync(string name, string confirmation)
    {
        await Button(name).ClickAsync();
        await Button(confirmation).ClickAsync();
    }

    /// <summary>Chooses a file and waits until the server has stored it.</summary>
    public async Task UploadAsync(string label, string path)
    {
        var input = Main.GetByLabel(label, new() { Exact = true });
        await Assertions.Expect(input).ToBeEnabledAsync();
        await input.SetInputFilesAsync(path);
        await Assertions.Expect(Main.GetByText($"已上传：{Path.GetFileName(path)}")).ToBeVisibleAsync();
    }

    /// <summary>Looks at the authenticator for a code that has not been used.</summary>
    public async Task<string> AuthenticatorCodeAsync()
    {
        var phone = await context.NewPageAsync();
        try
        {
            // The page goes on to the next code by itself; a navigation of ours could meet its own.
            await phone.GotoAsync("/demo/authenticator");
            while (true)
            {
                var code = (await phone.Locator($"code[data-user={userName}]").InnerTextAsync()).Trim();
                lock (SpentCodes)
                {
                    if (SpentCodes.Add((userName!, code)))
                    {
                        return code;
                    }
                }

                await Task.Delay(TimeSpan.FromSeconds(1));
            }
        }
        finally
        {
            await phone.CloseAsync();
        }
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

    [GeneratedRegex("/desk")]
    private static partial Regex DeskAddress();
}
