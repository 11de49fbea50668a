using Market.Marketplace.Admissions;
using Market.Marketplace.Agencies;
using Market.Marketplace.ApprovalCases;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Seals;
using Market.Marketplace.TaskOrders;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Successions;

/// <summary>Carries a succession out: open cases, steps, tasks, panels and unread inboxes pass on as they stand, each on its running clock;
/// what was sealed and accepted stays with whoever did it.</summary>
internal sealed class PassingOn(MarketplaceDbContext db, OperationContext context)
{
    private readonly Journal _journal = new(db, context);

    public async Task CarryOutAsync(Succession succession)
    {
        var from = await db.Organisations.SingleAsync(row => row.Id == succession.FromId, context.Cancellation);
        var to = await db.Organisations.SingleAsync(row => row.Id == succession.ToId, context.Cancellation);
        if (succession.Kind == OrganisationKind.Department)
        {
            await PassDepartmentAsync(succession, from, to);
        }
        else
        {
            await PassAgencyAsync(succession, from, to);
        }

        _journal.Notify(
            _journal.Record(LedgerKind.DutiesPassedOn, default, from.Name, to.Name, succession.Basis), from.Id, to.Id);
        context.Changed(from.Id);
        context.Changed(to.Id);
    }

    private async Task PassDepartmentAsync(Succession succession, Organisation from, Organisation to)
    {
        var ct = context.Cancellation;
        var whole = succession.IsWhole;
        List<string> items = [.. whole ? from.ApprovalItems : succession.ApprovalItems];
        foreach (var item in items)
        {
            from.GiveUp(item);
            to.TakeOn(item);
        }

        var cases = await db.ApprovalCases.Where(row => row.DepartmentId == from.Id && items.Contains(row.ApprovalItem)
            && (row.Status == CaseStatus.Draft || row.Status == CaseStatus.Filed || row.Status == CaseStatus.Correcting || row.Status == CaseStatus.Accepted)).ToListAsync(ct);
        var ids = cases.Select(row => row.Id).ToList();
        cases.ForEach(approvalCase => Pass(approvalCase, succession, to));
        await PassTiesAsync(ids, to);
        var orders = await db.TaskOrders.Include(row => row.Events).Where(row => ids.Contains(row.CaseId)).ToListAsync(ct);
        var passed = orders.Where(order => TaskOrderLifecycle.TryMove(order.Status, TaskOrderAction.Transfer, out _)).ToList();
        passed.ForEach(order => order.Transfer(context, department: to));
        var orderIds = passed.Select(order => order.Id).ToList();
        (await db.Results.Where(row => orderIds.Contains(row.TaskOrderId)).ToListAsync(ct)).ForEach(result => result.PassTo(to));
        foreach (var step in await db.CaseSteps.Where(row => ids.Contains(row.CaseId) || (whole && row.DepartmentId == from.Id)).ToListAsync(ct))
        {
            step.PassTo(from.Id, to, isLead: ids.Contains(step.CaseId));
        }

        var panels = await PanelsAsync(succession, from, items);
        panels.ForEach(panel => panel.PassTo(to));
        await PassInboxAsync(from.Id, to.Id, ids);
        succession.Done(cases.Count, passed.Count, panels.Count, 0, context);
    }

    private void Pass(ApprovalCase approvalCase, Succession succession, Organisation to)
    {
        approvalCase.PassTo(to);
        _journal.Notify(
            _journal.Record(
                LedgerKind.CasePassedOn, new Subject(approvalCase.ProjectId, approvalCase.Id), approvalCase.Number, succession.FromName, to.Name, succession.Basis),
            approvalCase.OwnerId, to.Id);
    }

    // The successor's system goes on under the numbers that the cases came with, unless it has the number for a case of its own.
    private async Task PassTiesAsync(List<Guid> cases, Organisation to)
    {
        var ties = await db.ExchangedCases.Where(row => cases.Contains(row.Id)).ToListAsync(context.Cancellation);
        var numbers = ties.Select(tie => tie.ExternalNumber).ToList();
        var taken = await db.ExchangedCases.Where(row => row.DepartmentId == to.Id && numbers.Contains(row.ExternalNumber))
            .Select(row => row.ExternalNumber).ToListAsync(context.Cancellation);
        ties.FindAll(tie => !taken.Contains(tie.ExternalNumber)).ForEach(tie => tie.PassTo(to));
    }

    // Where some items only pass on, the panels of their services do: those that the items' rules send tasks to.
    private async Task<List<Panels.Panel>> PanelsAsync(Succession succession, Organisation from, List<string> items)
    {
        var panels = await db.Panels.Where(row => row.DepartmentId == from.Id && row.ValidTo >= context.Today).ToListAsync(context.Cancellation);
        if (succession.IsWhole)
        {
            return panels;
        }

        var rules = await db.TriggerRules.AsNoTracking().Where(rule => items.Contains(rule.ApprovalItem)).ToListAsync(context.Cancellation);
        var services = rules.SelectMany(rule => rule.Tasks).Select(task => task.ServiceItemCode).ToHashSet();
        return [.. panels.Where(panel => services.Contains(panel.ServiceItemCode))];
    }

    private async Task PassAgencyAsync(Succession succession, Organisation from, Organisation to)
    {
        var ct = context.Cancellation;
        var successor = await db.Agencies.SingleAsync(row => row.Id == to.Id, ct);
        if (successor.Status != AgencyStatus.Admitted)
        {
            throw new RuleViolationException("agency-not-admitted", successor.Name);
        }

        // What is sealed is its sealer's to the end: delivered, decided, returned to it.
        var orders = await db.TaskOrders.Include(row => row.Events).Where(row => row.AgencyId == from.Id
            && (row.Status == TaskOrderStatus.Dispatched || row.Status == TaskOrderStatus.InProgress || row.Status == TaskOrderStatus.Suspended
                || row.Status == TaskOrderStatus.Submitted)).ToListAsync(ct);
        foreach (var order in orders)
        {
            order.Transfer(context, agency: to);
            _journal.Notify(
                _journal.Record(
                    LedgerKind.TaskPassedOn, TriggeredDispatch.SubjectOf(order), order.Number, order.ServiceItemName, from.Name, to.Name, succession.Basis),
                to.Id, order.DepartmentId, order.OwnerId);
        }

        var panels = await db.Panels.Where(row => row.ValidTo >= context.Today).ToListAsync(ct);
        var seats = panels.Count(panel => panel.Replace(from.Id, to.Id));
        var seals = await db.Seals.Where(row => row.AgencyId == from.Id && row.Status == SealStatus.Active).ToListAsync(ct);
        seals.ForEach(seal => seal.Suspend($"承继：{succession.Basis}", context));
        var admission = await db.Admissions.Include(row => row.Submissions).SingleAsync(row => row.Id == from.Id, ct);
        if (AdmissionLifecycle.ActionsFrom(admission.Status).Contains(AdmissionAction.Exit))
        {
            admission.Exit(context);
            await new AgencyStanding(db, context).FollowAsync(admission);
        }

        await PassInboxAsync(from.Id, to.Id, [.. orders.Select(order => order.CaseId)]);
        succession.Done(0, orders.Count, seats, seals.Count, context);
    }

    private async Task PassInboxAsync(Guid from, Guid to, IReadOnlyList<Guid> cases)
    {
        var unread = await db.InboxItems.Where(row => row.OrganisationId == from && row.ReadAt == null && row.CaseId != null && cases.Contains(row.CaseId.Value))
            .ToListAsync(context.Cancellation);
        unread.ForEach(item => item.PassTo(to));
    }
}

internal static class Successors
{
    /// <summary>Who stands in an organisation's place today: itself, or the last of its successors.</summary>
    public static async Task<Organisation> SuccessorOfAsync(this MarketplaceDbContext db, Organisation organisation, CancellationToken ct)
    {
        var seen = new HashSet<Guid> { organisation.Id };
        while (await db.Successions.Where(row => row.FromId == organisation.Id && row.DoneAt != null).OrderByDescending(row => row.DoneAt).ToListAsync(ct) is { } passed
            && passed.Find(row => row.IsWhole) is { } whole && seen.Add(whole.ToId))
        {
            organisation = await db.Organisations.SingleAsync(row => row.Id == whole.ToId, ct);
        }

        return organisation;
    }
}
