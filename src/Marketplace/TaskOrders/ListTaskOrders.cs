using Market.Marketplace.Calendars;
using Market.Marketplace.Catalogue;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.TaskOrders;

/// <summary>A task order in a list.</summary>
public sealed record TaskOrderSummary(
    Guid Id, long Version, string Number, Guid CaseId, string ProjectName, string ServiceItemCode, string ServiceItemName,
    Guid? AgencyId, string? AgencyName, TaskOrderStatus Status, Payer Payer, DateOnly? DueOn, Light Light, int ReturnCount,
    DateTimeOffset CreatedAt)
{
    /// <summary>Until when bids are awaited (二次竞价).</summary>
    public DateTimeOffset? BidsUntil { get; init; }

    internal static TaskOrderSummary Of(TaskOrder order, string projectName, OperationContext context) => new(
        order.Id, order.Version, order.Number, order.CaseId, projectName, order.ServiceItemCode, order.ServiceItemName,
        order.AgencyId, order.AgencyName, order.Status, order.Payer, order.Deadline?.DueOn, order.LightOn(context.Today, context.Calendar),
        order.ReturnCount, order.CreatedAt)
    {
        BidsUntil = order.BidsUntil,
    };
}

/// <summary>Which task orders are wanted.</summary>
public enum TaskOrderFilter
{
    /// <summary>All.</summary>
    All,

    /// <summary>待接单.</summary>
    AwaitingAnswer,

    /// <summary>办理中: taken and not handed in.</summary>
    InProgress,

    /// <summary>将超期 or 已超期: due today or tomorrow, or overdue.</summary>
    DueSoon,

    /// <summary>待采信: on the department's desk.</summary>
    Delivered,

    /// <summary>已采信.</summary>
    Completed,
}

/// <summary>Lists the task orders that the actor may see.</summary>
public sealed class ListTaskOrders(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ReadTaskOrders;

    /// <summary>Task orders, the most urgent first; the search looks at number, item, agency and project.</summary>
    public async Task<PagedList<TaskOrderSummary>> ExecuteAsync(PageRequest page, TaskOrderFilter filter = TaskOrderFilter.All)
    {
        ArgumentNullException.ThrowIfNull(page);
        var words = page.Words;
        var orders = db.TaskOrdersFor(context.Actor).AsNoTracking().Matching(filter, context);
        var rows = await (
            from order in orders
            join project in db.Projects on order.ProjectId equals project.Id
            where words == null || order.Number.Contains(words) || order.ServiceItemName.Contains(words)
                || order.AgencyName!.Contains(words) || project.Name.Contains(words)
            orderby order.DueAt == null, order.DueAt, order.CreatedAt descending, order.Id
            select new { Order = order, ProjectName = project.Name })
            .PageAsync(page, context.Cancellation);
        return rows.Select(row => TaskOrderSummary.Of(row.Order, row.ProjectName, context));
    }
}

internal static class TaskOrderFilters
{
    public static IQueryable<TaskOrder> Matching(this IQueryable<TaskOrder> orders, TaskOrderFilter filter, OperationContext context)
    {
        var soon = ChinaTime.EndOf(context.Calendar.DueAfter(context.Today, 1));
        return filter switch
        {
            TaskOrderFilter.All => orders,
            TaskOrderFilter.AwaitingAnswer => orders.Where(order => order.Status == TaskOrderStatus.Dispatched),
            TaskOrderFilter.InProgress => orders.Where(order =>
                order.Status == TaskOrderStatus.InProgress || order.Status == TaskOrderStatus.Submitted || order.Status == TaskOrderStatus.Suspended),
            TaskOrderFilter.DueSoon => orders.Where(order => order.DueAt <= soon
                && (order.Status == TaskOrderStatus.Dispatched || order.Status == TaskOrderStatus.InProgress || order.Status == TaskOrderStatus.Submitted)),
            TaskOrderFilter.Delivered => orders.Where(order => order.Status == TaskOrderStatus.Delivered),
            TaskOrderFilter.Completed => orders.Where(order => order.Status == TaskOrderStatus.Completed || order.Status == TaskOrderStatus.Archived),
        };
    }
}
