using System.Text;
using Microsoft.Playwright;

namespace Market.E2E.Journeys;

/// <summary>The agency's figures travel inside the sealed file: entered on the page and from a table, read by the official in one table.</summary>
public sealed class Figures_are_sealed_and_read_in_one_table(Stage stage)
{
    [Fact]
    public async Task Agency_fills_elements_and_the_department_reads_them_in_one_table()
    {
        await using var owner = await stage.EnterAsync("yezhu");
        await using var official = await stage.EnterAsync("shenpi");
        var caseAddress = await MainJob.FileCaseAsync(owner, "湘江云谷住宅小区一期");
        var task = (await MainJob.AcceptCaseAsync(official, caseAddress)).Single(candidate => candidate.ServiceItem == "规划方案技术审查");
        var number = await MainJob.NumberOfAsync(stage, task.Agency);

        await using var clerk = await stage.EnterAsync($"jigou{number}");
        await MainJob.TakeAsync(clerk, task);
        await EnterAsync(clerk, task);
        var result = await MainJob.SubmitAsync(clerk, task, "technical-review.pdf", "E2E-要素-1");
        await using var practitioner = await stage.EnterAsync($"zhuce{number}");
        await MainJob.SealAsync(practitioner, result);
        await using var keeper = await stage.EnterAsync($"yinzhang{number}");
        await MainJob.SealAsync(keeper, result);

        await Assertions.Expect(keeper.Main.GetByText("核验通过").First).ToBeVisibleAsync();
        await official.OpenAsync(result);
        var height = official.Main.Locator(".element-table tbody tr", new() { HasText = "建筑高度" });
        await Assertions.Expect(official.Main.GetByText("要素数据取自已用印文件，与机构提交的一致")).ToBeVisibleAsync();
        await Assertions.Expect(height.GetByText("61.00 m")).ToBeVisibleAsync();
        await Assertions.Expect(height.GetByText("≤ 60.00")).ToBeVisibleAsync();
        await Assertions.Expect(height.GetByText("不符合")).ToBeVisibleAsync();
        await official.Button("用要素生成意见草稿").ClickAsync();
        await Assertions.Expect(official.Main.GetByLabel("采信意见")).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("不符合的有：建筑高度 61.00m"));
        await official.PictureAsync("department-elements", fullPage: true);
    }

    private static async Task EnterAsync(Person clerk, DispatchedTask task)
    {
        await clerk.OpenAsync(task.Address);
        var file = Encoding.UTF8.GetBytes(
            "编码,要素,值,单位\r\nYDMJ,用地面积,39282.05,㎡\r\nZJZMJ,总建筑面积,86420.50,㎡\r\nJRMJ,计容建筑面积,86420.50,㎡\r\nJDMJ,建筑基底面积,8484.92,㎡\r\nLDMJ,绿地面积,20.7,亩\r\nJDCW,机动车位,812,个\r\n");
        await clerk.Main.GetByLabel("从文件导入（XLSX、CSV、JSON）").SetInputFilesAsync(new FilePayload { Name = "要素.csv", MimeType = "text/csv", Buffer = file });
        await Assertions.Expect(clerk.Main.GetByText("已导入 5 项，没有采用 1 行")).ToBeVisibleAsync();
        await Assertions.Expect(clerk.Main.GetByText("绿地面积：单位是“亩”，应为“㎡”，请换算后填写。")).ToBeVisibleAsync();

        await clerk.Main.Locator("#element-LDMJ").FillAsync("13788");
        await clerk.Main.Locator("#element-JZGD").FillAsync("61");
        await Assertions.Expect(clerk.Main.Locator(".element-table tbody tr", new() { HasText = "建筑高度" }).GetByText("不符合")).ToBeVisibleAsync();
        await Assertions.Expect(clerk.Main.GetByText("已自动保存")).ToBeVisibleAsync();
    }
}
