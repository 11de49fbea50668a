using System.Globalization;
using Market.Marketplace.Ledger;
using Market.Marketplace.Notices;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.RulePacks;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Admissions;

/// <summary>The operator changes how an admitted agency stands: 暂停, 恢复, 拟清退告知, 清退, 不予清退. Each has its reason; a
/// removal comes after the agency's statement or the end of its time for it.</summary>
public sealed class ChangeStanding(MarketplaceDbContext db, OperationContext context, RulePack rules) : IOperation
{
    public static Permission Requires => Permission.CheckAdmissions;

    /// <summary>Does it at once; work already taken goes on.</summary>
    public async Task ExecuteAsync(Guid id, long version, AdmissionAction action, string reason, DateOnly? until = null)
    {
        var admission = await db.AdmissionsFor(context.Actor).Include(row => row.Submissions).FindOrThrowAsync(id, context.Cancellation);
        admission.Expect(version);
        var entry = action switch
        {
            AdmissionAction.Suspend => Did(() => admission.Suspend(reason, until, context), LedgerKind.AgencySuspended),
            AdmissionAction.Resume => Did(() => Resume(admission, reason), LedgerKind.AgencyResumed),
            AdmissionAction.NotifyClearance => Did(() => admission.NotifyClearance(reason, rules.Admission, context), LedgerKind.ClearanceNotified),
            AdmissionAction.Remove => Did(() => admission.Remove(reason, context), LedgerKind.AgencyRemoved),
            AdmissionAction.DropClearance => Did(() => admission.DropClearance(reason, context), LedgerKind.ClearanceDropped),
            _ => throw new RuleViolationException("admission-state", admission.Status, action),
        };
        await new AgencyStanding(db, context).FollowAsync(admission);
        new AdmissionJournal(db, context).TellAgency(entry, admission, reason.Trim(), LastDay(admission, action), admission.DecisionNumber ?? "");
        var notices = new AdmissionNotices(db, context, rules.Admission);
        if (action == AdmissionAction.NotifyClearance)
        {
            await notices.ClearanceNotifiedAsync(admission);
        }
        else if (action == AdmissionAction.Remove)
        {
            await notices.RemovedAsync(admission);
        }
    }

    private void Resume(Admission admission, string reason)
    {
        if (string.IsNullOrWhiteSpace(reason))
        {
            throw new RuleViolationException("reason-missing");
        }

        admission.Resume(context);
    }

    private static string LastDay(Admission admission, AdmissionAction action) => action switch
    {
        AdmissionAction.Suspend => admission.SuspendedUntil?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "—",
        AdmissionAction.NotifyClearance => admission.PleaDeadline!.DueOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => "",
    };

    private static LedgerKind Did(Action act, LedgerKind kind)
    {
        act();
        return kind;
    }
}
