using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Exchange;

/// <summary>A row of the exchange database as a list shows it.</summary>
public sealed record ExchangeRowView(
    Guid Id, string DepartmentName, string Table, string Key, string ExternalNumber, Guid? CaseId, ExchangeState State, string? Reason, DateTimeOffset CreatedAt,
    DateTimeOffset ChangedAt, IReadOnlyDictionary<string, string> Content);

/// <summary>Rows, how many there are of each state, and whether there is an exchange database at all.</summary>
public sealed record ExchangeList(PagedList<ExchangeRowView> Rows, IReadOnlyDictionary<ExchangeState, int> Counts, bool IsConfigured);

/// <summary>Lists the rows that were exchanged with the department's approval system; the operator sees all.</summary>
public sealed class ListExchangeRows(MarketplaceDbContext db, OperationContext context, FrontDatabase front) : IOperation
{
    public static Permission Requires => Permission.ManageIntegrations;

    /// <summary>Rows, those that changed last first; the search looks at numbers, keys and what is written.</summary>
    public async Task<ExchangeList> ExecuteAsync(PageRequest page, ExchangeState? state = null)
    {
        ArgumentNullException.ThrowIfNull(page);
        var words = page.Words;
        var own = db.ExchangeRowsFor(context.Actor).AsNoTracking();
        var counts = await own.GroupBy(row => row.State).Select(rows => new { rows.Key, Count = rows.Count() }).ToDictionaryAsync(row => row.Key, row => row.Count, context.Cancellation);
        var rows =
            from row in own
            join department in db.Organisations on row.DepartmentId equals department.Id
            where (state == null || row.State == state) && (words == null || row.ExternalNumber.Contains(words) || row.Key.Contains(words) || row.Table.Contains(words))
            orderby row.ChangedAt descending, row.Id descending
            select new ExchangeRowView(
                row.Id, department.Name, row.Table, row.Key, row.ExternalNumber, row.CaseId, row.State, row.Reason, row.CreatedAt, row.ChangedAt, row.Content);
        return new ExchangeList(await rows.PageAsync(page, context.Cancellation), counts, front.IsConfigured);
    }
}

/// <summary>Writes a row of the exchange database again (重推).</summary>
public sealed class PushExchangeRow(MarketplaceDbContext db, OperationContext context, ExchangeBell bell) : IOperation
{
    public static Permission Requires => Permission.ManageIntegrations;

    /// <summary>Returns its id.</summary>
    public async Task<Guid> ExecuteAsync(Guid id)
    {
        var row = await db.ExchangeRowsFor(context.Actor).FindOrThrowAsync(id, context.Cancellation);
        row.PushAgain(context);
        context.Changed(row.DepartmentId);
        bell.Ring();
        return row.Id;
    }
}
