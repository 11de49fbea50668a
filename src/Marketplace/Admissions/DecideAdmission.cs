using System.Globalization;
using Market.Marketplace.Ledger;
using Market.Marketplace.Notices;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.RulePacks;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Admissions;

/// <summary>The operator ends a form check (形式要件核验): passed, returned with reasons that say where, or refused.</summary>
public sealed class DecideAdmission(MarketplaceDbContext db, OperationContext context, RulePack rules) : IOperation
{
    public static Permission Requires => Permission.CheckAdmissions;

    /// <summary>Decides on what the page showed. Reasons are needed for everything but passing.</summary>
    public async Task ExecuteAsync(Guid id, long version, CheckResult result, IReadOnlyList<CheckReason>? reasons = null)
    {
        var admission = await db.AdmissionsFor(context.Actor).Include(row => row.Submissions).FindOrThrowAsync(id, context.Cancellation);
        admission.Expect(version);
        switch (result)
        {
            case CheckResult.Passed:
                await PassAsync(admission);
                break;
            case CheckResult.Returned:
                Return(admission, reasons ?? []);
                break;
            case CheckResult.Refused:
                admission.Refuse(string.Join('；', (reasons ?? []).Select(reason => reason.Text.Trim())), context);
                Tell(LedgerKind.AdmissionRefused, admission, admission.StatedReason!, admission.DecisionNumber!);
                await new AdmissionNotices(db, context, rules.Admission).RefusedAsync(admission);
                break;
            case CheckResult.Open or CheckResult.Withdrawn:
                throw new RuleViolationException("admission-nothing-waits");
        }

        await MarkPapersAsync(admission);
    }

    private async Task PassAsync(Admission admission)
    {
        // What was free when it was handed in may be taken by now.
        var waiting = admission.Waiting ?? throw new RuleViolationException("admission-nothing-waits");
        if (await new DossierFacts(db, context).GapsOfAsync(admission, waiting.Dossier) is [{ } gap, ..])
        {
            throw new RuleViolationException("admission-not-passable", gap.Say(CultureInfo.CurrentUICulture));
        }

        admission.Pass(rules.Admission, context);
        if (waiting.IsChange)
        {
            var agency = await db.Agencies.AsSplitQuery().Include(row => row.Qualifications).Include(row => row.Practitioners)
                .FindOrThrowAsync(admission.Id, context.Cancellation);
            agency.Take(waiting.Dossier.ToApplication(admission.CreditCode), context);
            await RenameAsync(admission);
            Tell(LedgerKind.ChangePassed, admission);
            return;
        }

        if (admission.PublicityDeadline is { } publicity)
        {
            Tell(LedgerKind.AdmissionPassed, admission, publicity.DueOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            return;
        }

        await new Admitting(db, context).AdmitAsync(admission);
    }

    private void Return(Admission admission, IReadOnlyList<CheckReason> reasons)
    {
        var isChange = admission.Latest!.IsChange;
        admission.Return([.. reasons.Select(reason => reason with { Text = reason.Text.Trim() })], context);
        Tell(isChange ? LedgerKind.ChangeReturned : LedgerKind.AdmissionReturned, admission, string.Join('；', reasons.Select(reason => reason.Text.Trim())));
    }

    private async Task MarkPapersAsync(Admission admission)
    {
        if (admission.Waiting is null && admission.Latest is { Result: CheckResult.Passed or CheckResult.Refused })
        {
            foreach (var paper in await new DossierFacts(db, context).PapersOfAsync(admission.Id))
            {
                paper.Checked(context);
            }
        }
    }

    private async Task RenameAsync(Admission admission)
    {
        var organisation = await db.Organisations.FindOrThrowAsync(admission.Id, context.Cancellation);
        organisation.Rename(admission.Name);
    }

    private void Tell(LedgerKind kind, Admission admission, params string[] args) => new AdmissionJournal(db, context).TellAgency(kind, admission, args);
}
