using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.RulePacks;
using Market.Marketplace.TaskOrders;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Procurements;

/// <summary>An applicant objects during the publicity (异议): the award is frozen until the owner has answered.</summary>
public sealed class RaiseObjection(MarketplaceDbContext db, OperationContext context, RulePack current) : IOperation
{
    public static Permission Requires => Permission.SignUp;

    /// <summary>Takes the objection; returns its id.</summary>
    public async Task<Guid> ExecuteAsync(Guid procurementId, string grounds)
    {
        var procurement = await db.ProcurementsFor(context.Actor).FindOrThrowAsync(procurementId, context.Cancellation);
        if (!await db.SignUps.AnyAsync(row => row.ProcurementId == procurementId && row.AgencyId == context.Actor.Organisation, context.Cancellation))
        {
            throw new RuleViolationException("objection-not-applicant");
        }

        var objection = procurement.RaiseObjection(grounds, procurement.RulePackCode is { } code ? RulePack.Named(code) : current, context);
        var journal = new Journal(db, context);
        var entry = journal.Record(
            LedgerKind.ObjectionRaised, new Subject(procurement.Terms.ProjectId, ProcurementId: procurementId), procurement.Number, procurement.ServiceItemName);
        journal.Notify(entry, procurement.OwnerId, procurement.WinnerId);
        return objection.Id;
    }
}

/// <summary>The owner answers an objection: the award stands and is published anew, or the procurement ends.</summary>
public sealed class AnswerObjection(MarketplaceDbContext db, OperationContext context, RulePack current) : IOperation
{
    public static Permission Requires => Permission.RunProcurements;

    /// <summary>Answers the open objection.</summary>
    /// <param name="upheld">Whether the objection is right.</param>
    public async Task ExecuteAsync(Guid procurementId, long version, string answer, bool upheld)
    {
        var procurement = await db.ProcurementsOf(context.Actor).FindOrThrowAsync(procurementId, context.Cancellation);
        procurement.Expect(version);
        var winner = procurement.WinnerId;
        procurement.AnswerObjection(answer, upheld, procurement.RulePackCode is { } code ? RulePack.Named(code) : current, context);
        var journal = new Journal(db, context);
        var entry = journal.Record(
            upheld ? LedgerKind.ProcurementVoided : LedgerKind.ObjectionAnswered,
            new Subject(procurement.Terms.ProjectId, ProcurementId: procurementId), procurement.Number, procurement.ServiceItemName, answer.Trim());
        journal.Notify(entry, procurement.Objections[^1].OrganisationId, winner);
        await new TaskProcurements(db, context).EndedAsync(procurement);
    }
}
