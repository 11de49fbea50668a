using Market.Marketplace.Organisations;
using Microsoft.Playwright;

namespace Market.E2E.Journeys;

/// <summary>An agency registers, is admitted after its publicity and signs up; the draw is recomputed in a visitor's browser, its result is published, awarded,
/// contracted and filed. Only the time is helped along.</summary>
[Collection(nameof(SandboxJourneys))]
public sealed class From_registration_to_award(SandboxStage stage)
{
    private const string Agency = "新旅规划咨询有限公司";
    private const string Password = "Market-2026-journey";

    [Fact]
    public async Task An_agency_registers_and_a_draw_that_it_takes_part_in_ends_in_a_filed_contract()
    {
        await using var newcomer = await stage.EnterAsync();
        await using var operatorOf = await stage.EnterAsync("yunxing");
        await RegisterAsync(newcomer);
        await FillInAsync(newcomer);
        await newcomer.Button("提交入驻申请").ClickAsync();
        await Assertions.Expect(newcomer.Main.GetByText("剩 2 工作日")).ToBeVisibleAsync();
        await AdmitAsync(operatorOf, newcomer);

        await using var owner = await stage.EnterAsync("yezhu");
        var address = await Purchases.PublishAsync(owner, new Purchase("Random", "编制交通影响评价报告，含现状调查和出入口方案比选。"));
        await Purchases.SignUpAsync(newcomer, address);
        foreach (var number in new[] { 1, 2, 4 })
        {
            await using var clerk = await stage.EnterAsync($"jigou{number}");
            await Purchases.SignUpAsync(clerk, address);
        }

        await using var witness = await stage.EnterAsync("shenpi");
        var draw = await Purchases.DrawOfAsync(owner, address);
        await Purchases.DrawAsync(stage, [draw], owner, witness, operatorOf);
        await RecomputeAsync(draw);

        var winner = await AwardAsync(owner, newcomer, address);
        await JudgeNoticeAsync(owner, address);
        await ContractAsync(owner, winner, address);
    }

    private static async Task RegisterAsync(Person agency)
    {
        const string First17 = "91430104MA4L00779";
        await agency.OpenAsync("/register");
        await agency.Main.GetByLabel("统一社会信用代码").FillAsync(First17 + CreditCode.CheckCharacter(First17));
        await agency.Main.GetByLabel("机构名称（与营业执照一致）").FillAsync(Agency);
        await agency.Main.GetByLabel("经办人姓名").FillAsync("方新旅");
        await agency.Main.GetByLabel("经办人电话").FillAsync("0731-88007777");
        await agency.Main.GetByLabel("用户名").FillAsync("xinlv");
        await agency.Main.GetByLabel("密码", new() { Exact = true }).FillAsync(Password);
        await agency.Main.GetByLabel("再输入一次密码").FillAsync(Password);
        await agency.Button("注册并开始填报").ClickAsync();
        await agency.Page.WaitForURLAsync("**/admission");
        await Assertions.Expect(agency.Button("添加资质")).ToBeEnabledAsync();
    }

    private async Task FillInAsync(Person agency)
    {
        const string Licence = "自资规乙字26430779";
        foreach (var (label, text) in new[]
        {
            ("法定代表人", "方新旅"), ("注册地址", "湘源市新旅路 1 号"), ("办公地址", "湘源市新旅路 1 号"), ("投诉电话", "0731-88007778"),
            ("收费标准承诺", "不高于公示标准"), ("服务时限承诺", "按事项时限"),
        })
        {
            await TypeAsync(agency.Main.GetByLabel(label, new() { Exact = true }), text);
        }

        await agency.Button("添加资质").ClickAsync();
        var held = agency.Main.GetByRole(AriaRole.Group, new() { Name = "资质 1" });
        var today = DateOnly.FromDateTime((await stage.NowAsync()).AddHours(8).DateTime);
        foreach (var (label, text) in new[]
        {
            ("资质类别", "城乡规划编制单位资质"), ("等级（选填）", "乙级"), ("证书编号", Licence), ("发证机关", "湖南省自然资源厅（演示）"),
            ("有效期起", Day(today.AddYears(-1))), ("有效期止（长期的不填）", Day(today.AddYears(3))),
        })
        {
            await TypeAsync(held.GetByLabel(label, new() { Exact = true }), text);
        }

        await agency.Main.GetByLabel("本机构承诺").CheckAsync();
        foreach (var paper in new[] { "营业执照（或法人证书）", "法定代表人身份证", "签字盖章的承诺书", $"{Licence} · 资质证书" })
        {
            var scan = Path.Combine(stage.DataDirectory, $"新旅-{paper}.pdf");
            await File.WriteAllBytesAsync(scan, "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"u8.ToArray(), TestContext.Current.CancellationToken);
            await agency.UploadAsync(paper, scan);
        }

        await Assertions.Expect(agency.Main.GetByText("已填好，可以提交。")).ToBeVisibleAsync();
    }

    private async Task AdmitAsync(Person operatorOf, Person agency)
    {
        await operatorOf.OpenAsync("/admissions");
        await operatorOf.Main.GetByRole(AriaRole.Link, new() { Name = Agency }).ClickAsync();
        await operatorOf.PressAndConfirmAsync("核验通过", "确定通过");
        await Assertions.Expect(operatorOf.Main.GetByText("查看公示")).ToBeVisibleAsync();
        var lastDay = await Purchases.InstantAsync(operatorOf, "公示至");

        // The publicity lasts to the end of that day in China.
        await stage.AdvanceToAsync(lastDay.AddHours(16));
        await Purchases.UntilAsync(agency, "/admission", "已入驻");
    }

    private async Task RecomputeAsync(string draw)
    {
        await using var visitor = await stage.EnterAsync();
        await visitor.OpenAsync(draw);
        await visitor.Button("在本机复算").ClickAsync();
        await Assertions.Expect(visitor.Main.GetByText("一致：在您的浏览器里算出的结果与公布的相同。")).ToBeVisibleAsync();
        await Assertions.Expect(visitor.Main.GetByText(Agency).First).ToBeVisibleAsync();
        await Purchases.PicturesAsync(visitor, "award-draw");
    }

    /// <summary>The publicity passes and the award goes out. The newcomer has no seal yet: drawn first, it gives the award up, and the fixed reserve follows.</summary>
    private async Task<string> AwardAsync(Person owner, Person newcomer, string address)
    {
        await Purchases.PassPublicityAsync(stage, owner, address);
        if (await Purchases.WinnerAsync(owner) == Agency)
        {
            await newcomer.OpenAsync(address);
            await newcomer.Button("放弃中选").ClickAsync();
            await newcomer.Main.GetByLabel("放弃中选的理由").FillAsync("尚未制作电子印章，不能在期限内签订合同。");
            await newcomer.Button("确认放弃中选").ClickAsync();
            await Purchases.PassPublicityAsync(stage, owner, address);
        }

        await Purchases.PicturesAsync(owner, "award-given");
        return await Purchases.WinnerAsync(owner);
    }

    private async Task JudgeNoticeAsync(Person owner, string address)
    {
        await Purchases.UntilAsync(owner, address, "已盖章送达");
        var notice = owner.Main.Locator("article", new() { HasText = "中选通知书" }).Filter(new() { HasText = "已盖章送达" }).First;
        var file = await Purchases.DownloadAsync(owner, notice.GetByRole(AriaRole.Link, new() { Name = "下载通知书" }), Path.Combine(stage.DataDirectory, "award-notice.pdf"));
        await AssertSealedAsync(file, seals: 1);
    }

    private async Task ContractAsync(Person owner, string winner, string address)
    {
        var number = await MainJob.NumberOfAsync(stage, winner);
        await owner.OpenAsync(address);
        await owner.Button("发给中选机构确认").ClickAsync();
        await using (var clerk = await stage.EnterAsync($"jigou{number}"))
        {
            await clerk.OpenAsync(address);
            await clerk.PressAndConfirmAsync("确认合同文本", "确定");
            await Assertions.Expect(clerk.Main.GetByRole(AriaRole.Link, new() { Name = "阅读合同" })).ToBeVisibleAsync();
        }

        foreach (var keeperName in new[] { $"yinzhang{number}", "yeyin1" })
        {
            await using var keeper = await stage.EnterAsync(keeperName);
            await keeper.OpenAsync(address);
            await keeper.Main.GetByLabel("动态口令").FillAsync(await keeper.AuthenticatorCodeAsync());
            await keeper.PressAndConfirmAsync("用印", "确定用印");
            await Assertions.Expect(keeper.Main.GetByText("已用印").First).ToBeVisibleAsync();
        }

        await Purchases.UntilAsync(owner, address, "合同已签订，待业主备案。");
        var file = await Purchases.DownloadAsync(owner, owner.Main.GetByRole(AriaRole.Link, new() { Name = "下载合同" }).First, Path.Combine(stage.DataDirectory, "contract.pdf"));
        await AssertSealedAsync(file, seals: 2);
        await owner.PressAndConfirmAsync("备案", "确定备案");
        await Purchases.UntilAsync(owner, address, "合同已备案。");
        await Purchases.PicturesAsync(owner, "award-contract-filed");
    }

    private static async Task AssertSealedAsync(string file, int seals)
    {
        var said = await OutsideJudges.PdfsigAsync(file);
        Assert.Equal(seals, said.Split("Signature Validation: Signature is Valid.").Length - 1);
        await OutsideJudges.QpdfCheckAsync(file);
    }

    private static async Task TypeAsync(ILocator field, string text)
    {
        await field.FillAsync(text);
        await field.BlurAsync();
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
