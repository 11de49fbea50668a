using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.TaskOrders;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.ApprovalCases;

/// <summary>The applicant declares the figures of the application (报建值), which the reviewing agency's are held against.</summary>
public sealed class DeclareElements(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.FileCases;

    /// <summary>Keeps the entries, by element name; returns the case's id.</summary>
    public async Task<Guid> ExecuteAsync(Guid caseId, long version, IReadOnlyDictionary<string, string> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var approvalCase = await db.CasesFor(context.Actor).FindOrThrowAsync(caseId, context.Cancellation);
        var before = approvalCase.Elements;
        approvalCase.Expect(version).Declare(entries, context);
        foreach (var element in approvalCase.Elements.Where(element => !before.TryGetValue(element.Key, out var old) || old != element.Value))
        {
            await FireAsync(approvalCase, element.Key);
        }

        await RetractAsync(approvalCase);
        return approvalCase.Id;
    }

    // What was declared by mistake is declared otherwise: work that nobody has been asked to do is not wanted any more.
    private async Task RetractAsync(ApprovalCase approvalCase)
    {
        var groups = await db.TaskGroups.Where(group => group.CaseId == approvalCase.Id)
            .Join(db.TriggerRules.Where(rule => rule.Event == TriggerEvent.ElementValue), group => group.RuleId, rule => rule.Id, (group, rule) => group)
            .ToListAsync(context.Cancellation);
        foreach (var group in groups.Where(group => group.Plan?.When.All(condition => condition.Holds(approvalCase.Elements)) == false))
        {
            foreach (var order in await db.TaskOrders.Include(row => row.Events)
                .Where(row => row.GroupId == group.Id && row.IsOwnersChoice && row.Status == TaskOrderStatus.AwaitingAgency).ToListAsync(context.Cancellation))
            {
                order.Stop("申请人改变了申报内容", context);
                group.JoinedAt = context.At;
                new Journal(db, context).Record(
                    LedgerKind.TaskStopped, TriggeredDispatch.SubjectOf(order), order.Number, order.ServiceItemName, order.StopReason!, $"{order.WorkDonePercent}");
            }
        }
    }

    // A figure may be declared again and again: a rule about it makes its tasks once.
    private async Task FireAsync(ApprovalCase approvalCase, string element)
    {
        var rules = await db.TriggerRules.AsNoTracking()
            .Where(rule => rule.Event == TriggerEvent.ElementValue && rule.ApprovalItem == approvalCase.ApprovalItem && rule.RetiredAt == null)
            .Where(rule => !db.TaskGroups.Any(group => group.RuleId == rule.Id && group.CaseId == approvalCase.Id))
            .ToListAsync(context.Cancellation);
        foreach (var rule in rules.Where(rule => rule.Plan.Element == element))
        {
            await new TriggeredDispatch(db, context).FireAsync(rule.Id, approvalCase, approvalCase.Id);
        }
    }
}
