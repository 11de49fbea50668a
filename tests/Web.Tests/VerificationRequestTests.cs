using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace Market.Web.Tests;

/// <summary>What programs get that send the wrong thing to the public check: always a problem document (RFC 9457) in their language, and the
/// service goes on.</summary>
public sealed class VerificationRequestTests(TestSite site)
{
    private const string Address = "/api/v1/verifications";

    public static TheoryData<string, string?, byte[]?, HttpStatusCode, string> Wrong => new()
    {
        { "nothing", null, null, HttpStatusCode.BadRequest, "verify-no-file" },
        { "an empty file", "application/pdf", [], HttpStatusCode.BadRequest, "verify-no-file" },
        { "text", "text/plain", "%PDF-1.7"u8.ToArray(), HttpStatusCode.UnsupportedMediaType, "verify-content-type" },
        { "a page", "text/html", "<html></html>"u8.ToArray(), HttpStatusCode.UnsupportedMediaType, "verify-content-type" },
        { "a page as PDF", "application/pdf", "<html></html>"u8.ToArray(), HttpStatusCode.UnsupportedMediaType, "verify-not-a-pdf" },
        { "what curl sends by itself", "application/x-www-form-urlencoded", "%PDF-1.7"u8.ToArray(), HttpStatusCode.UnsupportedMediaType, "verify-content-type" },
        { "a form without parts", "multipart/form-data", "x"u8.ToArray(), HttpStatusCode.BadRequest, "bad-request" },
        { "a form that breaks off", "multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a\"\r\n\r\n%PDF"u8.ToArray(), HttpStatusCode.BadRequest, "bad-request" },
        { "half a PDF", "application/pdf", Half(Sample("letter.pdf")), HttpStatusCode.UnprocessableEntity, "verify-damaged" },
        { "one with a password", "application/pdf", Sample("bad/encrypted.pdf"), HttpStatusCode.UnprocessableEntity, "verify-encrypted" },
        { "pages in a circle", "application/pdf", Pdf("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[2 0 R]/Count 1>>"), HttpStatusCode.UnprocessableEntity, "verify-unsealed" },
        { "three megabytes", "application/pdf", new byte[3 << 20], HttpStatusCode.RequestEntityTooLarge, "verify-too-big" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Each_is_a_problem_document_in_the_callers_language(string what, string? mediaType, byte[]? body, HttpStatusCode status, string code)
    {
        var chinese = await RefusedAsync("zh-CN", mediaType, body);
        var english = await RefusedAsync("en-GB", mediaType, body);

        Assert.True(status == chinese.Status, $"{what}: {chinese.Status}");
        foreach (var (_, problem) in new[] { chinese, english })
        {
            Assert.Equal(code, problem.GetProperty("code").GetString());
            Assert.Equal($"/problems/{code}", problem.GetProperty("type").GetString());
            Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        }

        Assert.Contains(chinese.Problem.GetProperty("title").GetString()!, letter => letter is >= '\u4e00' and <= '\u9fff');
        Assert.DoesNotContain(english.Problem.GetProperty("title").GetString()!, letter => letter is >= '\u4e00' and <= '\u9fff');
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task Other_methods_are_told_which_one_is_taken(string method)
    {
        using var browser = site.Browser();
        using var request = new HttpRequestMessage(new HttpMethod(method), Address);

        var answer = await browser.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal("POST", Assert.Single(answer.Content.Headers.Allow));
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task A_key_that_is_not_good_is_refused_although_the_check_is_open_to_all()
    {
        using var browser = site.Browser();
        browser.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "mk_nobody");
        using var content = new ByteArrayContent(Sample("sealed.ofd"));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/ofd");

        var answer = await browser.PostAsync(Address, content, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("api-key", (await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_file_without_a_type_is_told_by_its_content()
    {
        using var browser = site.Browser();
        using var content = new ByteArrayContent(Sample("sealed.ofd"));

        var answer = await browser.PostAsync(Address, content, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Hundreds_of_signatures_are_answered_and_good_files_are_checked_while_bad_ones_are()
    {
        byte[][] bad =
        [
            Signed(300), Pdf($"<</Type/Catalog/Pages 2 0 R/AcroForm{new string('[', 50_000)}", "<</Type/Pages/Kids[]/Count 0>>"), Half(Signed(300)), new byte[500_000],
            Pdf("<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[5 0 R]>>>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</T(a)/Kids[5 0 R 5 0 R]>>"),
        ];
        using var browser = site.Browser();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => PostAsync(browser, number % 2 == 0 ? Sample("sealed.ofd") : bad[number / 2 % bad.Length])));

        Assert.All(answers.Where((_, number) => number % 2 == 0), answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.All(answers, answer => Assert.True((int)answer.StatusCode < 500, $"{answer.StatusCode}"));
        var many = await (await PostAsync(browser, Signed(300))).Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.Equal("TOTAL-FAILED", many.GetProperty("verdict").GetString());
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/health/ready", TestContext.Current.CancellationToken)).StatusCode);
    }

    private async Task<(HttpStatusCode Status, JsonElement Problem)> RefusedAsync(string language, string? mediaType, byte[]? body)
    {
        using var browser = site.Browser();
        using var request = new HttpRequestMessage(HttpMethod.Post, Address);
        request.Headers.AcceptLanguage.ParseAdd(language);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", mediaType);
        }

        var answer = await browser.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken));
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient browser, byte[] file)
    {
        using var content = new ByteArrayContent(file);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return await browser.PostAsync(Address, content, TestContext.Current.CancellationToken);
    }

    private static byte[] Half(byte[] file) => file[..(file.Length / 2)];

    // Fields whose values are signatures in name only.
    private static byte[] Signed(int count)
    {
        var fields = string.Concat(Enumerable.Range(0, count).Select(number => $"<</FT/Sig/T(s{number})/V<</Type/Sig/Filter/A/SubFilter/adbe.pkcs7.detached/ByteRange[0 1 2 3]/Contents<00>>>>>"));
        return Pdf($"<</Type/Catalog/Pages 2 0 R/AcroForm<</SigFlags 3/Fields[{fields}]>>>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>");
    }

    private static byte[] Pdf(string catalog, string pages, params string[] more)
    {
        string[] objects = [catalog, pages, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>>>", "null", .. more];
        var (text, table) = (new StringBuilder("%PDF-1.7\n"), new StringBuilder());
        for (var number = 1; number <= objects.Length; number++)
        {
            table.Append(CultureInfo.InvariantCulture, $"{text.Length:D10} 00000 n \n");
            text.Append(CultureInfo.InvariantCulture, $"{number} 0 obj\n{objects[number - 1]}\nendobj\n");
        }

        return Encoding.Latin1.GetBytes(
            $"{text}xref\n0 {objects.Length + 1}\n0000000000 65535 f \n{table}trailer\n<</Size {objects.Length + 1}/Root 1 0 R>>\nstartxref\n{text.Length}\n%%EOF\n");
    }

    private static byte[] Sample(string name, [CallerFilePath] string here = "") =>
        File.ReadAllBytes(Path.GetFullPath($"../Samples/{name}", Path.GetDirectoryName(here)!));
}
