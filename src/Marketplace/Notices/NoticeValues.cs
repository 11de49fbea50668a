using System.Globalization;
using Market.Marketplace.ApprovalCases;
using Market.Marketplace.Calendars;
using Market.Marketplace.Operations;
using Market.Marketplace.Projects;
using Market.Marketplace.TaskOrders;

namespace Market.Marketplace.Notices;

/// <summary>What an operation puts into the places of a template.</summary>
internal sealed class NoticeValues
{
    private static readonly CultureInfo Chinese = CultureInfo.GetCultureInfo("zh-CN");

    private readonly Dictionary<string, string?> _values = new(StringComparer.Ordinal);

    /// <summary>A value; null where this time there is none.</summary>
    /// <exception cref="InvalidOperationException">No such name was given.</exception>
    public string? this[string name]
    {
        get => _values.TryGetValue(name, out var value) ? value : throw new InvalidOperationException($"A notice asks for '{name}', which nobody gave.");
        init => _values[name] = value;
    }

    public static string Day(DateOnly day) => day.ToString("yyyy 年 M 月 d 日", CultureInfo.InvariantCulture);

    public static string? Day(DateOnly? day) => day is { } known ? Day(known) : null;

    public static string WorkingDays(int days) => string.Create(CultureInfo.InvariantCulture, $"{days} 个工作日");

    public static string Word(Enum value) => Wording.Of(value, Chinese);

    /// <summary>Adds values.</summary>
    public NoticeValues With(params IReadOnlyList<(string Name, string? Value)> more)
    {
        foreach (var (name, value) in more)
        {
            _values[name] = value;
        }

        return this;
    }

    /// <summary>What every notice about a case may say.</summary>
    public static NoticeValues Of(ApprovalCase approvalCase, Project project, string department) => new()
    {
        ["办件编号"] = approvalCase.Number,
        ["审批事项"] = approvalCase.ApprovalItem,
        ["项目名称"] = project.Name,
        ["项目代码"] = project.Code,
        ["申请人"] = project.OwnerName,
        ["审批部门"] = department,
        ["申报日"] = approvalCase.FiledAt is { } filed ? Day(ChinaTime.DayOf(filed)) : null,
        ["到期日"] = Day(approvalCase.Deadline?.DueOn),
    };

    /// <summary>What every notice about a task may say.</summary>
    public static NoticeValues Of(TaskOrder order, ApprovalCase approvalCase, Project project) => new()
    {
        ["任务单编号"] = order.Number,
        ["办件编号"] = approvalCase.Number,
        ["项目名称"] = project.Name,
        ["服务事项"] = $"{order.ServiceItemName}（{order.ServiceItemCode}）",
        ["承接机构"] = order.AgencyName,
        ["付款人"] = Word(order.Payer),
        ["框架协议号"] = order.FrameworkAgreementNumber,
        ["办理期限"] = WorkingDays(order.LimitWorkingDays + order.ExtraWorkingDays),
        ["到期日"] = Day(order.Deadline?.DueOn),
    };
}
