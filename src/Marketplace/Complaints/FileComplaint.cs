using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;
using Market.Marketplace.Persistence;
using Market.Marketplace.RulePacks;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Complaints;

/// <summary>An applicant complains to the operator before the publicity of the award ends. The award is frozen at once, and nobody
/// but the handler learns who complained.</summary>
public sealed class FileComplaint(MarketplaceDbContext db, OperationContext context, RulePack current) : IOperation
{
    public static Permission Requires => Permission.SignUp;

    /// <summary>Returns the complaint's id.</summary>
    public async Task<Guid> ExecuteAsync(Guid procurementId, ComplaintGrounds grounds)
    {
        ArgumentNullException.ThrowIfNull(grounds);
        var ct = context.Cancellation;
        var procurement = await db.ProcurementsFor(context.Actor).FindOrThrowAsync(procurementId, ct);
        if (!await db.SignUps.AnyAsync(row => row.ProcurementId == procurementId && row.AgencyId == context.Actor.Organisation, ct))
        {
            throw new RuleViolationException("objection-not-applicant");
        }

        if (await db.Complaints.AnyAsync(row => row.ProcurementId == procurementId && row.ComplainantId == context.Actor.Organisation, ct))
        {
            throw new RuleViolationException("complaint-once", procurement.Number);
        }

        procurement.TakeComplaint(context);
        var complaint = Complaint.File(procurement, grounds, procurement.RulePackCode is { } code ? RulePack.Named(code) : current, context);
        db.Add(complaint);
        var journal = new Journal(db, context);
        var entry = journal.RecordUnnamed(
            LedgerKind.ComplaintFiled, new Subject(procurement.Terms.ProjectId, ProcurementId: procurementId), procurement.Number, procurement.ServiceItemName,
            complaint.Number);
        journal.Notify(entry, procurement.OwnerId, procurement.WinnerId);
        foreach (var handler in await db.Organisations.Where(row => row.Kind == OrganisationKind.Operator).Select(row => row.Id).ToListAsync(ct))
        {
            journal.Notify(entry, handler);
        }

        return complaint.Id;
    }
}

/// <summary>The complainant takes the complaint back; the award goes on where nothing else holds it.</summary>
public sealed class WithdrawComplaint(MarketplaceDbContext db, OperationContext context, RulePack current) : IOperation
{
    public static Permission Requires => Permission.SignUp;

    /// <summary>Takes it back.</summary>
    public async Task ExecuteAsync(Guid complaintId, long version)
    {
        var complaint = (await db.ComplaintsFor(context.Actor).Where(row => row.ComplainantId == context.Actor.Organisation)
            .FindOrThrowAsync(complaintId, context.Cancellation)).Expect(version);
        complaint.Withdraw(context);
        await new ComplaintSettlement(db, context, current).SettleAsync(complaint);
    }
}
