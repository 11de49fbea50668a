using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Admissions;

/// <summary>Moves one admission on whose day has come: into the register, or out of its suspension.</summary>
public sealed class AdvanceAdmission(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.RunInBackground;

    /// <summary>Returns false when there was nothing to do any more.</summary>
    public async Task<bool> ExecuteAsync(Guid id)
    {
        var admission = await db.Admissions.Include(row => row.Submissions).FindOrThrowAsync(id, context.Cancellation);
        if (!admission.IsDue(context))
        {
            return false;
        }

        if (admission.Status == AdmissionStatus.InPublicity)
        {
            await new Admitting(db, context).AdmitAsync(admission);
            return true;
        }

        admission.Resume(context);
        await new AgencyStanding(db, context).FollowAsync(admission);
        new AdmissionJournal(db, context).TellAgency(LedgerKind.AgencyResumed, admission);
        return true;
    }
}
