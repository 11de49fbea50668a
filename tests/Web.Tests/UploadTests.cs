using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Market.Web.Identity;

namespace Market.Web.Tests;

public sealed class UploadTests(TestSite site)
{
    private static readonly byte[] Pdf = [.. "%PDF-1.7\n"u8, .. new byte[5000]];

    [Fact]
    public async Task A_file_sent_in_pieces_is_stored_and_comes_back_byte_for_byte_under_its_name()
    {
        using var browser = await UploaderAsync("yezhu");
        var upload = await BeginAsync(browser, "总平面图.pdf", Pdf.Length);

        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync(browser, upload, 0, Pdf[..2000])).StatusCode);
        var stored = await FileIdOfAsync(await SendAsync(browser, upload, 2000, Pdf[2000..]));
        var file = await browser.GetAsync($"/files/{stored}", TestContext.Current.CancellationToken);

        Assert.Equal(Pdf, await file.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal("application/pdf", file.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment", file.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("总平面图.pdf", file.Content.Headers.ContentDisposition.FileNameStar);
        Assert.Equal($"\"{Convert.ToHexStringLower(SHA256.HashData(Pdf))}\"", file.Headers.ETag!.Tag);
    }

    [Fact]
    public async Task After_a_lost_connection_the_server_says_how_far_it_got_and_the_upload_goes_on_there()
    {
        using var browser = await UploaderAsync("yezhu");
        var upload = await BeginAsync(browser, "报告.pdf", Pdf.Length);
        await SendAsync(browser, upload, 0, Pdf[..3000]);

        var wrongPlace = await SendAsync(browser, upload, 2000, Pdf[2000..]);
        var asked = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Head, upload), TestContext.Current.CancellationToken);
        var rest = await SendAsync(browser, upload, 3000, Pdf[3000..]);

        Assert.Equal(HttpStatusCode.Conflict, wrongPlace.StatusCode);
        Assert.Equal("3000", Assert.Single(asked.Headers.GetValues("Upload-Offset")));
        Assert.Equal(HttpStatusCode.OK, rest.StatusCode);
    }

    [Fact]
    public async Task An_answer_that_was_lost_can_be_asked_for_again()
    {
        using var browser = await UploaderAsync("yezhu");
        var upload = await BeginAsync(browser, "报告.pdf", Pdf.Length);
        var first = await FileIdOfAsync(await SendAsync(browser, upload, 0, Pdf));

        var again = await FileIdOfAsync(await SendAsync(browser, upload, Pdf.Length, []));

        Assert.Equal(first, again);
    }

    [Theory]
    [InlineData("大图.pdf", 100_001, "document", HttpStatusCode.RequestEntityTooLarge, "upload-too-big", "超过上限 97.7 KB")]
    [InlineData("扫描.jpg", 50_001, "scan", HttpStatusCode.RequestEntityTooLarge, "upload-too-big", "超过上限 48.8 KB")]
    [InlineData("空.pdf", 0, "document", HttpStatusCode.BadRequest, "upload-empty", "是空的")]
    [InlineData("图.dwg", 10, "document", HttpStatusCode.UnsupportedMediaType, "upload-type", "只接收：PDF")]
    [InlineData("图.pdf", 10, "other", HttpStatusCode.BadRequest, "upload-purpose", "用途")]
    [InlineData("", 10, "document", HttpStatusCode.BadRequest, "upload-name", "文件名")]
    public async Task What_cannot_be_taken_is_refused_before_a_byte_is_sent(
        string name, long size, string purpose, HttpStatusCode status, string code, string sentence)
    {
        using var browser = await UploaderAsync("yezhu");

        var answer = await browser.PostAsJsonAsync("/uploads", new { name, size, purpose }, TestContext.Current.CancellationToken);

        await AssertProblemAsync(answer, status, code, sentence);
    }

    [Fact]
    public async Task A_file_that_only_calls_itself_PDF_is_refused_with_the_first_piece()
    {
        using var browser = await UploaderAsync("yezhu");
        var upload = await BeginAsync(browser, "假的.pdf", 4000);

        var answer = await SendAsync(browser, upload, 0, [.. "MZ"u8, .. new byte[3998]]);

        await AssertProblemAsync(answer, HttpStatusCode.UnsupportedMediaType, "upload-not-pdf", "不是 PDF");
    }

    [Fact]
    public async Task More_bytes_than_announced_are_refused()
    {
        using var browser = await UploaderAsync("yezhu");
        var upload = await BeginAsync(browser, "报告.pdf", 1000);

        var answer = await SendAsync(browser, upload, 0, Pdf);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Nobody_sees_or_continues_the_upload_of_another_person()
    {
        using var owner = await UploaderAsync("yezhu");
        using var other = await UploaderAsync("jigou1");
        var upload = await BeginAsync(owner, "报告.pdf", Pdf.Length);

        var asked = await other.SendAsync(new HttpRequestMessage(HttpMethod.Head, upload), TestContext.Current.CancellationToken);
        var sent = await SendAsync(other, upload, 0, Pdf);
        var cancelled = await other.DeleteAsync(upload, TestContext.Current.CancellationToken);

        Assert.All([asked.StatusCode, sent.StatusCode, cancelled.StatusCode], status => Assert.Equal(HttpStatusCode.NotFound, status));
    }

    [Fact]
    public async Task The_file_of_another_organisation_is_not_found()
    {
        using var owner = await UploaderAsync("yezhu");
        using var other = await UploaderAsync("jigou1");
        var upload = await BeginAsync(owner, "报告.pdf", Pdf.Length);
        var stored = await FileIdOfAsync(await SendAsync(owner, upload, 0, Pdf));

        var answer = await other.GetAsync($"/files/{stored}", TestContext.Current.CancellationToken);

        await AssertProblemAsync(answer, HttpStatusCode.NotFound, "not-found", "");
    }

    [Fact]
    public async Task A_part_of_a_file_can_be_fetched()
    {
        using var browser = await UploaderAsync("yezhu");
        var upload = await BeginAsync(browser, "报告.pdf", Pdf.Length);
        var stored = await FileIdOfAsync(await SendAsync(browser, upload, 0, Pdf));
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/files/{stored}");
        request.Headers.Range = new(0, 7);

        var answer = await browser.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.PartialContent, answer.StatusCode);
        Assert.Equal("%PDF-1.7", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_cancelled_upload_is_gone()
    {
        using var browser = await UploaderAsync("yezhu");
        var upload = await BeginAsync(browser, "报告.pdf", Pdf.Length);

        Assert.Equal(HttpStatusCode.NoContent, (await browser.DeleteAsync(upload, TestContext.Current.CancellationToken)).StatusCode);

        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(browser, upload, 0, Pdf)).StatusCode);
    }

    [Fact]
    public async Task An_upload_without_the_token_of_the_page_is_refused()
    {
        using var browser = await site.BrowserOfAsync("yezhu");

        var answer = await browser.PostAsJsonAsync("/uploads", new { name = "报告.pdf", size = 10, purpose = "document" }, TestContext.Current.CancellationToken);

        await AssertProblemAsync(answer, HttpStatusCode.BadRequest, "antiforgery", "刷新");
    }

    [Fact]
    public async Task A_visitor_is_told_to_sign_in()
    {
        using var browser = site.Browser();

        var answer = await browser.PostAsJsonAsync("/uploads", new { name = "报告.pdf", size = 10, purpose = "document" }, TestContext.Current.CancellationToken);

        await AssertProblemAsync(answer, HttpStatusCode.Unauthorized, "sign-in-required", "登录");
    }

    private async Task<HttpClient> UploaderAsync(string userName)
    {
        var browser = await site.BrowserOfAsync(userName);
        browser.DefaultRequestHeaders.Add(AntiforgeryEndpoints.Header, await TestSite.ScriptTokenOfAsync(browser));
        return browser;
    }

    private static async Task<string> BeginAsync(HttpClient browser, string name, long size)
    {
        var answer = await browser.PostAsJsonAsync("/uploads", new { name, size, purpose = "document" }, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return answer.Headers.Location!.OriginalString;
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient browser, string upload, long offset, byte[] piece)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, upload) { Content = new ByteArrayContent(piece) };
        request.Headers.Add("Upload-Offset", offset.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return await browser.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static async Task<string> FileIdOfAsync(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var stored = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        return stored.GetProperty("fileId").GetString()!;
    }

    private static async Task AssertProblemAsync(HttpResponseMessage answer, HttpStatusCode status, string code, string sentence)
    {
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.Contains(sentence, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }
}
