using Market.Marketplace.Calendars;
using Market.Marketplace.Exchange;
using Market.Marketplace.Feed;
using Market.Marketplace.Ledger;
using Market.Marketplace.Organisations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Webhooks;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Integration;

/// <summary>Compares a day with what the department's system says it has, and explains each difference from the record of what was sent.</summary>
internal sealed class DayComparison(MarketplaceDbContext db, Organisation organisation, CancellationToken ct)
{
    /// <summary>The sheet.</summary>
    /// <param name="there">What the department's system has; none when it did not say.</param>
    public async Task<DaySheet> OfAsync(DateOnly day, DayThere? there)
    {
        var (begin, end, department) = (ChinaTime.StartOf(day), ChinaTime.EndOf(day), organisation.Id);
        var own = db.ExchangedCases.Where(row => row.DepartmentId == department);
        var cases = await own.Where(row => row.ReceivedAt >= begin && row.ReceivedAt < end).OrderBy(row => row.ExternalNumber).Select(row => row.ExternalNumber).ToListAsync(ct);
        var tasks = await (
            from order in db.TaskOrders.IgnoreAutoIncludes()
            join tie in own on order.CaseId equals tie.Id
            where order.DispatchedAt >= begin && order.DispatchedAt < end
            orderby order.Number
            select new { order.Number, order.Id }).ToListAsync(ct);
        var results = await (
            from result in db.Results.IgnoreAutoIncludes()
            join order in db.TaskOrders.IgnoreAutoIncludes() on result.TaskOrderId equals order.Id
            join tie in own on order.CaseId equals tie.Id
            where result.DeliveredAt >= begin && result.DeliveredAt < end
            orderby result.ReportNumber
            select new { Number = result.ReportNumber, result.Id }).ToListAsync(ct);
        var pushes = await (
            from delivery in db.WebhookDeliveries
            join endpoint in db.WebhookEndpoints on delivery.EndpointId equals endpoint.Id
            where endpoint.OrganisationId == department && delivery.CreatedAt >= begin && delivery.CreatedAt < end
            group delivery by delivery.Status into rows
            select new { rows.Key, Count = rows.Count() }).ToDictionaryAsync(row => row.Key, row => row.Count, ct);

        var differences = new List<DayDifference>();
        if (there?.Cases is { } theirCases)
        {
            differences.AddRange(cases.Except(theirCases).Select(number => new DayDifference("case", number, OnlyHere: true, DifferenceReason.NotCountedThere)));
            foreach (var number in theirCases.Except(cases))
            {
                differences.Add(await MissingCaseAsync(department, number));
            }
        }

        if (there?.Tasks is { } theirTasks)
        {
            differences.AddRange(await OnlyHereAsync(
                "task", tasks.Where(task => !theirTasks.Contains(task.Number)).ToDictionary(task => task.Id, task => task.Number),
                EventTypes.Of(LedgerKind.TaskDispatched), row => row.TaskOrderId));
            var known = await db.TaskOrders.IgnoreAutoIncludes().Where(order => order.DepartmentId == department && theirTasks.Contains(order.Number))
                .Select(order => order.Number).ToListAsync(ct);
            differences.AddRange(OnlyThere("task", theirTasks.Except(tasks.Select(task => task.Number)), known));
        }

        if (there?.Results is { } theirResults)
        {
            differences.AddRange(await OnlyHereAsync(
                "result", results.Where(result => !theirResults.Contains(result.Number)).ToDictionary(result => result.Id, result => result.Number),
                EventTypes.Of(LedgerKind.ResultDelivered), row => row.ResultId));
            var known = await db.Results.IgnoreAutoIncludes().Where(result => result.DepartmentId == department && theirResults.Contains(result.ReportNumber))
                .Select(result => result.ReportNumber).ToListAsync(ct);
            differences.AddRange(OnlyThere("result", theirResults.Except(results.Select(result => result.Number)), known));
        }

        if (there is null)
        {
            // Nobody said what is there: what its endpoint has not taken cannot be.
            differences.AddRange((await OnlyHereAsync("task", tasks.ToDictionary(task => task.Id, task => task.Number), EventTypes.Of(LedgerKind.TaskDispatched), row => row.TaskOrderId))
                .Concat(await OnlyHereAsync("result", results.ToDictionary(result => result.Id, result => result.Number), EventTypes.Of(LedgerKind.ResultDelivered), row => row.ResultId))
                .Where(difference => difference.Reason is DifferenceReason.PushWaiting or DifferenceReason.PushGivenUp));
        }

        return new DaySheet(
            day, organisation.Name, cases, [.. tasks.Select(task => task.Number)], [.. results.Select(result => result.Number)],
            pushes.GetValueOrDefault(DeliveryStatus.Delivered), pushes.GetValueOrDefault(DeliveryStatus.Waiting), pushes.GetValueOrDefault(DeliveryStatus.GivenUp), differences);
    }

    private static IEnumerable<DayDifference> OnlyThere(string kind, IEnumerable<string> numbers, IReadOnlyList<string> known) =>
        numbers.Select(number => new DayDifference(
            kind, number, OnlyHere: false, known.Contains(number) ? DifferenceReason.OtherDay : DifferenceReason.UnknownHere));

    private async Task<DayDifference> MissingCaseAsync(Guid department, string number)
    {
        var received = await db.ExchangedCases.Where(row => row.DepartmentId == department && row.ExternalNumber == number)
            .Select(row => (DateTimeOffset?)row.ReceivedAt).SingleOrDefaultAsync(ct);
        if (received is { } at)
        {
            return new DayDifference("case", number, OnlyHere: false, DifferenceReason.OtherDay, $"{ChinaTime.DayOf(at):yyyy-MM-dd}");
        }

        var refusal = await db.ExchangeRows
            .Where(row => row.DepartmentId == department && row.Table == NationalTables.Cases && row.ExternalNumber == number && row.State == ExchangeState.Refused)
            .OrderByDescending(row => row.ChangedAt).Select(row => row.Reason).FirstOrDefaultAsync(ct);
        return new DayDifference("case", number, OnlyHere: false, refusal is null ? DifferenceReason.NotReceived : DifferenceReason.Refused, refusal);
    }

    /// <summary>Explains what is here and not there by what became of its event.</summary>
    private async Task<IReadOnlyList<DayDifference>> OnlyHereAsync(
        string kind, Dictionary<Guid, string> missing, string type, Func<FeedEvent, Guid?> subjectOf)
    {
        var ids = missing.Keys.Select(id => (Guid?)id).ToList();
        var events = await db.FeedEvents.AsNoTracking()
            .Where(row => row.OrganisationId == organisation.Id && row.Type == type && (ids.Contains(row.TaskOrderId) || ids.Contains(row.ResultId))).ToListAsync(ct);
        var eventIds = events.Select(row => row.Id).ToList();
        var deliveries = (await db.WebhookDeliveries.AsNoTracking().Where(row => eventIds.Contains(row.EventId)).ToListAsync(ct)).ToLookup(row => row.EventId);
        return [.. missing.Select(one => Explain(events.Find(row => subjectOf(row) == one.Key), one.Value))];

        DayDifference Explain(FeedEvent? happened, string number)
        {
            var sent = happened is null ? [] : deliveries[happened.Id].ToList();
            return sent switch
            {
                _ when sent.Exists(row => row.Status == DeliveryStatus.Delivered) => Because(DifferenceReason.PushDelivered, $"evt_{happened!.Id:N}"),
                _ when sent.Find(row => row.Status == DeliveryStatus.Waiting) is { } waiting => Because(DifferenceReason.PushWaiting, AnswerOf(waiting)),
                [var last, ..] => Because(DifferenceReason.PushGivenUp, AnswerOf(last)),
                [] => Because(DifferenceReason.InFeed, happened?.Position?.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            };

            DayDifference Because(DifferenceReason reason, string? detail) => new(kind, number, OnlyHere: true, reason, detail);
        }
    }

    private static string? AnswerOf(WebhookDelivery delivery) => delivery.Log.Count == 0
        ? null
        : delivery.Log[^1].StatusCode?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? delivery.Log[^1].Error;
}
