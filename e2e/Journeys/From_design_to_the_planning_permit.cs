using Microsoft.Playwright;

namespace Market.E2E.Journeys;

/// <summary>规划设计 → 企业报建 → 技术审查 → 行政审批, from the draft to the permit.</summary>
public sealed class From_design_to_the_planning_permit(Stage stage)
{
    private const string Project = "湘江云谷住宅小区三期";
    private const string Permit = "建字第 4301042026ZY0301 号";

    [Fact]
    public async Task The_applicant_commissions_the_design_and_the_department_gets_reviews_of_agencies_nobody_named()
    {
        await using var owner = await stage.EnterAsync("yezhu");
        await using var official = await stage.EnterAsync("shenpi");
        var address = await Chains.BeginAsync(owner, "2610-430104-04-01-610301", Project, "126800", "建设工程规划许可");

        // 规划设计: the applicant's own choice, and the application cannot be handed in before it is there.
        await owner.Main.GetByLabel("委托规划设计").SelectOptionAsync("是");
        await Assertions.Expect(Chains.Lane(owner, "规划设计方案编制")).ToBeVisibleAsync();
        var design = await Chains.CommissionAsync(owner, address, "规划设计方案编制", "捞刀河工程设计咨询有限公司");
        var designed = await Chains.DeliverAsync(stage, design, "site-plan-a1.pdf", "E2E-设计-1");
        var drawings = await MainJob.DownloadAsync(owner, designed, stage.DataDirectory);

        // 企业报建 and 技术审查.
        await Chains.FileAsync(owner, address, "规划设计方案图纸（总平面图及方案文本）", drawings);
        await official.OpenAsync(address);
        await official.Button("受理").ClickAsync();
        var review = await TaskAsync(official, "规划方案技术审查");
        var sunlight = await TaskAsync(official, "日照复核");
        Assert.Equal(3, new[] { design.Agency, review.Agency, sunlight.Agency }.Distinct().Count());
        await official.Main.Locator("details.due summary").First.ClickAsync();
        await official.PictureAsync("chain-planning-accepted", fullPage: true);
        var reviewed = await Chains.DeliverAsync(stage, review, "technical-review.pdf", "E2E-审查-1");
        var checkedSunlight = await Chains.DeliverAsync(stage, sunlight, "sunlight-review.pdf", "E2E-日照-1");

        await official.OpenAsync(address);
        var meeting = Chains.Lane(official, "方案评审会");
        await Chains.ArrangeAsync(official, meeting, "李思齐\n陈专家");
        await Chains.SayAsync(meeting, "通过", "专家组同意方案，建议优化沿街界面。", "李思齐");
        await GrantIsRefusedAsync(official);
        await Chains.AcceptResultAsync(official, designed);
        await Chains.AcceptResultAsync(official, reviewed);
        await Chains.AcceptResultAsync(official, checkedSunlight);

        // 行政审批.
        await Chains.GrantAsync(official, address, Permit);
        await official.PictureAsync("chain-planning-decided", fullPage: true);
        await owner.OpenAsync(address);
        await Assertions.Expect(owner.Main.GetByText($"准予许可，文号 {Permit}").First).ToBeVisibleAsync();
        await owner.Page.SetViewportSizeAsync(390, 844);
        await owner.PictureAsync("chain-planning-decided-phone", fullPage: true);
        await NoticesAreServedAsync(owner);
        await using var visitor = await stage.EnterAsync();
        await visitor.OpenAsync("/publicity");
        await Assertions.Expect(visitor.Main.GetByText(Project).First).ToBeVisibleAsync();
    }

    // Work that is still open stands in the way, and the page says so.
    private static async Task GrantIsRefusedAsync(Person official)
    {
        await official.Main.GetByLabel("决定文号").FillAsync(Permit);
        await official.Main.GetByLabel("审批意见").FillAsync("准予许可。");
        await official.Button("准予许可").ClickAsync();
        await Assertions.Expect(official.Main.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
    }

    // What the department did reached the applicant as sealed documents; opening one is the receipt.
    private async Task NoticesAreServedAsync(Person owner)
    {
        await owner.Page.SetViewportSizeAsync(1366, 768);
        await owner.OpenAsync("/official-notices?kind=SpecialProcedure");
        var notice = owner.Main.Locator("article", new() { HasText = Project }).Filter(new() { HasText = "已盖章送达" }).First;
        await Assertions.Expect(notice.GetByText("特别程序时限告知书").First).ToBeVisibleAsync();
        var download = await owner.Page.RunAndWaitForDownloadAsync(() =>
            notice.GetByRole(AriaRole.Link, new() { Name = "下载通知书", Exact = true }).ClickAsync());
        var path = Path.Combine(stage.DataDirectory, "special-procedure.pdf");
        await download.SaveAsAsync(path);
        Assert.Contains("Signature is Valid", await OutsideJudges.PdfsigAsync(path), StringComparison.Ordinal);
        await owner.OpenAsync("/official-notices?search=特别程序");
        await Assertions.Expect(owner.Main.Locator("article", new() { HasText = Project }).GetByText("周明远 于").First).ToBeVisibleAsync();
        await owner.PictureAsync("official-notices", fullPage: true);
        await owner.Page.SetViewportSizeAsync(390, 844);
        await owner.PictureAsync("official-notices-phone");
    }

    private static async Task<DispatchedTask> TaskAsync(Person official, string item)
    {
        var lane = Chains.Lane(official, item);
        var agency = lane.Locator("a[href^='agencies/']").First;
        await Assertions.Expect(agency).ToBeVisibleAsync();
        var title = lane.GetByRole(AriaRole.Heading).GetByRole(AriaRole.Link);
        return new DispatchedTask(item, "/" + await title.GetAttributeAsync("href"), (await agency.InnerTextAsync()).Trim(), null);
    }
}
