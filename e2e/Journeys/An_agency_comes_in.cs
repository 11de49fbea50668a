using Market.Marketplace.Organisations;
using Microsoft.Playwright;

namespace Market.E2E.Journeys;

/// <summary>An agency registers itself, is sent back once, hands in again and comes into publicity.</summary>
public sealed class An_agency_comes_in(Stage stage)
{
    [Fact]
    public async Task From_registration_over_a_return_into_publicity()
    {
        const string Name = "旅程测绘咨询有限公司";
        await using var agency = await stage.EnterAsync();
        await agency.OpenAsync("/register");
        await agency.Main.GetByLabel("统一社会信用代码").FillAsync("91430104MA4L0099XX");
        await agency.Main.GetByLabel("机构名称（与营业执照一致）").FillAsync(Name);
        await agency.Main.GetByLabel("经办人姓名").FillAsync("许旅程");
        await agency.Main.GetByLabel("经办人电话").FillAsync("0731-88009999");
        await agency.Main.GetByLabel("用户名").FillAsync("lvcheng");
        await FillPasswordsAsync(agency);
        await agency.Button("注册并开始填报").ClickAsync();
        await Assertions.Expect(agency.Main.GetByText("GB 32100 校验不通过")).ToBeVisibleAsync();

        await agency.Main.GetByLabel("统一社会信用代码").FillAsync(Code());
        await FillPasswordsAsync(agency);
        await agency.Button("注册并开始填报").ClickAsync();
        await agency.Page.WaitForURLAsync("**/admission");
        await Assertions.Expect(agency.Button("添加资质")).ToBeEnabledAsync();

        await TypeAsync(agency, "法定代表人", "钱旅程");
        await TypeAsync(agency, "注册地址", "湘源市旅程路 1 号");
        await TypeAsync(agency, "办公地址", "湘源市旅程路 1 号");
        await TypeAsync(agency, "投诉电话", "0731-88009998");
        await TypeAsync(agency, "收费标准承诺", "不高于公示标准");
        await TypeAsync(agency, "服务时限承诺", "按事项时限");
        await agency.Main.GetByLabel("本机构承诺").CheckAsync();

        // What was typed is there after a reload.
        await Assertions.Expect(agency.Main.GetByText("已保存。")).ToBeVisibleAsync();
        await agency.OpenAsync("/admission");
        await Assertions.Expect(agency.Main.GetByLabel("法定代表人", new() { Exact = true })).ToHaveValueAsync("钱旅程");

        foreach (var paper in new[] { "营业执照（或法人证书）", "法定代表人身份证", "签字盖章的承诺书" })
        {
            // A name of its own for each, because the page goes on showing what was uploaded before.
            var scan = Path.Combine(stage.DataDirectory, $"扫描件-{paper}.pdf");
            await File.WriteAllBytesAsync(scan, "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"u8.ToArray(), TestContext.Current.CancellationToken);
            await agency.UploadAsync(paper, scan);
        }

        await Assertions.Expect(agency.Main.GetByText("已填好，可以提交。")).ToBeVisibleAsync();
        await agency.Button("提交入驻申请").ClickAsync();
        await Assertions.Expect(agency.Main.GetByText("剩 2 工作日")).ToBeVisibleAsync();
        await agency.PictureAsync("admission-submitted", fullPage: true);

        await using var operatorOf = await stage.EnterAsync("yunxing");
        await operatorOf.OpenAsync("/admissions");
        await operatorOf.Main.GetByRole(AriaRole.Link, new() { Name = Name }).ClickAsync();
        await operatorOf.Main.GetByLabel("缺什么、怎么改").FillAsync("承诺书没有盖章");
        await operatorOf.Main.GetByLabel("缺什么、怎么改").BlurAsync();
        await operatorOf.Button("退回补正").ClickAsync();
        await Assertions.Expect(operatorOf.Main.GetByRole(AriaRole.Cell, new() { Name = "承诺书没有盖章" })).ToBeVisibleAsync();

        // The agency's open page shows the reason by itself.
        await Assertions.Expect(agency.Main.GetByText("材料退回，请改正后重新提交：")).ToBeVisibleAsync();
        await agency.Button("提交入驻申请").ClickAsync();
        await operatorOf.PressAndConfirmAsync("核验通过", "确定通过");
        await Assertions.Expect(operatorOf.Main.GetByText("查看公示")).ToBeVisibleAsync();
        await operatorOf.PictureAsync("admission-checked", fullPage: true);

        await using var visitor = await stage.EnterAsync(phone: true);
        await visitor.OpenAsync("/agencies/publicity");
        await Assertions.Expect(visitor.Main.GetByText(Name)).ToBeVisibleAsync();
        await visitor.PictureAsync("admission-publicity-phone", fullPage: true);
    }

    private static string Code()
    {
        const string First17 = "91430104MA4L00995";
        return First17 + CreditCode.CheckCharacter(First17);
    }

    private static async Task FillPasswordsAsync(Person person)
    {
        await person.Main.GetByLabel("密码", new() { Exact = true }).FillAsync("Market-2026-journey");
        await person.Main.GetByLabel("再输入一次密码").FillAsync("Market-2026-journey");
    }

    private static async Task TypeAsync(Person person, string label, string text)
    {
        var field = person.Main.GetByLabel(label, new() { Exact = true });
        await field.FillAsync(text);
        await field.BlurAsync();
    }
}
