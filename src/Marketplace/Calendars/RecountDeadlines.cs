using Market.Marketplace.ApprovalCases;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.TaskOrders;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Calendars;

/// <summary>Counts every running deadline that reaches into a newly announced year again, and says so. Doing it twice changes
/// nothing. Nobody becomes late by an announcement, and a card that was given because the calendar was not known is withdrawn.</summary>
public sealed class RecountDeadlines(MarketplaceDbContext db, OperationContext context) : IOperation
{
    private const int AtOnce = 200;

    private readonly Journal _journal = new(db, context);

    public static Permission Requires => Permission.RunInBackground;

    /// <summary>One portion after an id; returns the last id of it, or null when none was left.</summary>
    public async Task<Guid?> ExecuteAsync(Guid editionId, Guid after)
    {
        var ct = context.Cancellation;
        var edition = await db.CalendarEditions.AsNoTracking().FindOrThrowAsync(editionId, ct);
        var from = ChinaTime.StartOf(new DateOnly(edition.Year, 1, 1));
        var orders = await db.TaskOrders.Where(row => row.DueAt >= from && row.Id > after
                && row.Status != TaskOrderStatus.Completed && row.Status != TaskOrderStatus.Stopped && row.Status != TaskOrderStatus.Archived)
            .OrderBy(row => row.Id).Take(AtOnce).ToListAsync(ct);
        foreach (var order in orders)
        {
            var before = order.Deadline!.DueOn;
            if (order.RecountByCalendar(context))
            {
                Announce(TriggeredDispatch.SubjectOf(order), order.Number, order.ServiceItemName, before, order.Deadline.DueOn, [order.AgencyId, order.DepartmentId, order.OwnerId]);
                await WithdrawCardsAsync(order.Id, order.Number, order.ServiceItemName, order.Deadline.DueOn, TriggeredDispatch.SubjectOf(order), order.AgencyId);
            }
        }

        if (after == Guid.Empty)
        {
            await RecountCasesAsync();
        }

        return orders.Count == AtOnce ? orders[^1].Id : null;
    }

    private async Task RecountCasesAsync()
    {
        var cases = await db.ApprovalCases.Where(row => row.Status == CaseStatus.Filed || row.Status == CaseStatus.Accepted).ToListAsync(context.Cancellation);
        foreach (var approvalCase in cases)
        {
            var before = approvalCase.Deadline?.DueOn;
            if (approvalCase.RecountByCalendar(context))
            {
                var subject = new Subject(approvalCase.ProjectId, approvalCase.Id);
                Announce(subject, approvalCase.Number, approvalCase.ApprovalItem, before!.Value, approvalCase.Deadline!.DueOn, [approvalCase.DepartmentId, approvalCase.OwnerId]);
                await WithdrawCardsAsync(
                    approvalCase.Id, approvalCase.Number, approvalCase.ApprovalItem, approvalCase.Deadline.DueOn, subject, approvalCase.DepartmentId);
            }
        }
    }

    private void Announce(Subject subject, string number, string title, DateOnly before, DateOnly now, ReadOnlySpan<Guid?> told)
    {
        if (before != now)
        {
            _journal.Notify(_journal.Record(LedgerKind.DeadlineRecounted, subject, number, title, $"{before:yyyy-MM-dd}", $"{now:yyyy-MM-dd}"), told);
        }
    }

    private async Task WithdrawCardsAsync(Guid subjectId, string number, string title, DateOnly dueOn, Subject subject, Guid? holder)
    {
        var due = ChinaTime.EndOf(dueOn);
        var undue = await db.Escalations.Where(row => row.SubjectId == subjectId && row.Card != null && row.WithdrawnAt == null && row.At < due)
            .ToListAsync(context.Cancellation);
        if (undue.Count == 0)
        {
            return;
        }

        undue.ForEach(card => card.Withdraw(context.At));
        _journal.Notify(_journal.Record(LedgerKind.CardWithdrawn, subject, number, title), holder);
    }
}
