using System.IO.Compression;
using System.Net;
using Market.Marketplace.Persistence;
using Market.Marketplace.Results;
using Market.Signing;
using Market.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Market.Web.Tests;

/// <summary>成果存证包: one file that proves an accepted result without a network, and tells which of its parts was touched.</summary>
public sealed class ResultPackageTests(TestSite site)
{
    [Fact]
    public async Task It_passes_without_a_network_and_brings_everything_along()
    {
        var package = await DownloadAsync();

        var report = Verify(package);

        Assert.Equal("", string.Join(' ', report.Reasons.Concat(report.Signatures.SelectMany(seal => seal.Reasons.Where(code => !ReasonCatalogue.IsNote(code))))));
        Assert.Equal((Indication.TotalPassed, SealedFileFormat.ResultPackage), (report.Verdict, report.Format));
        Assert.Equal(["result.pdf", "result.pdf", "report.pdf"], report.Signatures.Select(seal => seal.FieldName.Split(':')[0]));
        var names = Names(package);
        Assert.Contains("checks.json", names);
        Assert.Contains("history.json", names);
        Assert.Contains("verification.json", names);
        Assert.Contains("certificates/01.cer", names);
        Assert.Contains("revocation/01.ocsp", names);
    }

    [Fact]
    public async Task Its_papers_are_sound_and_readable_to_the_programs_of_others()
    {
        Assert.SkipWhen(PaperJudges.Missing is not null, $"Left out: {PaperJudges.Missing} is not installed.");
        var package = await DownloadAsync();
        using var zip = new ZipArchive(new MemoryStream(package));

        await PaperJudges.AssertSoundAsync(new MemoryStream(Read(zip, "result.pdf")), 2, "package-result", isExtended: true);
        await PaperJudges.AssertSoundAsync(new MemoryStream(Read(zip, "report.pdf")), 1, "package-report", isExtended: true);
        using var department = await site.BrowserOfAsync("shenpi");
        foreach (var language in new[] { "zh-CN", "en" })
        {
            department.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
            var report = await department.GetByteArrayAsync($"/results/{await AcceptedAsync()}/verification-report", TestContext.Current.CancellationToken);
            await PaperJudges.AssertSoundAsync(new MemoryStream(report), 1, $"verification-report-{language}", isExtended: true);
            department.DefaultRequestHeaders.AcceptLanguage.Clear();
        }
    }

    [Theory]
    [InlineData("result.pdf")]
    [InlineData("checks.json")]
    [InlineData("history.json")]
    [InlineData("certificates/01.cer")]
    [InlineData("revocation/01.ocsp")]
    public async Task One_changed_byte_in_any_part_is_named(string path)
    {
        var report = Verify(Change(await DownloadAsync(), zip =>
        {
            var bytes = Read(zip, path);
            bytes[bytes.Length / 2] ^= 1;
            Replace(zip, path, bytes);
        }));

        Assert.Equal(Indication.TotalFailed, report.Verdict);
        Assert.Contains("package-changed", report.Reasons);
        AssertNamed(report, "package-entry-changed", path);
    }

    [Fact]
    public async Task What_is_left_out_or_added_is_named()
    {
        var package = await DownloadAsync();

        var without = Verify(Change(package, zip => zip.GetEntry("history.json")!.Delete()));
        var more = Verify(Change(package, zip => Replace(zip, "note.txt", "believe me"u8.ToArray())));

        Assert.Equal([Indication.TotalFailed, Indication.TotalFailed], [without.Verdict, more.Verdict]);
        AssertNamed(without, "package-entry-missing", "history.json");
        AssertNamed(more, "package-entry-unlisted", "note.txt");
    }

    [Fact]
    public async Task Without_the_sealed_manifest_nothing_vouches_for_the_rest()
    {
        var report = Verify(Change(await DownloadAsync(), zip => Replace(zip, "report.pdf", Read(zip, "result.pdf"))));

        Assert.Equal(Indication.TotalFailed, report.Verdict);
        Assert.Contains("package-manifest-missing", report.Reasons);
    }

    [Fact]
    public async Task Strangers_get_none_and_programs_get_it_by_the_API()
    {
        using var stranger = site.Browser();
        using var owner = await site.BrowserOfAsync("yezhu");
        var id = await AcceptedAsync();

        var refused = await stranger.GetAsync($"/api/v1/results/{id}/package", TestContext.Current.CancellationToken);
        var answer = await owner.GetAsync($"/api/v1/results/{id}/package", TestContext.Current.CancellationToken);
        var none = await owner.GetAsync($"/api/v1/results/{Guid.CreateVersion7()}/package", TestContext.Current.CancellationToken);

        Assert.NotEqual(HttpStatusCode.OK, refused.StatusCode);
        Assert.Equal("application/zip", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }

    private static void AssertNamed(SealReport report, string code, string path) =>
        Assert.Contains(report.Signatures.SelectMany(seal => seal.Modifications), change => change.Code == code && change.Detail == path);

    private async Task<byte[]> DownloadAsync()
    {
        using var department = await site.BrowserOfAsync("shenpi");
        return await department.GetByteArrayAsync($"/results/{await AcceptedAsync()}/package.zip", TestContext.Current.CancellationToken);
    }

    private async Task<Guid> AcceptedAsync()
    {
        await using var scope = site.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>().Set<Result>().Where(row => row.Status == ResultStatus.Accepted)
            .Select(row => row.Id).FirstAsync(TestContext.Current.CancellationToken);
    }

    // Nobody is asked: only what the package brings along counts.
    private SealReport Verify(byte[] package)
    {
        var trust = site.Services.GetRequiredService<SealTrust>();
        using var file = new MemoryStream(package);
        return SealValidator.Validate(file, new ValidationOptions
        {
            TrustAnchors = trust.SealAnchors,
            TimestampAnchors = trust.TimestampAnchors,
            AsOf = TimeProvider.System.GetUtcNow(),
        });
    }

    private static byte[] Change(byte[] package, Action<ZipArchive> change)
    {
        using var file = new MemoryStream();
        file.Write(package);
        using (var zip = new ZipArchive(file, ZipArchiveMode.Update, leaveOpen: true))
        {
            change(zip);
        }

        return file.ToArray();
    }

    private static List<string> Names(byte[] package)
    {
        using var zip = new ZipArchive(new MemoryStream(package));
        return [.. zip.Entries.Select(entry => entry.FullName)];
    }

    private static byte[] Read(ZipArchive zip, string path)
    {
        using var content = zip.GetEntry(path)!.Open();
        using var copy = new MemoryStream();
        content.CopyTo(copy);
        return copy.ToArray();
    }

    private static void Replace(ZipArchive zip, string path, byte[] bytes)
    {
        zip.GetEntry(path)?.Delete();
        using var content = zip.CreateEntry(path, CompressionLevel.NoCompression).Open();
        content.Write(bytes);
    }
}
