using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using Market.Marketplace.Documents;
using Market.Marketplace.Persistence;
using Market.Marketplace.Results;
using Market.Signing;
using Market.Web.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Market.Web.Tests;

public sealed class VerificationReportTests(TestSite site)
{
    [Fact]
    public async Task Whoever_checks_a_file_takes_a_sealed_report_away()
    {
        using var browser = site.Browser();
        var page = await CheckOnPageAsync(browser);
        var address = "/" + Regex.Match(page, "verify/reports/[0-9a-f]{32}").Value;

        var answer = await browser.GetAsync(address, TestContext.Current.CancellationToken);
        var text = await browser.GetStringAsync(address + "?form=text", TestContext.Current.CancellationToken);

        Assert.Equal("application/pdf", answer.Content.Headers.ContentType!.MediaType);
        var report = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        await AssertSealedAsync(report, "核验通过", "五项核验");
        Assert.Contains("TOTAL-PASSED", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_report_is_taken_from_another_node_than_the_one_that_checked()
    {
        using var browser = site.Browser();
        await using var other = site.WithWebHostBuilder(_ => { });
        using var elsewhere = other.CreateClient();
        var address = "/" + Regex.Match(await CheckOnPageAsync(browser), "verify/reports/[0-9a-f]{32}").Value;

        var report = await elsewhere.GetByteArrayAsync(address, TestContext.Current.CancellationToken);

        await AssertSealedAsync(report, "核验通过");
    }

    [Fact]
    public async Task Whoever_checked_a_file_takes_out_what_one_of_its_seals_signed()
    {
        var (_, file) = await AcceptedAsync();
        using var browser = site.Browser();

        var first = await TakeOutAsync(browser, file, "1");
        var second = await TakeOutAsync(browser, file, "2");
        var none = await TakeOutAsync(browser, file, "3");

        var signed = await first.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.Equal(file[..signed.Length], signed);
        Assert.True(signed.Length < file.Length);
        Assert.Equal(file, await second.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, none.StatusCode);
    }

    [Fact]
    public async Task Those_concerned_take_out_what_each_seal_of_a_result_signed_and_strangers_do_not()
    {
        var (result, file) = await AcceptedAsync();
        using var department = await site.BrowserOfAsync("shenpi");
        using var stranger = site.Browser();

        var page = await department.GetStringAsync($"/results/{result}", TestContext.Current.CancellationToken);
        var signed = await department.GetByteArrayAsync($"/results/{result}/revisions/1", TestContext.Current.CancellationToken);
        var none = await department.GetAsync($"/results/{result}/revisions/3", TestContext.Current.CancellationToken);
        var refused = await stranger.GetAsync($"/results/{result}/revisions/1", TestContext.Current.CancellationToken);

        Assert.Contains($"results/{result}/revisions/2", page, StringComparison.Ordinal);
        Assert.Equal(file[..signed.Length], signed);
        using var pdf = new MemoryStream(signed);
        Assert.True(Assert.Single(PdfSealValidator.Validate(pdf, new ValidationOptions { AsOf = TimeProvider.System.GetUtcNow() }).Signatures).CoversWholeFile);
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        Assert.NotEqual(HttpStatusCode.OK, refused.StatusCode);
    }

    [Fact]
    public async Task Without_a_seal_of_the_platform_page_and_report_say_that_the_report_is_not_sealed()
    {
        var nothing = new ServiceCollection().BuildServiceProvider();
        using var none = new VerificationSeal(new ConfigurationBuilder().Build(), nothing, TimeProvider.System, null!);
        await using var unsealing = site.WithWebHostBuilder(builder => builder.ConfigureTestServices(services => services.AddSingleton(none)));
        using var browser = unsealing.CreateClient();

        var page = await CheckOnPageAsync(browser);
        var address = "/" + Regex.Match(page, "verify/reports/[0-9a-f]{32}").Value;
        var report = await browser.GetByteArrayAsync(address, TestContext.Current.CancellationToken);
        var text = await browser.GetStringAsync(address + "?form=text", TestContext.Current.CancellationToken);

        Assert.All([page, text, await TextOfAsync(report)], words => Assert.Contains("报告未加盖印章", words.ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal));
        using var pdf = new MemoryStream(report);
        Assert.Empty(PdfSealValidator.Validate(pdf, new ValidationOptions { AsOf = TimeProvider.System.GetUtcNow() }).Signatures);
    }

    [Fact]
    public async Task The_department_takes_a_report_on_a_result_away_and_strangers_do_not()
    {
        var (result, _) = await AcceptedAsync();
        using var department = await site.BrowserOfAsync("shenpi");
        using var stranger = site.Browser();

        var report = await department.GetByteArrayAsync($"/results/{result}/verification-report", TestContext.Current.CancellationToken);
        var refused = await stranger.GetAsync($"/results/{result}/verification-report", TestContext.Current.CancellationToken);

        await AssertSealedAsync(report, "核验通过");
        Assert.NotEqual(HttpStatusCode.OK, refused.StatusCode);
    }

    [Fact]
    public async Task A_report_that_nobody_made_is_not_found()
    {
        using var browser = site.Browser();

        var answer = await browser.GetAsync($"/verify/reports/{new string('0', 32)}", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private static async Task<HttpResponseMessage> TakeOutAsync(HttpClient browser, byte[] file, string number)
    {
        using var form = new MultipartFormDataContent { { new StringContent(number), "number" }, { new ByteArrayContent(file), "file", "成果.pdf" } };
        return await browser.PostAsync("/verify/revision", form, TestContext.Current.CancellationToken);
    }

    private async Task<string> CheckOnPageAsync(HttpClient browser) => await TestSite.CheckOnPageAsync(browser, (await AcceptedAsync()).File);

    private async Task<(Guid Result, byte[] File)> AcceptedAsync()
    {
        await using var scope = site.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>();
        var ct = TestContext.Current.CancellationToken;
        var row = await db.Set<Result>().Where(result => result.Status == ResultStatus.Accepted).FirstAsync(ct);
        var sha256 = await db.Set<StoredFile>().Where(file => file.Id == row.SealedFileId).Select(file => file.Sha256).SingleAsync(ct);
        await using var stored = site.Services.GetRequiredService<IBlobStore>().OpenRead(sha256);
        using var copy = new MemoryStream();
        await stored.CopyToAsync(copy, ct);
        return (row.Id, copy.ToArray());
    }

    private async Task AssertSealedAsync(byte[] report, params string[] words)
    {
        using var pdf = new MemoryStream(report);
        var trust = site.Services.GetRequiredService<SealTrust>();
        var found = PdfSealValidator.Validate(pdf, new ValidationOptions
        {
            TrustAnchors = trust.SealAnchors,
            TimestampAnchors = trust.TimestampAnchors,
            AsOf = TimeProvider.System.GetUtcNow(),
        });
        Assert.Equal(Indication.TotalPassed, found.Verdict);
        var text = await TextOfAsync(report);
        Assert.All(words, word => Assert.Contains(word, text, StringComparison.Ordinal));
    }

    private static async Task<string> TextOfAsync(byte[] report)
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(path, report);
            using var reader = Process.Start(new ProcessStartInfo("pdftotext", ["-layout", path, "-"]) { RedirectStandardOutput = true })!;
            return await reader.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
