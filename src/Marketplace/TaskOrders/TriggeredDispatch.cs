using System.Globalization;
using Market.Marketplace.Agencies;
using Market.Marketplace.ApprovalCases;
using Market.Marketplace.CaseSteps;
using Market.Marketplace.Ledger;
using Market.Marketplace.Notices;
using Market.Marketplace.Operations;
using Market.Marketplace.Panels;
using Market.Marketplace.Persistence;
using Market.Marketplace.Procurements;
using Market.Marketplace.Ratings;
using Market.Marketplace.Successions;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.TaskOrders;

/// <summary>Makes the tasks of an event and finds their agencies by the panels' rule, inside the transaction of the
/// operation that caused the event.</summary>
internal sealed partial class TriggeredDispatch(MarketplaceDbContext db, OperationContext context)
{
    private readonly Journal _journal = new(db, context);

    /// <summary>Fires every rule of the event that applies and has not fired for it yet; returns the new orders.</summary>
    /// <param name="about">For an accepted result its item, for an element its name.</param>
    public async Task<IReadOnlyList<TaskOrder>> FireAsync(TriggerEvent trigger, ApprovalCase approvalCase, Guid eventId, string? about = null)
    {
        var rules = await db.TriggerRules
            .Where(rule => rule.Event == trigger && rule.ApprovalItem == approvalCase.ApprovalItem && rule.RetiredAt == null)
            .Where(rule => !db.TaskGroups.Any(group => group.RuleId == rule.Id && group.EventId == eventId))
            .OrderBy(rule => rule.Code).ToListAsync(context.Cancellation);
        var orders = new List<TaskOrder>();
        foreach (var rule in rules.Where(rule => IsAbout(rule, about) && rule.Plan.When.All(condition => condition.Holds(approvalCase.Elements))))
        {
            orders.AddRange(await FireAsync(rule, approvalCase, eventId));
        }

        return orders;
    }

    /// <summary>Fires one rule, whose timer has run out.</summary>
    public async Task FireAsync(Guid ruleId, ApprovalCase approvalCase, Guid eventId)
    {
        var rule = await db.TriggerRules.SingleAsync(row => row.Id == ruleId, context.Cancellation);
        if (rule.RetiredAt is null && rule.Plan.When.All(condition => condition.Holds(approvalCase.Elements))
            && !await db.TaskGroups.AnyAsync(group => group.RuleId == ruleId && group.EventId == eventId, context.Cancellation))
        {
            await FireAsync(rule, approvalCase, eventId);
        }
    }

    private static bool IsAbout(TriggerRule rule, string? about) => rule.Event switch
    {
        TriggerEvent.ResultAccepted => rule.Plan.UpstreamItem == about,
        TriggerEvent.ElementValue => rule.Plan.Element == about,
        TriggerEvent.CaseStarted or TriggerEvent.CaseAccepted or TriggerEvent.CaseCorrected or TriggerEvent.CaseGranted => true,
        TriggerEvent.Timer => false,
    };

    /// <summary>Gives an order without agency to the next of its panel; the alarm goes out when there is none.</summary>
    public async Task AssignAsync(TaskOrder order, ApprovalCase approvalCase, IReadOnlyCollection<Guid> agenciesInGroup)
    {
        var isFirst = order.Assignments.Count == 0;
        if (order.BidsUntil is not null)
        {
            // Not yet anybody's: the bids decide, and no other panel comes between.
            return;
        }

        foreach (var panel in await PanelsFor(order))
        {
            var memberIds = panel.Members.Select(member => member.AgencyId).ToList();
            var agencies = await db.Agencies.Include(agency => agency.Qualifications)
                .Where(agency => memberIds.Contains(agency.Id)).ToDictionaryAsync(agency => agency.Id, context.Cancellation);
            if (panel.Method == PanelMethod.SecondRound)
            {
                if (await BidAsync(panel, order, agencies, await CircumstancesAsync(order, agenciesInGroup), isFirst))
                {
                    return;
                }

                continue;
            }

            var evidence = panel.Assign(agencies, await CircumstancesAsync(order, agenciesInGroup), await LotsAsync(panel, order), context);
            if (evidence.ChosenAgencyId is { } chosen)
            {
                await AssignAsync(order, approvalCase, evidence, agencies[chosen], isFirst);
                return;
            }

            order.Assign(evidence, null, context);
            await PublishAsync(order, approvalCase, evidence);
        }

        await AlarmAsync(order, approvalCase);
    }

    /// <summary>Gives an order to the agency that a rule found, a panel's or a procurement's, and tells everybody.</summary>
    public async Task AssignAsync(TaskOrder order, ApprovalCase approvalCase, AssignmentEvidence evidence, Agency chosen, bool isFirst = false)
    {
        order.Assign(evidence, chosen, context);
        await PublishAsync(order, approvalCase, evidence);
        await new TaskNotices(db, context).DispatchedAsync(order, evidence);
        var dispatched = _journal.Record(
            isFirst ? LedgerKind.TaskDispatched : LedgerKind.TaskReassigned, SubjectOf(order), order.Number,
            order.ServiceItemName, order.AgencyName!, $"{order.Deadline!.DueOn:yyyy-MM-dd}");
        _journal.Notify(dispatched, order.AgencyId, isFirst ? null : order.OwnerId);
        _journal.Announce(dispatched, order.DepartmentId, order.OwnerId);
        context.Changed(order.OwnerId);
        context.Changed(order.DepartmentId);
    }

    /// <summary>Finds the next agency for an order that lost its own, and for one that found none before.</summary>
    /// <param name="former">Who had it before, and why no longer; none when it finds its first.</param>
    public async Task AssignAgainAsync(TaskOrder order, (NoticeAddress Agency, string Why)? former = null)
    {
        if (order.IsOwnersChoice)
        {
            // The applicant picks another; nobody picks for the applicant.
            var freed = _journal.Record(LedgerKind.OwnerPicksAgain, SubjectOf(order), order.Number, order.ServiceItemName);
            _journal.Notify(freed, order.OwnerId);
            return;
        }

        if (former is { } winner && await new TaskProcurements(db, context).GiveUpAsync(order, winner.Agency.OrganisationId, winner.Why))
        {
            // The next of the procurement's order follows after its publicity.
            await new TaskNotices(db, context).ReassignedAsync(order, winner.Agency, winner.Why);
            return;
        }

        var approvalCase = await db.ApprovalCases.SingleAsync(row => row.Id == order.CaseId, context.Cancellation);
        var inGroup = await db.TaskOrders.Where(other => other.GroupId == order.GroupId && other.Id != order.Id && other.AgencyId != null)
            .Select(other => other.AgencyId!.Value).ToListAsync(context.Cancellation);
        await AssignAsync(order, approvalCase, inGroup);
        if (former is { } before)
        {
            await new TaskNotices(db, context).ReassignedAsync(order, before.Agency, before.Why);
            await new CaseNotices(db, context).FollowAsync(order, $"{order.ServiceItemName}改派承接机构");
        }
    }

    /// <summary>无可派机构: department and applicant are told, and the procurement is drafted that the department publishes.</summary>
    public async Task AlarmAsync(TaskOrder order, ApprovalCase approvalCase)
    {
        var alarm = _journal.Record(LedgerKind.NoAgencyAvailable, SubjectOf(order), order.Number, order.ServiceItemName);
        _journal.Notify(alarm, order.DepartmentId, order.OwnerId);
        await new TaskProcurements(db, context).DraftAsync(order, approvalCase);
    }

    internal static Subject SubjectOf(TaskOrder order, Guid? resultId = null) =>
        new(order.ProjectId, order.CaseId, order.Id, resultId);

    private async Task<List<TaskOrder>> FireAsync(TriggerRule rule, ApprovalCase approvalCase, Guid eventId)
    {
        var group = new TaskGroup
        {
            Id = context.NewId(),
            RuleId = rule.Id,
            EventId = eventId,
            CaseId = approvalCase.Id,
            CreatedAt = context.At,
            Plan = rule.Plan,
        };
        db.Add(group);

        var orders = new List<TaskOrder>();
        var inSequence = rule.Plan.Mode == GroupMode.Sequence;
        foreach (var task in rule.Tasks.Where(task => task.Condition?.Holds(approvalCase.Elements) ?? true))
        {
            var item = await db.ServiceItemsFor(context.Actor)
                .SingleOrDefaultAsync(row => row.Code == task.ServiceItemCode, context.Cancellation)
                ?? throw new RuleViolationException("item-not-published", task.ServiceItemCode);
            var order = TaskOrder.Create(group, approvalCase, item, task, orders.Count, waits: inSequence && orders.Count > 0, context);
            db.Add(order);
            if (order.Status == TaskOrderStatus.AwaitingAgency && task.Choice == AgencyChoice.PanelRotation)
            {
                await AssignAsync(order, approvalCase, [.. orders.Select(other => other.AgencyId).OfType<Guid>()]);
            }

            orders.Add(order);
        }

        var until = await BeginStepsAsync(rule, group, approvalCase, orders.Count);
        if (orders.Count == 0 && until is null)
        {
            // Nothing applied: there is nothing to wait for.
            group.JoinedAt = context.At;
        }
        else if (TriggerRuleChecks.IsAfterAcceptance(rule.Event) || rule.Event == TriggerEvent.CaseCorrected)
        {
            DateOnly?[] ends = [until, .. orders.Select(order => order.Deadline?.DueOn), .. orders.Select(AfterBidding), context.Calendar.DueAfter(context.Today, orders.Sum(order => inSequence ? order.LimitWorkingDays : 0) + 1)];
            approvalCase.BeginSpecialProcedure(ends.Max()!.Value, context);
        }

        return orders;
    }

    private async Task<DateOnly?> BeginStepsAsync(TriggerRule rule, TaskGroup group, ApprovalCase approvalCase, int position)
    {
        DateOnly? until = null;
        var inSequence = rule.Plan.Mode == GroupMode.Sequence;
        foreach (var planned in rule.Plan.Steps.Where(step => step.Condition?.Holds(approvalCase.Elements) ?? true))
        {
            var department = await db.Organisations.SingleAsync(
                row => planned.DepartmentCode == null ? row.Id == approvalCase.DepartmentId : row.CreditCode == planned.DepartmentCode, context.Cancellation);
            var step = CaseStep.Create(
                group, approvalCase, planned, await db.SuccessorOfAsync(department, context.Cancellation), position, context);
            db.Add(step);
            if (!inSequence || position == 0)
            {
                step.Begin(context);
                var opened = _journal.Record(
                    LedgerKind.CaseStepOpened, new Subject(step.ProjectId, step.CaseId), step.Number, step.Title, step.DepartmentName, $"{step.Deadline!.DueOn:yyyy-MM-dd}");
                _journal.Notify(opened, step.DepartmentId, step.OwnerId);
            }

            var end = step.Deadline?.DueOn ?? context.Calendar.DueAfter(context.Today, planned.Days);
            until = until is { } other && other > end ? other : end;
            position++;
        }

        return until;
    }

    // A panel whose members have bid for the task keeps it until its order is at an end. Else the panel that ends first has the first turn; one opened after its exhaustion, by a new competitive procurement, the next.
    private async Task<IEnumerable<Panel>> PanelsFor(TaskOrder order)
    {
        var stored = await db.Panels
            .Where(panel => panel.DepartmentId == order.DepartmentId && panel.ServiceItemCode == order.ServiceItemCode)
            .Where(panel => (panel.ValidFrom <= context.Today && context.Today <= panel.ValidTo)
                || db.SecondRounds.Any(round => round.PanelId == panel.Id && round.TaskOrderId == order.Id)).ToListAsync(context.Cancellation);
        var opened = db.Panels.Local.Where(panel => panel.DepartmentId == order.DepartmentId && panel.ServiceItemCode == order.ServiceItemCode
            && panel.ValidFrom <= context.Today && context.Today <= panel.ValidTo);
        var asked = await db.SecondRounds.Where(round => round.TaskOrderId == order.Id).Select(round => round.PanelId).ToListAsync(context.Cancellation);
        return stored.Union(opened).OrderBy(panel => asked.Contains(panel.Id) ? 0 : 1).ThenBy(panel => panel.ValidTo).ThenBy(panel => panel.Id);
    }

    private async Task<PanelLots?> LotsAsync(Panel panel, TaskOrder order) => panel.Method != PanelMethod.WeightedDraw ? null : new PanelLots(
        string.Create(CultureInfo.InvariantCulture, $"{order.Number}-{order.Assignments.Count + 1}"),
        await ObjectiveScore.OfAsync(db, [.. panel.Members.Select(member => member.AgencyId)], context), secret => PanelSecrets.Unprotect(db, secret));

    private async Task<AssignmentCircumstances> CircumstancesAsync(TaskOrder order, IReadOnlyCollection<Guid> agenciesInGroup)
    {
        var item = await db.ServiceItems.SingleAsync(row => row.Id == order.ServiceItemId, context.Cancellation);
        var project = await db.Projects.SingleAsync(row => row.Id == order.ProjectId, context.Cancellation);
        var codes = await db.Organisations.Where(row => row.Id == order.DepartmentId || row.Id == order.OwnerId)
            .ToDictionaryAsync(row => row.Id, row => row.CreditCode, context.Cancellation);
        var commissioned = await db.TaskOrders.Where(row => row.CaseId == order.CaseId && row.IsOwnersChoice && row.AgencyId != null)
            .Select(row => row.AgencyId!.Value).ToListAsync(context.Cancellation);
        return new AssignmentCircumstances(
            item.Terms.RequiredQualification, context.Today, codes[order.DepartmentId], codes[order.OwnerId],
            project.DesignAgencyCode, agenciesInGroup, [.. order.Declines.Select(decline => decline.AgencyId)], commissioned)
        {
            Counterparts = [.. (await db.CounterpartsAsync(item.Terms, order.ProjectId, context.Cancellation)).Keys],
        };
    }

    private async Task PublishAsync(TaskOrder order, ApprovalCase approvalCase, AssignmentEvidence evidence)
    {
        var project = await db.Projects.SingleAsync(row => row.Id == order.ProjectId, context.Cancellation);
        var department = await db.Organisations.SingleAsync(row => row.Id == order.DepartmentId, context.Cancellation);
        db.Add(Notice.OfAssignment(order, approvalCase, project, department, evidence, context));
    }
}
