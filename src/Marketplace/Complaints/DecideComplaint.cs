using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.RulePacks;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Complaints;

/// <summary>A person of the operator accepts a complaint and is its handler from then on.</summary>
public sealed class AcceptComplaint(MarketplaceDbContext db, OperationContext context, RulePack current) : IOperation
{
    public static Permission Requires => Permission.HandleComplaints;

    /// <summary>Accepts it; the respondent may answer from now on.</summary>
    public async Task ExecuteAsync(Guid complaintId, long version)
    {
        var complaint = (await db.ComplaintsFor(context.Actor).FindOrThrowAsync(complaintId, context.Cancellation)).Expect(version);
        var procurement = await db.Procurements.AsNoTracking().SingleAsync(row => row.Id == complaint.ProcurementId, context.Cancellation);
        complaint.Accept(procurement.RulePackCode is { } code ? RulePack.Named(code) : current, context);
        var journal = new Journal(db, context);
        var entry = journal.Record(
            LedgerKind.ComplaintAccepted, new Subject(procurement.Terms.ProjectId, ProcurementId: procurement.Id), procurement.Number,
            procurement.ServiceItemName, complaint.Number);
        journal.Notify(entry, complaint.ComplainantId, complaint.RespondentId);
    }
}

/// <summary>A person of the operator does not accept a complaint, with reasons; the award goes on where nothing else holds it.</summary>
public sealed class RefuseComplaint(MarketplaceDbContext db, OperationContext context, RulePack current) : IOperation
{
    public static Permission Requires => Permission.HandleComplaints;

    /// <summary>Does not accept it.</summary>
    public async Task ExecuteAsync(Guid complaintId, long version, string reason)
    {
        var complaint = (await db.ComplaintsFor(context.Actor).FindOrThrowAsync(complaintId, context.Cancellation)).Expect(version);
        complaint.Refuse(reason, context);
        await new ComplaintSettlement(db, context, current).SettleAsync(complaint);
    }
}

/// <summary>The handler decides a complaint with published reasons: dismissed, the award goes on; upheld, the procurement ends or
/// the winner is disqualified and the next of the fixed order follows.</summary>
public sealed class DecideComplaint(MarketplaceDbContext db, OperationContext context, RulePack current) : IOperation
{
    public static Permission Requires => Permission.HandleComplaints;

    /// <summary>Decides it.</summary>
    /// <param name="remedy">What follows when it is upheld; null dismisses it.</param>
    public async Task ExecuteAsync(Guid complaintId, long version, ComplaintRemedy? remedy, string reason)
    {
        var complaint = (await db.ComplaintsFor(context.Actor).FindOrThrowAsync(complaintId, context.Cancellation)).Expect(version);
        complaint.Decide(remedy, reason, context);
        await new ComplaintSettlement(db, context, current).SettleAsync(complaint);
    }
}

/// <summary>The respondent says what it has to say (陈述申辩), without learning who complained.</summary>
public sealed class RespondToComplaint(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.AnswerComplaints;

    /// <summary>Answers it.</summary>
    public async Task ExecuteAsync(Guid complaintId, long version, string text)
    {
        var complaint = (await db.ComplaintsFor(context.Actor).Where(row => row.RespondentId == context.Actor.Organisation)
            .FindOrThrowAsync(complaintId, context.Cancellation)).Expect(version);
        complaint.Respond(text, context);
    }
}
