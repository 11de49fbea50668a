using Market.Marketplace.Ledger;
using Market.Marketplace.Notices;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.RulePacks;
using Market.Marketplace.TaskOrders;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Procurements;

/// <summary>Sends the award notice (中选通知) when the publicity ended without objection.</summary>
public sealed class AwardProcurement(MarketplaceDbContext db, OperationContext context, RulePack current) : IOperation
{
    public static Permission Requires => Permission.RunInBackground;

    /// <summary>Awards it; nothing when it stands elsewhere by now.</summary>
    public async Task ExecuteAsync(Guid procurementId)
    {
        var procurement = await db.Procurements.SingleAsync(row => row.Id == procurementId, context.Cancellation);
        if (procurement.Status != ProcurementStatus.Publicity)
        {
            return;
        }

        var rules = procurement.RulePackCode is { } code ? RulePack.Named(code) : current;
        procurement.Award(rules, context);
        await AwardNotice.IssueAsync(new NoticeOffice(db, context), procurement, rules);
        var journal = new Journal(db, context);
        var entry = journal.Record(
            LedgerKind.AwardIssued, new Subject(procurement.Terms.ProjectId, ProcurementId: procurement.Id), procurement.Number, procurement.ServiceItemName,
            procurement.WinnerName!);
        journal.Notify(entry, procurement.OwnerId, procurement.WinnerId);
        await new TaskProcurements(db, context).AwardedAsync(procurement);
    }
}
