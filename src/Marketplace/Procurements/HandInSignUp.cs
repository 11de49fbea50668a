using System.Text.Json;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Procurements;

/// <summary>An agency signs up, or changes its offer before the deadline. What is in it is sealed at once; the receipt says
/// that it counted.</summary>
public sealed class HandInSignUp(MarketplaceDbContext db, OperationContext context, ProcurementDraws draws) : IOperation
{
    public static Permission Requires => Permission.SignUp;

    /// <summary>Seals the offer and returns the receipt.</summary>
    /// <param name="amount">Yuan, where a price is asked.</param>
    /// <param name="planFileId">A file of the agency's own, where a plan is asked.</param>
    public async Task<SignUpReceipt> ExecuteAsync(Guid procurementId, decimal? amount, Guid? planFileId)
    {
        var ct = context.Cancellation;
        var procurement = await db.ProcurementsFor(context.Actor).AsNoTracking().FindOrThrowAsync(procurementId, ct);
        Check(procurement.Terms, amount, planFileId);
        if (planFileId is { } plan)
        {
            _ = await db.StoredFilesFor(context.Actor).AsNoTracking().FindOrThrowAsync(plan, ct);
        }

        await RequireEligibleAsync(procurement);
        var offer = draws.Seal(JsonSerializer.Serialize(new SealedOffer(amount, planFileId)));

        // The only operation with a transaction of its own: the conditional update holds the procurement's row until the
        // sign-up is stored, so closing waits for it or it comes too late. There is nothing between in and out.
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var entry = await db.SignUps.SingleOrDefaultAsync(row => row.ProcurementId == procurementId && row.AgencyId == context.Actor.Organisation, ct);
        var more = entry is null ? 1 : 0;
        var inTime = await db.Procurements
            .Where(row => row.Id == procurementId && row.Status == ProcurementStatus.SigningUp && row.SignUpUntil > context.At)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.SignUpCount, row => row.SignUpCount + more), ct);
        if (inTime == 0)
        {
            throw new RuleViolationException("sign-up-late", procurement.Number);
        }

        if (entry is null)
        {
            entry = SignUp.HandIn(procurement, offer, context);
            db.Add(entry);
        }
        else
        {
            entry.Replace(offer, context);
        }

        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        context.Changed(context.Actor.OrganisationId);
        return entry.Receipt;
    }

    private static void Check(ProcurementTerms terms, decimal? amount, Guid? planFileId)
    {
        if (terms.AsksPrice != amount is not null)
        {
            throw new RuleViolationException(terms.AsksPrice ? "offer-amount-missing" : "offer-amount-not-asked");
        }

        if (amount is { } offered && (!ProcurementTerms.IsAmount(offered) || offered > terms.HighestAmount || offered < terms.LowestAmount))
        {
            throw new RuleViolationException("offer-amount", terms.LowestAmount ?? 0.01m, terms.HighestAmount);
        }

        if (terms.Method == SelectionMethod.Merit != planFileId is not null)
        {
            throw new RuleViolationException(terms.Method == SelectionMethod.Merit ? "offer-plan-missing" : "offer-plan-not-asked");
        }
    }

    private async Task RequireEligibleAsync(Procurement procurement)
    {
        var agencies = new EligibleAgencies(db, context);
        var agency = await agencies.All.AsNoTracking().SingleAsync(row => row.Id == context.Actor.Organisation, context.Cancellation);
        var circumstances = await agencies.CircumstancesAsync(procurement.Terms, procurement.ServiceItemId, procurement.TaskOrderId);
        if (Eligibility.Check(agency, circumstances).FirstOrDefault(finding => !finding.Holds) is { } against)
        {
            throw new RuleViolationException("not-eligible", agency.Name, against.Rule);
        }

        if (procurement.Terms.DirectAgencyId is { } only && only != agency.Id)
        {
            throw new RuleViolationException("direct-other", procurement.Number);
        }
    }
}
