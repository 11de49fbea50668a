using System.Globalization;
using Market.Marketplace.Calendars;
using Market.Marketplace.Catalogue;
using Market.Marketplace.Documents;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.TaskOrders;

/// <summary>One task on a settlement sheet.</summary>
/// <param name="DonePercent">100 for an accepted result; the share done for a stopped task.</param>
/// <param name="Due">What is to be settled; none while no amount is fixed.</param>
public sealed record SettlementRow(
    Guid TaskOrderId, string Number, string ServiceItemName, string ProjectName, string DepartmentName, string? AgencyName, Payer Payer,
    string PriceBasis, string? Agreement, decimal? Amount, int DonePercent, decimal? Due, DateOnly DoneOn);

/// <summary>A settlement sheet (结算单): what was accepted in a period, and what was stopped.</summary>
public sealed record Settlement(DateOnly From, DateOnly To, IReadOnlyList<SettlementRow> Rows)
{
    /// <summary>The sum of what is to be settled.</summary>
    public decimal Total => Rows.Sum(row => row.Due ?? 0);

    /// <summary>The sheet as CSV in UTF-8 with a byte order mark, as spreadsheet programs here open it.</summary>
    public byte[] ToCsv() => CsvTable.Write(Rows.Select(CellsOf).Prepend(Head));

    /// <summary>The names of the columns.</summary>
    internal static string[] Head { get; } =
        ["任务单", "服务事项", "项目", "委托部门", "中介机构", "付款人", "计价依据", "合同或框架协议号", "金额（元）", "完成比例（%）", "应结金额（元）", "完成日期"];

    internal static string[] CellsOf(SettlementRow row) =>
    [
        row.Number, row.ServiceItemName, row.ProjectName, row.DepartmentName, row.AgencyName ?? "",
        Wording.Of(row.Payer, CultureInfo.GetCultureInfo("zh-CN")), row.PriceBasis, row.Agreement ?? "", Say(row.Amount),
        row.DonePercent.ToString(CultureInfo.InvariantCulture), Say(row.Due), row.DoneOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
    ];

    private static string Say(decimal? amount) => amount?.ToString("0.00", CultureInfo.InvariantCulture) ?? "";
}

/// <summary>Reads the settlement sheet of a period, as far as the rows are the actor's to see.</summary>
public sealed class GetSettlement(MarketplaceDbContext db, OperationContext context) : IOperation
{
    private const int LongestDays = 366;

    public static Permission Requires => Permission.ReadTaskOrders;

    /// <summary>The sheet of the days from the first to the last, both included.</summary>
    public async Task<Settlement> ExecuteAsync(DateOnly from, DateOnly to)
    {
        if (to < from || to.DayNumber - from.DayNumber > LongestDays)
        {
            throw new RuleViolationException("period-invalid", from, to);
        }

        var (begin, end) = (ChinaTime.StartOf(from), ChinaTime.EndOf(to));
        var orders = await (
            from order in db.TaskOrdersFor(context.Actor).AsNoTracking()
            join project in db.Projects on order.ProjectId equals project.Id
            join department in db.Organisations on order.DepartmentId equals department.Id
            where order.AgencyId != null
                && ((order.CompletedAt >= begin && order.CompletedAt < end && (order.Status == TaskOrderStatus.Completed || order.Status == TaskOrderStatus.Archived))
                    || (order.StoppedAt >= begin && order.StoppedAt < end && order.WorkDonePercent > 0))
            orderby order.AgencyName, order.Number
            select new { Order = order, ProjectName = project.Name, DepartmentName = department.Name }).ToListAsync(context.Cancellation);
        return new Settlement(from, to, [.. orders.Select(row => RowOf(row.Order, row.ProjectName, row.DepartmentName))]);
    }

    private static SettlementRow RowOf(TaskOrder order, string project, string department)
    {
        var percent = order.Status == TaskOrderStatus.Stopped ? order.WorkDonePercent : 100;
        return new SettlementRow(
            order.Id, order.Number, order.ServiceItemName, project, department, order.AgencyName, order.Payer, order.PriceBasis,
            order.ContractNumber ?? order.FrameworkAgreementNumber, order.Amount, percent,
            order.Amount is { } amount ? decimal.Round(amount * percent / 100, 2, MidpointRounding.AwayFromZero) : null,
            ChinaTime.DayOf((order.StoppedAt ?? order.CompletedAt)!.Value));
    }
}
