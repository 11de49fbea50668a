using Market.Marketplace.ApprovalCases;
using Market.Marketplace.Calendars;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Results;
using Market.Marketplace.TaskOrders;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Supervision;

/// <summary>What a tile of the first screen counts. Wording.resx has the label.</summary>
public enum TileKind
{
    /// <summary>草稿办件.</summary>
    DraftCases,

    /// <summary>审查中的办件: filed or accepted.</summary>
    OpenCases,

    /// <summary>待受理.</summary>
    CasesToAccept,

    /// <summary>待接单.</summary>
    TasksToAnswer,

    /// <summary>办理中.</summary>
    TasksInProgress,

    /// <summary>待用印.</summary>
    ResultsToSeal,

    /// <summary>待批准用印.</summary>
    SealUsesToApprove,

    /// <summary>将超期 and 已超期.</summary>
    TasksDueSoon,

    /// <summary>待采信.</summary>
    ResultsToDecide,

    /// <summary>已采信.</summary>
    TasksCompleted,

    /// <summary>未读消息.</summary>
    UnreadMessages,

    /// <summary>滞留件.</summary>
    StuckWork,

    /// <summary>已入驻机构.</summary>
    AdmittedAgencies,

    /// <summary>待核验入驻和变更.</summary>
    AdmissionsToCheck,
}

/// <summary>A number on the first screen.</summary>
public sealed record Tile(TileKind Kind, int Count);

/// <summary>A seal or qualification that ends soon or has ended.</summary>
public sealed record ExpiringThing(string Name, DateOnly LastDay, int DaysLeft);

/// <summary>The first screen: what must I do now, and what is late.</summary>
/// <param name="Tiles">In order of importance for the role.</param>
/// <param name="Urgent">Running task orders, the most urgent first, at most seven.</param>
/// <param name="Cases">Recent cases, at most seven.</param>
/// <param name="Expiring">For agencies: what ends within 90 days or has ended.</param>
/// <param name="CalendarCoveredUntil">Last day with an official calendar.</param>
public sealed record Workbench(
    IReadOnlyList<Tile> Tiles, IReadOnlyList<TaskOrderSummary> Urgent, IReadOnlyList<CaseSummary> Cases,
    IReadOnlyList<ExpiringThing> Expiring, DateOnly CalendarCoveredUntil);

/// <summary>Reads the first screen of the actor's role.</summary>
public sealed class GetWorkbench(MarketplaceDbContext db, OperationContext context) : IOperation
{
    private const int ListedRows = 7;
    private const int ExpiringDays = 90;

    public static Permission Requires => Permission.ReadWorkbench;

    /// <summary>The first screen.</summary>
    public async Task<Workbench> ExecuteAsync()
    {
        var tiles = new List<Tile>();
        foreach (var kind in TilesFor(context.Actor))
        {
            tiles.Add(new Tile(kind, await CountAsync(kind)));
        }

        return new Workbench(tiles, await UrgentAsync(), await CasesAsync(), await ExpiringAsync(), context.Calendar.CoveredUntil);
    }

    private static TileKind[] TilesFor(Actor actor) => actor.Standing switch
    {
        Standing.Enterprise when !actor.May(Permission.FileCases) => [TileKind.UnreadMessages],
        Standing.Enterprise => [TileKind.DraftCases, TileKind.OpenCases, TileKind.TasksInProgress, TileKind.TasksCompleted, TileKind.UnreadMessages],
        Standing.Agency when !actor.May(Permission.RespondToTaskOrders) && actor.May(Permission.ApproveSealUse) =>
            [TileKind.SealUsesToApprove, TileKind.ResultsToSeal, TileKind.TasksInProgress, TileKind.TasksDueSoon, TileKind.UnreadMessages],
        Standing.Agency => [TileKind.TasksToAnswer, TileKind.TasksInProgress, TileKind.ResultsToSeal, TileKind.TasksDueSoon, TileKind.UnreadMessages],
        Standing.Department => [TileKind.ResultsToDecide, TileKind.CasesToAccept, TileKind.TasksDueSoon, TileKind.TasksInProgress, TileKind.UnreadMessages],
        Standing.Operator => [TileKind.StuckWork, TileKind.AdmissionsToCheck, TileKind.OpenCases, TileKind.TasksInProgress, TileKind.TasksDueSoon, TileKind.AdmittedAgencies],
        Standing.Public or Standing.System => [],
    };

    private Task<int> CountAsync(TileKind kind)
    {
        var (cases, orders, results) = (db.CasesFor(context.Actor), db.TaskOrdersFor(context.Actor), db.ResultsFor(context.Actor));
        return kind switch
        {
            TileKind.DraftCases => CountAsync(cases.Where(row => row.Status == CaseStatus.Draft)),
            TileKind.OpenCases => CountAsync(cases.Where(row => row.Status == CaseStatus.Filed || row.Status == CaseStatus.Accepted)),
            TileKind.CasesToAccept => CountAsync(cases.Where(row => row.Status == CaseStatus.Filed)),
            TileKind.TasksToAnswer => CountAsync(orders.Matching(TaskOrderFilter.AwaitingAnswer, context)),
            TileKind.TasksInProgress => CountAsync(orders.Matching(TaskOrderFilter.InProgress, context)),
            TileKind.TasksDueSoon => CountAsync(orders.Matching(TaskOrderFilter.DueSoon, context)),
            TileKind.TasksCompleted => CountAsync(orders.Matching(TaskOrderFilter.Completed, context)),
            TileKind.SealUsesToApprove => CountAsync(db.SealApplicationsFor(context.Actor).Where(row => row.Status == Seals.SealApplicationStatus.Pending)),
            TileKind.ResultsToSeal => CountAsync(results.Where(row => row.Status == ResultStatus.Prechecked || row.Status == ResultStatus.Sealing)),
            TileKind.ResultsToDecide => CountAsync(results.Where(row => row.Status == ResultStatus.Delivered)),
            TileKind.UnreadMessages => CountAsync(db.InboxItemsFor(context.Actor).Where(row => row.ReadAt == null)),
            TileKind.StuckWork => CountStuckAsync(),
            TileKind.AdmissionsToCheck => CountAsync(db.AdmissionsFor(context.Actor).Where(row => row.CheckDueOn != null)),
            TileKind.AdmittedAgencies => CountAsync(db.AgenciesFor(context.Actor).Where(row => row.Status == Agencies.AgencyStatus.Admitted)),
        };
    }

    private Task<int> CountAsync<T>(IQueryable<T> rows) => rows.CountAsync(context.Cancellation);

    private async Task<int> CountStuckAsync() => (await db.FindStuckWorkAsync(context)).Count;

    private async Task<IReadOnlyList<TaskOrderSummary>> UrgentAsync()
    {
        var rows = await (
            from order in db.TaskOrdersFor(context.Actor).AsNoTracking()
            join project in db.Projects on order.ProjectId equals project.Id
            where order.Status != TaskOrderStatus.Completed && order.Status != TaskOrderStatus.Stopped && order.Status != TaskOrderStatus.Archived
            orderby order.DueAt == null, order.DueAt, order.Id
            select new { Order = order, ProjectName = project.Name }).Take(ListedRows).ToListAsync(context.Cancellation);
        return [.. rows.Select(row => TaskOrderSummary.Of(row.Order, row.ProjectName, context))];
    }

    private async Task<IReadOnlyList<CaseSummary>> CasesAsync() =>
        await (
            from approvalCase in db.CasesFor(context.Actor).AsNoTracking().IgnoreAutoIncludes()
            join project in db.Projects on approvalCase.ProjectId equals project.Id
            orderby approvalCase.ChangedAt descending, approvalCase.Id
            select new CaseSummary(
                approvalCase.Id, approvalCase.Version, approvalCase.Number, approvalCase.ApprovalItem, project.Name,
                project.OwnerName, approvalCase.Status, approvalCase.StartedAt, approvalCase.FiledAt, approvalCase.AnsweredAt))
            .Take(ListedRows).ToListAsync(context.Cancellation);

    private async Task<IReadOnlyList<ExpiringThing>> ExpiringAsync()
    {
        if (context.Actor.Standing != Standing.Agency)
        {
            return [];
        }

        var agency = await db.Agencies.AsNoTracking().AsSplitQuery().Include(row => row.Qualifications).Include(row => row.Practitioners)
            .SingleOrDefaultAsync(row => row.Id == context.Actor.Organisation, context.Cancellation);
        if (agency is null)
        {
            // Registered, not admitted yet: nothing of it is in the register.
            return [];
        }

        var seals = await db.SealsFor(context.Actor).AsNoTracking().ToListAsync(context.Cancellation);
        return
        [
            .. agency.Qualifications.Where(held => held.ValidTo is not null).Select(held => Ending(held.ToString(), held.ValidTo!.Value))
                .Concat(agency.Practitioners.Select(person => Ending($"{person.Name} {person.Title}", person.ValidTo)))
                .Concat(seals.Select(seal => Ending(seal.Text, ChinaTime.DayOf(seal.CertificateTo))))
                .Where(thing => thing.DaysLeft <= ExpiringDays).OrderBy(thing => thing.LastDay),
        ];
    }

    private ExpiringThing Ending(string name, DateOnly lastDay) => new(name, lastDay, lastDay.DayNumber - context.Today.DayNumber);
}
