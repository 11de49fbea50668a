using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Market.Signing;
using Microsoft.Extensions.DependencyInjection;

namespace Market.Web.Tests;

public sealed class ExaminationTests(TestSite site)
{
    [Fact]
    public async Task A_file_from_the_web_is_read_in_another_process()
    {
        using var browser = site.Browser();
        var before = site.Services.GetRequiredService<IsolatedExaminer>().Status;
        using var content = new ByteArrayContent("%PDF-1.7\nnothing"u8.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/pdf");

        await browser.PostAsync("/api/v1/verifications", content, TestContext.Current.CancellationToken);

        var after = site.Services.GetRequiredService<IsolatedExaminer>().Status;
        Assert.True(after.Examined > before.Examined);
        Assert.Equal(0, after.Ended);
        Assert.IsType<IsolatedExaminer>(site.Services.GetRequiredService<IFileExaminer>());
    }

    [Fact]
    public async Task Health_says_what_bounds_that_process()
    {
        using var browser = site.Browser();

        var health = await browser.GetFromJsonAsync<JsonElement>("/health/ready", TestContext.Current.CancellationToken);

        var inForce = health.GetProperty("examination");
        Assert.True(inForce.GetProperty("separateProcess").GetBoolean());
        Assert.True(inForce.GetProperty("residentLimit").GetBoolean());
        Assert.Equal(
            site.Services.GetRequiredService<IsolatedExaminer>().Status.NetworkCut, inForce.GetProperty("networkCut").GetBoolean());
    }

    [Fact]
    public async Task Uploads_that_were_checked_are_gone()
    {
        using var browser = site.Browser();
        var mark = $"%PDF-1.7\n{Guid.CreateVersion7()}";
        using var form = new MultipartFormDataContent { { new StringContent(mark), "file", "保密.pdf" } };

        await browser.PostAsync("/api/v1/verifications", form, TestContext.Current.CancellationToken);

        var kept = Directory.EnumerateFiles(Path.GetTempPath()).Where(file => new FileInfo(file).Length == System.Text.Encoding.UTF8.GetByteCount(mark));
        Assert.DoesNotContain(kept, file => File.ReadAllText(file) == mark);
    }
}
