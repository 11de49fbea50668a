using Market.Marketplace.Admissions;
using Market.Marketplace.Agencies;
using Market.Marketplace.ApprovalCases;
using Market.Marketplace.Integration;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Seals;
using Market.Marketplace.TaskOrders;
using Market.Marketplace.Webhooks;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Successions;

/// <summary>Carries a succession out: open cases, steps, tasks, panels and unread inboxes pass on as they stand, each on its running clock;
/// what was sealed and accepted stays with whoever did it.</summary>
internal sealed class PassingOn(MarketplaceDbContext db, OperationContext context)
{
    private readonly Journal _journal = new(db, context);

    /// <summary>All parts of an act; what is not named goes last, to whoever takes the rest.</summary>
    public async Task CarryOutAsync(IReadOnlyList<Succession> act)
    {
        foreach (var part in act.OrderBy(row => row.EndsFormer))
        {
            var from = await db.Organisations.SingleAsync(row => row.Id == part.FromId, context.Cancellation);
            var to = await db.Organisations.SingleAsync(row => row.Id == part.ToId, context.Cancellation);
            var reach = await SuccessionReach.OfAsync(db, context, part, act, from);
            if (part.Kind == OrganisationKind.Department)
            {
                await PassDepartmentAsync(part, reach, from, to);
            }
            else
            {
                await PassAgencyAsync(part, reach, from, to);
            }

            _journal.Notify(_journal.Record(LedgerKind.DutiesPassedOn, default, from.Name, to.Name, part.Basis), from.Id, to.Id);
            context.Changed(from.Id);
            context.Changed(to.Id);
        }
    }

    private async Task PassDepartmentAsync(Succession succession, SuccessionReach reach, Organisation from, Organisation to)
    {
        var ct = context.Cancellation;
        foreach (var item in reach.Items)
        {
            from.GiveUp(item);
            to.TakeOn(item);
        }

        var ids = reach.Cases.Select(row => row.Id).ToList();
        foreach (var approvalCase in reach.Cases)
        {
            Pass(approvalCase, succession, to);
        }

        await PassTiesAsync(ids, to);
        foreach (var order in reach.Orders)
        {
            order.Transfer(context, department: to);
        }

        var orderIds = reach.Orders.Select(order => order.Id).ToList();
        (await db.Results.Where(row => orderIds.Contains(row.TaskOrderId)).ToListAsync(ct)).ForEach(result => result.PassTo(to));
        (await db.Procurements.Where(row => row.TaskOrderId != null && orderIds.Contains(row.TaskOrderId.Value)).ToListAsync(ct)).ForEach(bought => bought.PassTo(to));
        var whole = succession.EndsFormer;
        foreach (var step in await db.CaseSteps.Where(row => ids.Contains(row.CaseId) || (whole && row.DepartmentId == from.Id)).ToListAsync(ct))
        {
            step.PassTo(from.Id, to, isLead: ids.Contains(step.CaseId));
        }

        foreach (var panel in reach.Panels)
        {
            panel.PassTo(to);
        }

        await PassInboxAsync(from.Id, to.Id, ids);
        var (seals, connections) = await EndAsync(succession, from);
        succession.Done(ids.Count, orderIds.Count, reach.Panels.Count, seals, connections, context);
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

    private async Task PassAgencyAsync(Succession succession, SuccessionReach reach, Organisation from, Organisation to)
    {
        var ct = context.Cancellation;
        var successor = await db.Agencies.SingleAsync(row => row.Id == to.Id, ct);
        if (successor.Status != AgencyStatus.Admitted)
        {
            throw new RuleViolationException("agency-not-admitted", successor.Name);
        }

        foreach (var order in reach.Orders)
        {
            order.Transfer(context, agency: to);
            _journal.Notify(
                _journal.Record(
                    LedgerKind.TaskPassedOn, TriggeredDispatch.SubjectOf(order), order.Number, order.ServiceItemName, from.Name, to.Name, succession.Basis),
                to.Id, order.DepartmentId, order.OwnerId);
        }

        var seats = reach.Panels.Count(panel => panel.Replace(from.Id, to.Id));
        await PassInboxAsync(from.Id, to.Id, [.. reach.Orders.Select(order => order.CaseId)]);
        var (seals, connections) = await EndAsync(succession, from);
        if (succession.EndsFormer)
        {
            var admission = await db.Admissions.Include(row => row.Submissions).SingleAsync(row => row.Id == from.Id, ct);
            if (AdmissionLifecycle.ActionsFrom(admission.Status).Contains(AdmissionAction.Exit))
            {
                admission.Exit(context);
                await new AgencyStanding(db, context).FollowAsync(admission);
            }
        }

        succession.Done(0, reach.Orders.Count, seats, seals, connections, context);
    }

    // Who acts no more seals nothing new, and its systems are let in and told no more; the successor connects its own.
    private async Task<(int Seals, int Connections)> EndAsync(Succession succession, Organisation from)
    {
        if (!succession.EndsFormer)
        {
            return (0, 0);
        }

        var ct = context.Cancellation;
        var seals = await db.Seals.Where(row => row.AgencyId == from.Id && row.Status == SealStatus.Active).ToListAsync(ct);
        seals.ForEach(seal => seal.Suspend($"承继：{succession.Basis}", context));
        var clients = await db.ApiClients.Where(row => row.OrganisationId == from.Id && row.Status != ApiClientStatus.Revoked).ToListAsync(ct);
        clients.ForEach(client => client.Revoke());
        var endpoints = await db.WebhookEndpoints.Where(row => row.OrganisationId == from.Id && row.Status == WebhookStatus.Active).ToListAsync(ct);
        endpoints.ForEach(endpoint => endpoint.Disable("succession"));
        (await db.EmbeddingSites.SingleOrDefaultAsync(row => row.Id == from.Id, ct))?.Set([]);
        return (seals.Count, clients.Count + endpoints.Count);
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
        while (await db.Successions.Where(row => row.FromId == organisation.Id && row.EndsFormer && row.DoneAt != null).OrderByDescending(row => row.DoneAt).FirstOrDefaultAsync(ct)
            is { } whole && seen.Add(whole.ToId))
        {
            organisation = await db.Organisations.SingleAsync(row => row.Id == whole.ToId, ct);
        }

        return organisation;
    }

    /// <summary>The code under whose key something may be sealed today: none of an organisation that acts no more.</summary>
    public static async Task<string?> SealingCodeAsync(this MarketplaceDbContext db, string? signatoryCode, CancellationToken ct) =>
        signatoryCode is not null && await db.Successions.AnyAsync(row => row.EndsFormer && row.DoneAt != null
            && db.Organisations.Any(organisation => organisation.Id == row.FromId && organisation.CreditCode == signatoryCode), ct) ? null : signatoryCode;
}
