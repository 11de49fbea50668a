using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.RulePacks;
using Market.Marketplace.TaskOrders;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Procurements;

/// <summary>The winner gives the award up (放弃中选): it loses credit and may not sign up for a while, and the next of the
/// fixed order follows.</summary>
public sealed class AbandonAward(MarketplaceDbContext db, OperationContext context, RulePack current) : IOperation
{
    public static Permission Requires => Permission.SignUp;

    /// <summary>Gives it up, with the reason that is published.</summary>
    public async Task ExecuteAsync(Guid procurementId, long version, string reason)
    {
        var procurement = await db.ProcurementsFor(context.Actor).FindOrThrowAsync(procurementId, context.Cancellation);
        procurement.Expect(version);
        if (procurement.WinnerId != context.Actor.Organisation)
        {
            throw new RuleViolationException("not-the-winner", procurement.Number);
        }

        await LeaveTaskAsync(procurement, reason);
        var rules = procurement.RulePackCode is { } code ? RulePack.Named(code) : current;
        await new AwardAbandonment(db, context).AbandonAsync(procurement, context.Actor.Organisation, reason, rules);
        await new TaskProcurements(db, context).EndedAsync(procurement);
    }

    // A task bought in competition goes back with its award; one that was taken up is worked on.
    private async Task LeaveTaskAsync(Procurement procurement, string reason)
    {
        if (procurement.TaskOrderId is { } id
            && await db.TaskOrders.Include(row => row.Events).SingleAsync(row => row.Id == id, context.Cancellation) is { } order
            && order.AgencyId == context.Actor.Organisation)
        {
            if (order.Status != TaskOrderStatus.Dispatched)
            {
                throw new RuleViolationException("award-task-taken", order.Number);
            }

            order.Decline(reason, context);
        }
    }
}
