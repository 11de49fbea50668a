using Microsoft.Playwright;

namespace Market.E2E.Journeys;

/// <summary>综合测绘 → 企业报建 → 多部门联合查验 → 行政审批: one survey, one package, one visit to the site, every department at the same time.</summary>
public sealed class From_one_survey_to_the_joint_acceptance(Stage stage)
{
    private const string Project = "湘江云谷研发楼二期";
    private const string Decision = "湘源联验〔2026〕第 0401 号";
    private const string Survey = "竣工联合测绘";
    private const string Visit = "联合踏勘";
    private const string Housing = "住建查验";
    private const string Planning = "规划核实与土地核验";

    [Fact]
    public async Task Two_departments_check_one_survey_at_the_same_time_and_the_lead_decides_after_the_join()
    {
        await using var owner = await stage.EnterAsync("yezhu");
        await using var lead = await stage.EnterAsync("shenpi");
        await using var housing = await stage.EnterAsync("zhujian");
        var address = await Chains.BeginAsync(owner, "2610-430104-04-01-610402", Project, "38600", "竣工联合验收（规划核实与土地核验）");

        // 综合测绘: once, for all departments.
        var survey = await Chains.CommissionAsync(owner, address, Survey, "橘洲测绘与规划技术有限公司");
        var measured = await Chains.DeliverAsync(stage, survey, "survey-report.pdf", "E2E-联合测绘-1", "cehui3");
        await Chains.FileAsync(owner, address, "竣工图及竣工验收申请", Repository.Sample("site-plan-a1.pdf"));

        await housing.OpenAsync("/steps");
        await lead.OpenAsync(address);
        await lead.Button("受理").ClickAsync();
        await Assertions.Expect(Chains.Lane(lead, Visit)).ToBeVisibleAsync();

        // It comes up on the other department's open page by itself, with the survey.
        var theirs = Mine(housing);
        await Assertions.Expect(theirs.GetByRole(AriaRole.Link, new() { Name = "E2E-联合测绘-1" }).First).ToBeVisibleAsync();
        await housing.PictureAsync("chain-joint-steps", fullPage: true);
        await Chains.ArrangeAsync(lead, Chains.Lane(lead, Visit), "李思齐\n刘建业\n周明远");
        await Chains.SayAsync(Chains.Lane(lead, Visit), "通过", "现场与竣工图一致。", "现场与竣工图一致。");
        await Chains.SayAsync(theirs, "要求整改", "北侧无障碍坡道未完成。", "北侧无障碍坡道未完成。");
        await Chains.SayAsync(Chains.Lane(lead, Planning), "通过", "建筑面积误差在允许范围内，符合规划条件。", "符合规划条件");

        await owner.OpenAsync(address);
        var rectifying = Chains.Lane(owner, Housing);
        await rectifying.GetByLabel("整改完成情况").FillAsync("坡道已按图完成。");
        await rectifying.GetByRole(AriaRole.Button, new() { Name = "整改完成", Exact = true }).ClickAsync();
        await Assertions.Expect(rectifying.GetByText("坡道已按图完成。").First).ToBeVisibleAsync();
        await Chains.SayAsync(theirs, "通过", "整改完成，同意通过。");
        await Assertions.Expect(theirs).ToHaveCountAsync(0);
        await Chains.AcceptResultAsync(lead, measured);

        await lead.OpenAsync(address);
        await Assertions.Expect(Chains.Lane(lead, Housing).GetByText("刘建业")).ToBeVisibleAsync();
        await lead.PictureAsync("chain-joint-checked", fullPage: true);
        await Chains.GrantAsync(lead, address, Decision);
        await owner.OpenAsync(address);
        await Assertions.Expect(owner.Main.GetByText($"准予许可，文号 {Decision}").First).ToBeVisibleAsync();
        await owner.PictureAsync("chain-joint-decided", fullPage: true);
    }

    private static ILocator Mine(Person housing) => Chains.Lane(housing, Housing).Filter(new() { HasText = Project });
}
