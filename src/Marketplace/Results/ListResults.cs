using Market.Marketplace.Calendars;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Seals;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Results;

/// <summary>Which results are wanted.</summary>
public enum ResultFilter
{
    /// <summary>待用印: seals are missing.</summary>
    ToSeal,

    /// <summary>待采信: on the department's desk.</summary>
    ToDecide,

    /// <summary>Delivered, whatever was decided on them.</summary>
    Delivered,
}

/// <summary>A result in a list.</summary>
/// <param name="NextStep">The next seal to be put on; none when complete.</param>
/// <param name="IsMyTurn">Whether the actor holds a seal for the next step.</param>
public sealed record ResultRow(
    Guid Id, Guid TaskOrderId, int Number, string ReportNumber, string ServiceItemName, string ProjectName, string? AgencyName,
    ResultStatus Status, Verification.Verdict? Verdict, SealingStep? NextStep, bool IsMyTurn, DateOnly? DueOn, Light Light,
    DateTimeOffset SubmittedAt, DateTimeOffset? DeliveredAt);

/// <summary>Lists the results that the actor may see.</summary>
public sealed class ListResults(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ReadTaskOrders;

    /// <summary>Results: waiting ones by due date, delivered ones the newest first; the search looks at report number,
    /// item, agency and project.</summary>
    public async Task<PagedList<ResultRow>> ExecuteAsync(PageRequest page, ResultFilter filter)
    {
        ArgumentNullException.ThrowIfNull(page);
        var words = page.Words;
        var found =
            from result in Matching(filter)
            join order in db.TaskOrders on result.TaskOrderId equals order.Id
            join project in db.Projects on order.ProjectId equals project.Id
            where words == null || result.ReportNumber.Contains(words) || order.ServiceItemName.Contains(words)
                || order.AgencyName!.Contains(words) || project.Name.Contains(words)
            select new { Result = result, Order = order, ProjectName = project.Name };
        var ordered = filter == ResultFilter.Delivered
            ? found.OrderByDescending(row => row.Result.DeliveredAt).ThenBy(row => row.Result.Id)
            : found.OrderBy(row => row.Order.DueAt).ThenBy(row => row.Result.Id);
        var rows = await ordered.AsNoTracking().PageAsync(page, context.Cancellation);
        var seals = filter == ResultFilter.ToSeal ? await MySealsAsync() : [];
        var doubts = await db.DoubtsAsync([.. rows.Rows.Select(row => row.Result)], context.Cancellation);
        return rows.Select(row => new ResultRow(
            row.Result.Id, row.Order.Id, row.Result.Number, row.Result.ReportNumber, row.Order.ServiceItemName, row.ProjectName,
            row.Order.AgencyName, row.Result.Status, row.Result.ChecksThatCount(doubts.GetValueOrDefault(row.Result.Id))?.Verdict, row.Result.NextStep,
            row.Result.NextStep is { } next && seals.Any(seal => seal.Fits(next.Kind, next.RegistrationTitle)), row.Order.Deadline?.DueOn,
            row.Order.LightOn(context.Today, context.Calendar), row.Result.SubmittedAt, row.Result.DeliveredAt));
    }

    private IQueryable<Result> Matching(ResultFilter filter)
    {
        var results = db.ResultsFor(context.Actor);
        return filter switch
        {
            ResultFilter.ToSeal => results.Where(row => row.Status == ResultStatus.Prechecked || row.Status == ResultStatus.Sealing),
            ResultFilter.ToDecide => results.Where(row => row.Status == ResultStatus.Delivered),
            ResultFilter.Delivered => results.Where(row => row.DeliveredAt != null),
        };
    }

    private async Task<IReadOnlyList<Seal>> MySealsAsync()
    {
        var seals = await db.SealsFor(context.Actor).AsNoTracking().ToListAsync(context.Cancellation);
        return [.. seals.Where(seal => seal.Status != SealStatus.Replaced && seal.IsKeptBy(context.Actor.UserId, context.Today))];
    }
}
