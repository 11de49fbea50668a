using System.Text.Json;
using Market.Marketplace.Agencies;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Ratings;
using Market.Marketplace.RulePacks;
using Market.Marketplace.TaskOrders;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Procurements;

/// <summary>Opens the sign-ups of a closed procurement, checks every applicant again rule by rule, and goes on by the method:
/// fails in public, freezes the list of a draw, asks the owner, or settles.</summary>
public sealed class OpenSignUps(MarketplaceDbContext db, OperationContext context, RulePack current, ProcurementDraws draws) : IOperation
{
    public static Permission Requires => Permission.RunInBackground;

    /// <summary>Opens them; nothing when that has been done.</summary>
    public async Task ExecuteAsync(Guid procurementId)
    {
        var ct = context.Cancellation;
        var procurement = await db.Procurements.SingleAsync(row => row.Id == procurementId, ct);
        if (procurement.Status != ProcurementStatus.Closed)
        {
            return;
        }

        var rules = procurement.RulePackCode is { } code ? RulePack.Named(code) : current;
        var outcome = new Outcome { OpenedAt = context.At, Applicants = await ApplicantsAsync(procurement) };
        procurement.Open(outcome, rules, context);
        var journal = new Journal(db, context);
        Tell(procurement, journal);
        await SettleDrawAsync(procurement, journal);
        await new TaskProcurements(db, context).EndedAsync(procurement);
    }

    private async Task<IReadOnlyList<OpenedApplicant>> ApplicantsAsync(Procurement procurement)
    {
        var ct = context.Cancellation;
        var signUps = await db.SignUps.AsNoTracking().Where(row => row.ProcurementId == procurement.Id).ToListAsync(ct);
        var ids = signUps.Select(row => row.AgencyId).ToList();
        var eligible = new EligibleAgencies(db, context);
        var agencies = (await eligible.All.AsNoTracking().Where(row => ids.Contains(row.Id)).ToListAsync(ct)).ToDictionary(agency => agency.Id);
        var circumstances = await eligible.CircumstancesAsync(procurement.Terms, procurement.ServiceItemId, procurement.TaskOrderId);
        var scores = await ObjectiveScore.OfAsync(db, ids, context);
        var opened = signUps.OrderBy(row => row.ReceivedAt).ThenBy(row => agencies[row.AgencyId].CreditCode, StringComparer.Ordinal)
            .Select(row => Opened(row, agencies[row.AgencyId])).ToList();
        var leaving = Eligibility.UnderCommonControl(opened.Where(applicant => applicant.IsEligible).Select(applicant => agencies[applicant.AgencyId]));
        return [.. opened.Select(Parted).OrderBy(applicant => applicant.CreditCode, StringComparer.Ordinal)];

        OpenedApplicant Parted(OpenedApplicant applicant)
        {
            var stays = leaving.GetValueOrDefault(applicant.AgencyId);
            return applicant with { Findings = [.. applicant.Findings, new EligibilityFinding(EligibilityRule.ApartFromOtherApplicants, stays is null, stays?.Name ?? "")] };
        }

        OpenedApplicant Opened(SignUp row, Agency agency)
        {
            var offer = JsonSerializer.Deserialize<SealedOffer>(draws.Unseal(row.SealedContent))!;
            var within = offer.Amount is not { } amount || (amount <= procurement.Terms.HighestAmount && amount >= (procurement.Terms.LowestAmount ?? 0));
            return new OpenedApplicant(
                agency.Id, agency.Name, agency.CreditCode, row.Receipt.Digest, offer.Amount, offer.PlanFileId, scores[agency.Id],
                [
                    .. Eligibility.Check(agency, circumstances),
                    new EligibilityFinding(EligibilityRule.PriceWithinLimits, within),
                ]);
        }
    }

    private async Task SettleDrawAsync(Procurement procurement, Journal journal)
    {
        if (procurement.DrawId is not { } drawId)
        {
            return;
        }

        var draw = await db.Draws.SingleAsync(row => row.Id == drawId, context.Cancellation);
        if (procurement.Status != ProcurementStatus.Drawing)
        {
            draw.Close();
            return;
        }

        draw.Freeze(Selecting.Begin(procurement.Terms, procurement.Outcome!).DrawList!, context);
        var entry = journal.Record(
            LedgerKind.DrawListFrozen, new Subject(procurement.Terms.ProjectId, ProcurementId: procurement.Id), draw.Number, procurement.ServiceItemName);
        journal.Notify(entry, draw.OwnerId, draw.WitnessId);
    }

    /// <summary>Tells owner and applicants what has become of the selection; the public history and the feeds of notices say the same.</summary>
    internal static void Tell(Procurement procurement, Journal journal)
    {
        var subject = new Subject(procurement.Terms.ProjectId, ProcurementId: procurement.Id);
        var entry = procurement.Status switch
        {
            ProcurementStatus.Failed => journal.Record(LedgerKind.ProcurementFailed, subject, procurement.Number, procurement.ServiceItemName, procurement.EndReason!),
            ProcurementStatus.AwaitingOwner => journal.Record(LedgerKind.OwnerPickAwaited, subject, procurement.Number, procurement.ServiceItemName),
            ProcurementStatus.Publicity => journal.Record(LedgerKind.WinnerSelected, subject, procurement.Number, procurement.ServiceItemName, procurement.WinnerName!),
            _ => journal.Record(LedgerKind.SignUpsOpened, subject, procurement.Number, procurement.ServiceItemName),
        };
        journal.Notify(entry, procurement.OwnerId);
        foreach (var applicant in procurement.Outcome!.Applicants)
        {
            journal.Notify(entry, applicant.AgencyId);
        }
    }
}
