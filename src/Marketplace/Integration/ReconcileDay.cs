using Market.Marketplace.Calendars;
using Market.Marketplace.Exchange;
using Market.Marketplace.Feed;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Webhooks;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Integration;

/// <summary>What the department's own system has of a day, by number; a list that is not given is not compared.</summary>
/// <param name="Cases">Its case numbers that it handed in.</param>
/// <param name="Tasks">Numbers of task orders of which it was told.</param>
/// <param name="Results">Report numbers of results that it has.</param>
public sealed record DayThere(IReadOnlyList<string>? Cases = null, IReadOnlyList<string>? Tasks = null, IReadOnlyList<string>? Results = null);

/// <summary>Why the two sides differ.</summary>
public enum DifferenceReason
{
    /// <summary>It has not arrived here: hand it in again.</summary>
    NotReceived,

    /// <summary>It arrived, on another day.</summary>
    OtherDay,

    /// <summary>It arrived and was refused; the detail says why.</summary>
    Refused,

    /// <summary>There is nothing of this number here.</summary>
    UnknownHere,

    /// <summary>It is being sent; the detail is the last answer.</summary>
    PushWaiting,

    /// <summary>It could not be sent in fifteen days and can be pushed again.</summary>
    PushGivenUp,

    /// <summary>The receiver answered that it has it; the detail is the webhook's id.</summary>
    PushDelivered,

    /// <summary>There is no endpoint for it; the detail is its place in the feed.</summary>
    InFeed,

    /// <summary>Your own system handed it in and does not count it.</summary>
    NotCountedThere,
}

/// <summary>One thing that only one side has.</summary>
/// <param name="Kind">case, task or result.</param>
/// <param name="Number">Its number.</param>
/// <param name="OnlyHere">Whether it is here and not there.</param>
/// <param name="Reason">Why.</param>
/// <param name="Detail">What belongs to the reason.</param>
public sealed record DayDifference(string Kind, string Number, bool OnlyHere, DifferenceReason Reason, string? Detail = null);

/// <summary>The sheet of a day (对账单) between the market and one department's system.</summary>
public sealed record DaySheet(
    DateOnly Day, string DepartmentName, IReadOnlyList<string> Cases, IReadOnlyList<string> Tasks, IReadOnlyList<string> Results,
    int PushesDelivered, int PushesWaiting, int PushesGivenUp, IReadOnlyList<DayDifference> Differences);

/// <summary>Compares a day with what the department's system says it has, and explains each difference from the record of what was sent.</summary>
public sealed class ReconcileDay(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ExchangeCases;

    /// <summary>The sheet.</summary>
    /// <exception cref="RuleViolationException">The day lies ahead.</exception>
    public async Task<DaySheet> ExecuteAsync(DateOnly day, DayThere? there = null)
    {
        if (day > context.Today)
        {
            throw new RuleViolationException("day-ahead", day);
        }

        var (begin, end, department, ct) = (ChinaTime.StartOf(day), ChinaTime.EndOf(day), context.Actor.Organisation, context.Cancellation);
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
            var known = await db.ResultsFor(context.Actor).IgnoreAutoIncludes().Where(result => theirResults.Contains(result.ReportNumber))
                .Select(result => result.ReportNumber).ToListAsync(ct);
            differences.AddRange(OnlyThere("result", theirResults.Except(results.Select(result => result.Number)), known));
        }

        return new DaySheet(
            day, context.Actor.OrganisationName ?? "", cases, [.. tasks.Select(task => task.Number)], [.. results.Select(result => result.Number)],
            pushes.GetValueOrDefault(DeliveryStatus.Delivered), pushes.GetValueOrDefault(DeliveryStatus.Waiting), pushes.GetValueOrDefault(DeliveryStatus.GivenUp), differences);
    }

    private static IEnumerable<DayDifference> OnlyThere(string kind, IEnumerable<string> numbers, IReadOnlyList<string> known) =>
        numbers.Select(number => new DayDifference(
            kind, number, OnlyHere: false, known.Contains(number) ? DifferenceReason.OtherDay : DifferenceReason.UnknownHere));

    private async Task<DayDifference> MissingCaseAsync(Guid department, string number)
    {
        var received = await db.ExchangedCases.Where(row => row.DepartmentId == department && row.ExternalNumber == number)
            .Select(row => (DateTimeOffset?)row.ReceivedAt).SingleOrDefaultAsync(context.Cancellation);
        if (received is { } at)
        {
            return new DayDifference("case", number, OnlyHere: false, DifferenceReason.OtherDay, $"{ChinaTime.DayOf(at):yyyy-MM-dd}");
        }

        var refusal = await db.ExchangeRows
            .Where(row => row.DepartmentId == department && row.Table == NationalTables.Cases && row.ExternalNumber == number && row.State == ExchangeState.Refused)
            .OrderByDescending(row => row.ChangedAt).Select(row => row.Reason).FirstOrDefaultAsync(context.Cancellation);
        return new DayDifference("case", number, OnlyHere: false, refusal is null ? DifferenceReason.NotReceived : DifferenceReason.Refused, refusal);
    }

    /// <summary>Explains what is here and not there by what became of its event.</summary>
    private async Task<IReadOnlyList<DayDifference>> OnlyHereAsync(
        string kind, Dictionary<Guid, string> missing, string type, Func<FeedEvent, Guid?> subjectOf)
    {
        var ids = missing.Keys.Select(id => (Guid?)id).ToList();
        var events = await db.FeedEventsFor(context.Actor).AsNoTracking()
            .Where(row => row.Type == type && (ids.Contains(row.TaskOrderId) || ids.Contains(row.ResultId))).ToListAsync(context.Cancellation);
        var eventIds = events.Select(row => row.Id).ToList();
        var deliveries = (await db.WebhookDeliveries.AsNoTracking().Where(row => eventIds.Contains(row.EventId)).ToListAsync(context.Cancellation)).ToLookup(row => row.EventId);
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
