using Microsoft.Playwright;

namespace Market.E2E.Journeys;

/// <summary>What goes wrong on ordinary days: each case gets a sentence, and nothing is lost.</summary>
public sealed class Bad_input_is_answered_in_words(Stage stage)
{
    /// <summary>Of the demonstration: has a sunlight review under way.</summary>
    private const int Agency = 2;

    [Theory]
    [InlineData("bad/not-a-pdf.pdf", "PDF")]
    [InlineData("bad/encrypted.pdf", "加密")]
    [InlineData("bad/damaged.pdf", "损坏")]
    [InlineData("bad/no-pages.pdf", "没有页面")]
    public async Task A_file_that_cannot_be_sealed_is_named_before_it_is_handed_in(string sample, string word)
    {
        await using var clerk = await stage.EnterAsync($"jigou{Agency}");
        await OpenTaskAsync(clerk);

        await clerk.Main.GetByLabel("上传成果", new() { Exact = true }).SetInputFilesAsync(Repository.Sample(sample));

        await Assertions.Expect(clerk.Main.GetByText(word).Locator("visible=true").Last).ToBeVisibleAsync();
        await Assertions.Expect(clerk.Button("提交成果")).ToBeDisabledAsync();
    }

    [Theory]
    [InlineData("script", "/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>")]
    [InlineData("launch", "/OpenAction<</S/Launch/F(calc.exe)>>")]
    [InlineData("program", "/Names<</EmbeddedFiles<</Names[(a)<</Type/Filespec/F(setup.exe)/EF<</F 4 0 R>>>>]>>>>")]
    [InlineData("outside", "/OpenAction<</S/GoToR/F(other.pdf)/D[0/Fit]>>")]
    public async Task A_file_that_acts_by_itself_is_refused_at_hand_in(string kind, string catalog)
    {
        var file = Path.Combine(stage.DataDirectory, $"active-{kind}.pdf");
        await File.WriteAllTextAsync(file, ActivePdf(catalog), TestContext.Current.CancellationToken);
        await using var clerk = await stage.EnterAsync($"jigou{Agency}");
        await OpenTaskAsync(clerk);

        await clerk.Main.GetByLabel("上传成果", new() { Exact = true }).SetInputFilesAsync(file);

        await Assertions.Expect(clerk.Main.GetByText("文件含脚本、启动动作、可执行附件或引用外部文件的内容，不能接收").Locator("visible=true").Last).ToBeVisibleAsync();
        await Assertions.Expect(clerk.Button("提交成果")).ToBeDisabledAsync();
        await clerk.PictureAsync($"active-{kind}");
    }

    [Fact]
    public async Task A_file_over_the_limit_is_refused_before_a_byte_is_sent()
    {
        await using var clerk = await stage.EnterAsync($"jigou{Agency}");
        await OpenTaskAsync(clerk);
        var large = Path.Combine(stage.DataDirectory, "large.pdf");
        await using (var file = File.Create(large))
        {
            file.SetLength((500L * 1024 * 1024) + 1);
        }

        await clerk.Main.GetByLabel("上传成果", new() { Exact = true }).SetInputFilesAsync(large);

        await Assertions.Expect(clerk.Main.GetByText("超过上限")).ToBeVisibleAsync();
        await Assertions.Expect(clerk.Button("提交成果")).ToBeDisabledAsync();
    }

    [Fact]
    public async Task An_upload_goes_on_where_a_lost_connection_broke_it()
    {
        await using var clerk = await stage.EnterAsync($"jigou{Agency}");
        await OpenTaskAsync(clerk);
        var broken = false;
        await clerk.Page.RouteAsync("**/uploads/**", async route =>
        {
            if (route.Request.Method == "PATCH" && !broken)
            {
                broken = true;
                await route.AbortAsync("connectionreset");
            }
            else
            {
                await route.ContinueAsync();
            }
        });

        await clerk.UploadAsync("上传成果", Repository.Sample("design-text.pdf"));

        Assert.True(broken);
        await Assertions.Expect(clerk.Main.GetByText("预检通过，共 60 页").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Seals_come_in_their_order_and_only_with_a_fresh_code()
    {
        await using var clerk = await stage.EnterAsync("jigou3");
        await using var owner = await stage.EnterAsync("yezhu");
        await using var keeper = await stage.EnterAsync($"yinzhang{Agency}");
        await using var practitioner = await stage.EnterAsync($"zhuce{Agency}");
        await using var own = await stage.EnterAsync($"jigou{Agency}");
        var address = await OpenTaskAsync(own);
        var result = await MainJob.SubmitAsync(own, new DispatchedTask("日照复核", address, "", null), "letter.pdf", "E2E-ORDER-1");

        await keeper.OpenAsync(result);
        await Assertions.Expect(keeper.Main.GetByText("这一步不用您的章")).ToBeVisibleAsync();
        await clerk.OpenAsync(result);
        await Assertions.Expect(clerk.Main.GetByText("E2E-ORDER-1")).ToHaveCountAsync(0);
        await owner.OpenAsync(address);
        await Assertions.Expect(owner.Button("接单")).ToHaveCountAsync(0);

        await practitioner.OpenAsync(result);
        await practitioner.Main.GetByLabel("动态口令").FillAsync("000000");
        await MainJob.PressSealAsync(practitioner);
        await Assertions.Expect(practitioner.Main.GetByRole(AriaRole.Alert).GetByText("动态口令不正确")).ToBeVisibleAsync();
        await MainJob.SealAsync(practitioner, result);
    }

    [Theory]
    [InlineData("letter.pdf", "没有电子印章")]
    [InlineData("bad/not-a-pdf.pdf", "不是 PDF")]
    [InlineData("bad/encrypted.pdf", "密")]
    public async Task The_public_check_says_why_a_file_cannot_be_checked(string sample, string words)
    {
        await using var visitor = await stage.EnterAsync();
        await visitor.OpenAsync("/verify");

        await visitor.Main.GetByLabel("PDF 或 OFD 文件").SetInputFilesAsync(Repository.Sample(sample));
        await visitor.Button("开始核验").ClickAsync();

        await Assertions.Expect(visitor.Main.GetByRole(AriaRole.Alert).GetByText(words)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_public_check_finds_a_changed_byte()
    {
        await using var official = await stage.EnterAsync("shenpi2");
        await official.OpenAsync("/results?show=Delivered&search=JSSC-2026-0117");
        var link = await official.Main.Locator("tr a[href^='results/']").First.GetAttributeAsync("href");
        var file = await MainJob.DownloadAsync(official, "/" + link, stage.DataDirectory);
        var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        bytes[bytes.Length / 3] ^= 1;
        var changed = Path.Combine(stage.DataDirectory, "changed.pdf");
        await File.WriteAllBytesAsync(changed, bytes, TestContext.Current.CancellationToken);
        await using var visitor = await stage.EnterAsync();
        await visitor.OpenAsync("/verify");

        await visitor.Main.GetByLabel("PDF 或 OFD 文件").SetInputFilesAsync(changed);
        await visitor.Button("开始核验").ClickAsync();

        await Assertions.Expect(visitor.Main.GetByText("核验不通过").First).ToBeVisibleAsync();
        await Assertions.Expect(visitor.Main.GetByText("核验通过", new() { Exact = true })).ToHaveCountAsync(0);
        await visitor.PictureAsync("public-verify-changed");
    }

    private static string ActivePdf(string catalog)
    {
        string[] objects =
        [
            $"<</Type/Catalog/Pages 2 0 R{catalog}>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>>>",
            "<</Type/EmbeddedFile/Length 2>>stream\nMZ\nendstream",
        ];
        var (text, table) = ("%PDF-1.7\n", "");
        for (var number = 1; number <= objects.Length; number++)
        {
            table += $"{text.Length:D10} 00000 n \n";
            text += $"{number} 0 obj\n{objects[number - 1]}\nendobj\n";
        }

        return $"{text}xref\n0 5\n0000000000 65535 f \n{table}trailer\n<</Size 5/Root 1 0 R>>\nstartxref\n{text.Length}\n%%EOF\n";
    }

    private static async Task<string> OpenTaskAsync(Person clerk)
    {
        await clerk.OpenAsync("/tasks");
        var link = clerk.Main.Locator("tr", new() { HasText = "日照复核" }).Locator("a[href^='tasks/']").Last;
        var address = "/" + await link.GetAttributeAsync("href");
        await clerk.OpenAsync(address);
        await Assertions.Expect(clerk.Main.GetByLabel("上传成果", new() { Exact = true })).ToBeEnabledAsync();
        return address;
    }
}
