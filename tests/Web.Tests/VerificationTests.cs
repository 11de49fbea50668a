using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Market.Marketplace.Documents;
using Market.Marketplace.Persistence;
using Market.Marketplace.Results;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Market.Web.Tests;

public sealed class VerificationTests(TestSite site)
{
    [Fact]
    public async Task A_PDF_without_a_seal_is_answered_with_what_to_do()
    {
        await AssertRefusedAsync(Sample("letter.pdf"), HttpStatusCode.UnprocessableEntity, "verify-unsealed", "没有电子印章");
    }

    [Fact]
    public async Task What_is_no_PDF_is_answered_with_what_to_do()
    {
        await AssertRefusedAsync("a picture, say"u8.ToArray(), HttpStatusCode.UnsupportedMediaType, "verify-not-a-pdf", "不是 PDF");
    }

    [Fact]
    public async Task Half_a_PDF_is_answered_with_what_to_do()
    {
        var whole = Sample("letter.pdf");

        await AssertRefusedAsync(whole[..(whole.Length / 2)], HttpStatusCode.UnprocessableEntity, "verify-damaged", "已损坏");
    }

    [Fact]
    public async Task Too_many_bytes_are_answered_with_the_limit()
    {
        await AssertRefusedAsync(
            [.. "%PDF-1.7\n"u8, .. new byte[1_000_000]], HttpStatusCode.RequestEntityTooLarge, "verify-too-big", "上限 976.6 KB");
    }

    [Fact]
    public async Task Nothing_at_all_is_answered_with_what_to_do()
    {
        await AssertRefusedAsync([], HttpStatusCode.BadRequest, "verify-no-file", "请选择");
    }

    [Fact]
    public async Task The_form_works_without_scripts_and_shows_the_sentence_on_the_page()
    {
        using var browser = site.Browser();
        var page = await browser.GetStringAsync("/verify", TestContext.Current.CancellationToken);
        using var form = new MultipartFormDataContent
        {
            { new StringContent(TestSite.FormTokenOf(page)), "__RequestVerificationToken" },
            { new StringContent("verify"), "_handler" },
            { new ByteArrayContent(Sample("letter.pdf")), "file", "函.pdf" },
        };

        var answer = await browser.PostAsync("/verify", form, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Matches("role=\"alert\"[^>]*>.*没有电子印章", text.ReplaceLineEndings(""));
    }

    [Fact]
    public async Task A_sealed_result_passes_all_five_checks_and_one_changed_byte_fails_them()
    {
        var sealedResult = await SealedResultAsync();
        var changed = sealedResult.ToArray();
        changed[Array.IndexOf(changed, (byte)'\n', 64) + 2] ^= 1;

        var genuine = await CheckAsync(sealedResult);
        var forged = await CheckAsync(changed);

        Assert.Equal("TOTAL-PASSED", genuine.GetProperty("verdict").GetString());
        Assert.Equal("Passed", genuine.GetProperty("conclusion").GetString());
        Assert.Equal("", string.Concat(genuine.GetProperty("reasons").EnumerateArray()));
        Assert.All(genuine.GetProperty("signatures").EnumerateArray(), seal => Assert.Equal("TOTAL-PASSED", seal.GetProperty("indication").GetString()));
        Assert.All(genuine.GetProperty("checks").EnumerateArray(), check => Assert.Equal("Pass", check.GetProperty("outcome").GetString()));
        Assert.Equal("TOTAL-FAILED", forged.GetProperty("verdict").GetString());
        Assert.Equal("Failed", forged.GetProperty("conclusion").GetString());
        Assert.Contains("hash-mismatch", forged.GetProperty("reasons").EnumerateArray().Select(code => code.GetString()));
    }

    [Fact]
    public async Task An_OFD_package_is_checked_like_a_PDF_and_a_changed_one_fails()
    {
        var package = Sample("sealed.ofd");
        using var changed = new MemoryStream();
        await changed.WriteAsync(package, TestContext.Current.CancellationToken);
        using (var archive = new ZipArchive(changed, ZipArchiveMode.Update, leaveOpen: true))
        {
            using var font = archive.GetEntry("Doc_0/Res/Font1.ttf")!.Open();
            font.WriteByte(9);
        }

        var genuine = await CheckAsync(package, "application/ofd");
        var forged = await CheckAsync(changed.ToArray(), "application/ofd");

        var (seal, other) = (genuine.GetProperty("signatures")[0], forged.GetProperty("signatures")[0]);
        Assert.Equal(("INDETERMINATE", 2), (genuine.GetProperty("verdict").GetString(), genuine.GetProperty("pageCount").GetInt32()));
        Assert.Equal((true, false), (seal.GetProperty("intact").GetBoolean(), other.GetProperty("intact").GetBoolean()));
        Assert.Equal("TOTAL-FAILED", forged.GetProperty("verdict").GetString());
        Assert.Equal("Failed", forged.GetProperty("conclusion").GetString());
    }

    [Fact]
    public async Task The_page_behind_the_QR_code_shows_what_to_compare_with_the_paper_in_hand()
    {
        using var browser = site.Browser();
        var result = (await CheckAsync(await SealedResultAsync())).GetProperty("result");

        var page = await browser.GetStringAsync($"/verify/{result.GetProperty("publicId").GetString()}", TestContext.Current.CancellationToken);

        Assert.Contains("请与手中文件逐项核对", page, StringComparison.Ordinal);
        Assert.Contains(result.GetProperty("projectName").GetString()!, page, StringComparison.Ordinal);
        Assert.Contains(result.GetProperty("reportNumber").GetString()!, page, StringComparison.Ordinal);
        Assert.Contains(result.GetProperty("agencyName").GetString()!, page, StringComparison.Ordinal);
        Assert.Contains(result.GetProperty("conclusion").GetString()!, page, StringComparison.Ordinal);
    }

    /// <summary>The accepted result of the demonstration, as the department got it.</summary>
    private async Task<byte[]> SealedResultAsync()
    {
        await using var scope = site.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>();
        var ct = TestContext.Current.CancellationToken;
        var fileId = await db.Set<Result>().Where(row => row.Status == ResultStatus.Accepted).Select(row => row.SealedFileId).FirstAsync(ct);
        var sha256 = await db.Set<StoredFile>().Where(file => file.Id == fileId).Select(file => file.Sha256).SingleAsync(ct);
        await using var stored = site.Services.GetRequiredService<IBlobStore>().OpenRead(sha256);
        using var copy = new MemoryStream();
        await stored.CopyToAsync(copy, ct);
        return copy.ToArray();
    }

    private async Task<JsonElement> CheckAsync(byte[] file, string mediaType = "application/pdf")
    {
        using var browser = site.Browser();
        using var content = new ByteArrayContent(file);
        content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        var answer = await browser.PostAsync("/api/v1/verifications", content, TestContext.Current.CancellationToken);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
    }

    private async Task AssertRefusedAsync(byte[] file, HttpStatusCode status, string code, string sentence)
    {
        using var browser = site.Browser();
        using var content = new ByteArrayContent(file);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/pdf");

        var answer = await browser.PostAsync("/api/v1/verifications", content, TestContext.Current.CancellationToken);

        Assert.Equal(status, answer.StatusCode);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.Contains(sentence, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private static byte[] Sample(string name, [CallerFilePath] string here = "") =>
        File.ReadAllBytes(Path.GetFullPath($"../Samples/{name}", Path.GetDirectoryName(here)!));
}
