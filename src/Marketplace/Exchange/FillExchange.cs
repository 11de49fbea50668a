using System.Globalization;
using Market.Marketplace.Calendars;
using Market.Marketplace.Feed;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Exchange;

/// <summary>Names the departments whose cases come from their own systems and whose feed has gone on.</summary>
public sealed class ListExchanges(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.RunInBackground;

    /// <summary>Their ids.</summary>
    public async Task<IReadOnlyList<Guid>> ExecuteAsync() =>
        await db.FeedStreams
            .Where(stream => db.ExchangedCases.Any(row => row.DepartmentId == stream.OrganisationId))
            .Where(stream => !db.ExchangeCursors.Any(cursor => cursor.Id == stream.OrganisationId && cursor.Position >= stream.LastPosition))
            .Select(stream => stream.OrganisationId).ToListAsync(context.Cancellation);
}

/// <summary>Makes the next events of a department's feed into rows of the national tables. The feed has no gaps, so neither have they.</summary>
public sealed class FillExchange(MarketplaceDbContext db, OperationContext context, MarketplaceOptions options) : IOperation
{
    private const int AtOnce = 100;

    private static readonly Dictionary<string, LedgerKind> Kinds = NationalTables.ProgressCodes.Keys.ToDictionary(EventTypes.Of);

    public static Permission Requires => Permission.RunInBackground;

    /// <summary>Returns how many events were read.</summary>
    public async Task<int> ExecuteAsync(Guid department)
    {
        var ct = context.Cancellation;
        var cursor = await db.ExchangeCursors.SingleOrDefaultAsync(row => row.Id == department, ct)
            ?? db.Add(new ExchangeCursor { Id = department }).Entity;
        var events = await db.FeedEvents.AsNoTracking().Where(row => row.OrganisationId == department && row.Position > cursor.Position)
            .OrderBy(row => row.Position).Take(AtOnce).ToListAsync(ct);
        if (events.Count == 0)
        {
            return 0;
        }

        cursor.Position = events[^1].Position!.Value;
        foreach (var order in events.Where(row => row.TaskOrderId is not null && Kinds.ContainsKey(row.Type)).GroupBy(row => row.TaskOrderId!.Value))
        {
            await SayAsync(department, order.Key, [.. order]);
        }

        context.Changed(department);
        return events.Count;
    }

    private async Task SayAsync(Guid department, Guid orderId, IReadOnlyList<FeedEvent> events)
    {
        var ct = context.Cancellation;
        var order = await db.TaskOrders.AsNoTracking().SingleAsync(row => row.Id == orderId, ct);
        var tie = await db.ExchangedCases.AsNoTracking().SingleOrDefaultAsync(row => row.Id == order.CaseId, ct);
        if (tie is null)
        {
            return;
        }

        var project = await db.Projects.AsNoTracking().SingleAsync(row => row.Id == order.ProjectId, ct);
        var clientId = order.Payer == Catalogue.Payer.Treasury ? order.DepartmentId : order.OwnerId;
        var client = await db.Organisations.AsNoTracking().SingleAsync(row => row.Id == clientId, ct);
        var agency = await db.Agencies.AsNoTracking().IgnoreAutoIncludes().Where(row => row.Id == order.AgencyId).Select(row => row.CreditCode).SingleOrDefaultAsync(ct);
        var common = new Dictionary<string, string> { ["xzqhdm"] = project.RegionCode, ["xmdm"] = project.Code, ["sjyxbs"] = "1" };

        await PutAsync(NationalTables.Services, order.Number, new Dictionary<string, string>(common)
        {
            ["zjfwsxmc"] = order.ServiceItemName,
            ["zjfwsxbm"] = order.ServiceItemCode,
            ["zjfwsxslbm"] = order.Number,
            ["spsxslbm"] = tie.ExternalNumber,
            ["blsx"] = order.LimitWorkingDays.ToString(CultureInfo.InvariantCulture),
            ["sxlx"] = NationalTables.WorkingDays,
            ["zjjgdm"] = agency ?? "",
            ["zjjgmc"] = order.AgencyName ?? "",
            ["wtr"] = client.Name,
            ["wtrdm"] = client.CreditCode,
            ["sjyxbs"] = order.Status == TaskOrders.TaskOrderStatus.Stopped ? "0" : "1",
            ["sjwxyy"] = order.Status == TaskOrders.TaskOrderStatus.Stopped ? order.StopReason ?? "停止作业" : "",
        });
        if (order.DispatchedAt is { } begun)
        {
            await PutAsync(NationalTables.SpecialProcedures, $"TBCX-{order.Number}", new Dictionary<string, string>(common)
            {
                ["spsxslbm"] = tie.ExternalNumber,
                ["tbcx"] = order.ServiceItemCode,
                ["tbcxmc"] = order.ServiceItemName,
                ["tbcxkssj"] = Local(begun),
                ["tbcxsxlx"] = NationalTables.WorkingDays,
                ["tbcxsx"] = order.LimitWorkingDays.ToString(CultureInfo.InvariantCulture),
            });
        }

        foreach (var happened in events)
        {
            var kind = Kinds[happened.Type];
            var (code, words) = NationalTables.ProgressCodes[kind];
            var by = await db.LedgerEntries.Where(entry => entry.TaskOrderId == order.Id && entry.Kind == kind && entry.At == happened.At)
                .Select(entry => entry.ActorName).FirstOrDefaultAsync(ct);
            var result = happened.ResultId is { } id ? await db.Results.AsNoTracking().IgnoreAutoIncludes().SingleAsync(row => row.Id == id, ct) : null;
            await PutAsync(NationalTables.Progress, happened.Id.ToString("N"), new Dictionary<string, string>(common)
            {
                ["zjfwsxslbm"] = order.Number,
                ["blzt"] = code,
                ["blr"] = by ?? "",
                ["blyj"] = words,
                ["blsj"] = Local(happened.At),
                ["fjmc"] = result is null ? "" : $"{result.ReportNumber}.pdf",
                ["fjid"] = result is null ? "" : new Uri(options.PublicUrl, $"verify/{result.PublicId}").AbsoluteUri,
            });
        }

        async Task PutAsync(string table, string key, Dictionary<string, string> content)
        {
            var known = await db.ExchangeRows.SingleOrDefaultAsync(row => row.Table == table && row.Key == key, ct);
            if (known is null)
            {
                db.Add(ExchangeRow.Outgoing(department, table, key, tie.ExternalNumber, tie.Id, content, context));
            }
            else
            {
                known.Say(content, context);
            }
        }
    }

    private static string Local(DateTimeOffset at) => at.ToOffset(ChinaTime.Offset).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
