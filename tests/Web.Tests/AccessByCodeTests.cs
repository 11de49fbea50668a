using System.Net;
using System.Security.Cryptography;
using Market.Marketplace.Documents;
using Market.Marketplace.Persistence;
using Market.Marketplace.Results;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Market.Web.Tests;

/// <summary>提取码 on the page behind the QR code.</summary>
public sealed class AccessByCodeTests(AccessByCodeTests.FourAMinute site) : IClassFixture<AccessByCodeTests.FourAMinute>
{
    /// <summary>A site on which an address tries four codes a minute.</summary>
    public sealed class FourAMinute : TestSite
    {
        protected override IReadOnlyDictionary<string, string?> Settings { get; } = new Dictionary<string, string?>
        {
            ["RateLimits:AccessCodesPerMinute"] = "4",
        };
    }

    [Fact]
    public async Task The_right_code_downloads_the_sealed_file_a_wrong_one_says_so_and_guessing_is_stopped()
    {
        var result = await AcceptedAsync();
        using var browser = site.Browser();

        var (wrong, page) = await TryAsync(browser, result, "WRONG123");
        var (right, _) = await TryAsync(browser, result, result.AccessCode.ToLowerInvariant());

        Assert.Equal(HttpStatusCode.Redirect, wrong.StatusCode);
        Assert.Contains("提取码不正确", await browser.GetStringAsync(wrong.Headers.Location, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.DoesNotContain(result.AccessCode, page, StringComparison.Ordinal);
        Assert.Equal("application/pdf", right.Content.Headers.ContentType!.MediaType);
        Assert.True(right.Headers.CacheControl!.NoStore);
        var sealedFile = await right.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.Equal(await Sha256OfAsync(result), Convert.ToHexStringLower(SHA256.HashData(sealedFile)));

        await TryAsync(browser, result, "WRONG123");
        await TryAsync(browser, result, "WRONG123");
        Assert.Equal(HttpStatusCode.TooManyRequests, (await TryAsync(browser, result, result.AccessCode)).Answer.StatusCode);
    }

    [Fact]
    public async Task Those_concerned_find_the_code_on_the_page_of_the_result()
    {
        var result = await AcceptedAsync();
        using var department = await site.BrowserOfAsync("shenpi");

        var page = await department.GetStringAsync($"/results/{result.Id}", TestContext.Current.CancellationToken);

        Assert.Contains(result.AccessCode, page, StringComparison.Ordinal);
    }

    private static async Task<(HttpResponseMessage Answer, string Page)> TryAsync(HttpClient browser, Result result, string code)
    {
        var page = await browser.GetStringAsync($"/verify/{result.PublicId}", TestContext.Current.CancellationToken);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["__RequestVerificationToken"] = TestSite.FormTokenOf(page),
            ["code"] = code,
        });
        return (await browser.PostAsync($"/verify/{result.PublicId}/file", form, TestContext.Current.CancellationToken), page);
    }

    private async Task<Result> AcceptedAsync()
    {
        await using var scope = site.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>().Set<Result>().AsNoTracking()
            .FirstAsync(row => row.Status == ResultStatus.Accepted, TestContext.Current.CancellationToken);
    }

    private async Task<string> Sha256OfAsync(Result result)
    {
        await using var scope = site.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>().Set<StoredFile>()
            .Where(file => file.Id == result.SealedFileId).Select(file => file.Sha256).SingleAsync(TestContext.Current.CancellationToken);
    }
}
