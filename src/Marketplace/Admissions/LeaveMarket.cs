using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.RulePacks;
using Market.Marketplace.TaskOrders;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Admissions;

/// <summary>The agency states its case against a removal (陈述申辩).</summary>
public sealed class PleadAgainstClearance(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ApplyForAdmission;

    /// <summary>Hands the statement to the operator; a later one takes its place.</summary>
    public async Task ExecuteAsync(long version, string statement)
    {
        ArgumentNullException.ThrowIfNull(statement);
        var admission = await db.AdmissionsFor(context.Actor).FindOrThrowAsync(context.Actor.Organisation, context.Cancellation);
        admission.Expect(version).Plead(statement, context);
        await new AdmissionJournal(db, context).TellOperatorAsync(LedgerKind.ClearancePleaded, admission);
    }
}

/// <summary>The agency leaves by its own will (主动退出), once its work is done.</summary>
public sealed class LeaveMarket(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ApplyForAdmission;

    /// <summary>Leaves; refused while task orders run.</summary>
    public async Task ExecuteAsync(long version)
    {
        var admission = await db.AdmissionsFor(context.Actor).Include(row => row.Submissions)
            .FindOrThrowAsync(context.Actor.Organisation, context.Cancellation);
        admission.Expect(version);
        var running = await db.TaskOrders.CountAsync(
            order => order.AgencyId == admission.Id && order.Status != TaskOrderStatus.Completed, context.Cancellation);
        if (running > 0)
        {
            throw new RuleViolationException("exit-with-work", running);
        }

        admission.Exit(context);
        await new AgencyStanding(db, context).FollowAsync(admission);
        await new AdmissionJournal(db, context).TellOperatorAsync(LedgerKind.AgencyExited, admission);
    }
}

/// <summary>An agency that was refused, was removed or has left begins again.</summary>
public sealed class ReapplyForAdmission(MarketplaceDbContext db, OperationContext context, RulePack rules) : IOperation
{
    public static Permission Requires => Permission.ApplyForAdmission;

    /// <summary>Opens the dossier again; after a removal not before the time of the rule pack.</summary>
    public async Task ExecuteAsync(long version)
    {
        var admission = await db.AdmissionsFor(context.Actor).FindOrThrowAsync(context.Actor.Organisation, context.Cancellation);
        admission.Expect(version).Reapply(rules.Admission, context);
        await new AdmissionJournal(db, context).TellOperatorAsync(LedgerKind.AdmissionReopened, admission);
    }
}
