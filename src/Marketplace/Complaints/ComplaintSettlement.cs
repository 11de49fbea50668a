using Market.Marketplace.Ledger;
using Market.Marketplace.Notices;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.RulePacks;
using Market.Marketplace.TaskOrders;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Complaints;

/// <summary>What the end of a complaint does to the award, and who hears of it.</summary>
internal sealed class ComplaintSettlement(MarketplaceDbContext db, OperationContext context, RulePack current)
{
    public async Task SettleAsync(Complaint complaint)
    {
        var procurement = await db.Procurements.SingleAsync(row => row.Id == complaint.ProcurementId, context.Cancellation);
        var rules = procurement.RulePackCode is { } code ? RulePack.Named(code) : current;
        var winner = procurement.WinnerId;
        procurement.SettleComplaint(complaint.Remedy, complaint.Decision, rules, context);
        if (procurement.EndedAt is not null)
        {
            await new NoticeOffice(db, context).LapseAsync(OfficialNoticeKind.Award, procurement.Id, "投诉成立");
        }

        var subject = new Subject(procurement.Terms.ProjectId, ProcurementId: procurement.Id);
        var journal = new Journal(db, context);
        var entry = complaint.Status == ComplaintStatus.Withdrawn
            ? journal.RecordUnnamed(LedgerKind.ComplaintWithdrawn, subject, procurement.Number, procurement.ServiceItemName, complaint.Number)
            : journal.Record(
                complaint.Status switch
                {
                    ComplaintStatus.Upheld => LedgerKind.ComplaintUpheld,
                    ComplaintStatus.Dismissed => LedgerKind.ComplaintDismissed,
                    _ => LedgerKind.ComplaintNotAccepted,
                },
                subject, procurement.Number, procurement.ServiceItemName, complaint.Number, complaint.Decision!);
        foreach (var organisation in new[] { complaint.ComplainantId, procurement.OwnerId, winner, procurement.WinnerId }.OfType<Guid>().Distinct())
        {
            journal.Notify(entry, organisation);
        }

        await new TaskProcurements(db, context).EndedAsync(procurement);
    }
}
