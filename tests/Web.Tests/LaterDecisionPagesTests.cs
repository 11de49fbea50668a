using System.Text.RegularExpressions;
using Market.Marketplace.Documents;
using Market.Marketplace.Persistence;
using Market.Marketplace.Results;
using Market.Web.Demonstration;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Market.Web.Tests;

/// <summary>What everybody reads about a result after its acceptance was withdrawn: that counts, and the verdict of the day is history.</summary>
public sealed class LaterDecisionPagesTests(LaterDecisionPagesTests.Withdrawn site) : IClassFixture<LaterDecisionPagesTests.Withdrawn>
{
    private const string Headline = "成果已被撤销采信，不能再作为依据";

    /// <summary>A site where the accepted result of the demonstration lost its acceptance.</summary>
    public sealed class Withdrawn : TestSite, IAsyncLifetime
    {
        internal Result Result { get; private set; } = null!;

        internal byte[] File { get; private set; } = [];

        async ValueTask IAsyncLifetime.InitializeAsync()
        {
            await using var scope = Services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>();
            Result = await db.Set<Result>().AsNoTracking().FirstAsync(row => row.Status == ResultStatus.Accepted);
            var stored = await db.Set<StoredFile>().SingleAsync(file => file.Id == Result.SealedFileId);
            await using var content = Services.GetRequiredService<IBlobStore>().OpenRead(stored.Sha256);
            File = new byte[content.Length];
            await content.ReadExactlyAsync(File);
            var people = ActivatorUtilities.CreateInstance<DemonstrationPeople>(scope.ServiceProvider);
            await people.Runner.RunAsync(await people.ActorAsync("shenpi"), (DecideLater decide) => decide.ExecuteAsync(
                Result.Id, Result.Version, LaterDecisionKind.WithdrawAcceptance, "湘源自资撤〔2026〕7号", "原始数据有误"));
        }
    }

    [Fact]
    public async Task The_page_of_the_result_says_so_first_and_shows_nothing_green_but_the_past()
    {
        using var department = await site.BrowserOfAsync("shenpi");

        var page = await department.GetStringAsync($"/results/{site.Result.Id}", TestContext.Current.CancellationToken);

        AssertSaysSo(page);
        Assert.Contains("原始数据有误", page, StringComparison.Ordinal);
        Assert.Contains("送达当日的结论：核验通过", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_behind_the_QR_code_says_so_first_and_keeps_the_reason_to_those_concerned()
    {
        using var browser = site.Browser();

        var page = await browser.GetStringAsync($"/verify/{site.Result.PublicId}", TestContext.Current.CancellationToken);

        AssertSaysSo(page);
        Assert.DoesNotContain("原始数据有误", page, StringComparison.Ordinal);
        Assert.Contains("送达当日的结论", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_upload_of_the_file_and_the_report_on_it_say_so()
    {
        using var browser = site.Browser();

        var page = await TestSite.CheckOnPageAsync(browser, site.File);
        var report = await browser.GetStringAsync("/" + Regex.Match(page, "verify/reports/[0-9a-f]{32}").Value + "?form=text", TestContext.Current.CancellationToken);

        AssertSaysSo(page);
        Assert.Contains(Headline, report, StringComparison.Ordinal);
        Assert.Contains("送达当日的结论", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_forged_copy_of_the_file_is_still_called_forged()
    {
        using var browser = site.Browser();
        var forged = site.File.ToArray();
        forged[Array.IndexOf(forged, (byte)'\n', 64) + 2] ^= 1;

        var page = await TestSite.CheckOnPageAsync(browser, forged);

        Assert.Contains("核验不通过", page, StringComparison.Ordinal);
        Assert.DoesNotContain(Headline, page, StringComparison.Ordinal);
    }

    private static void AssertSaysSo(string page)
    {
        Assert.Contains($"<span>{Headline}</span>", page, StringComparison.Ordinal);
        Assert.Contains("湘源自资撤〔2026〕7号", page, StringComparison.Ordinal);
        Assert.Contains("verdict-bad", page, StringComparison.Ordinal);
        Assert.DoesNotContain("verdict-good", page, StringComparison.Ordinal);
    }
}
