using System.Globalization;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.RulePacks;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Admissions;

/// <summary>The agency hands its dossier in (提交入驻申请), or a change of it (变更); the form check's clock starts.</summary>
public sealed class SubmitAdmission(MarketplaceDbContext db, OperationContext context, RulePack rules) : IOperation
{
    public static Permission Requires => Permission.ApplyForAdmission;

    /// <summary>Hands in what the page showed; what is missing is named.</summary>
    public async Task ExecuteAsync(long version)
    {
        var admission = await db.AdmissionsFor(context.Actor).Include(row => row.Submissions)
            .FindOrThrowAsync(context.Actor.Organisation, context.Cancellation);
        admission.Expect(version);
        var gaps = await new DossierFacts(db, context).GapsOfAsync(admission, admission.Dossier);
        if (gaps is [{ } first, ..])
        {
            throw gaps.Count == 1
                ? new RuleViolationException(first.Code, [.. first.Args])
                : new RuleViolationException("dossier-incomplete", gaps.Count, first.Say(CultureInfo.CurrentUICulture));
        }

        var submission = admission.Submit(rules.Admission, context);
        var journal = new AdmissionJournal(db, context);
        await journal.TellOperatorAsync(
            submission.IsChange ? LedgerKind.ChangeSubmitted : LedgerKind.AdmissionSubmitted, admission,
            submission.Deadline.DueOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }
}

/// <summary>The agency takes back what waits for its check (撤回), to go on working on it.</summary>
public sealed class WithdrawSubmission(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ApplyForAdmission;

    /// <summary>Takes it back.</summary>
    public async Task ExecuteAsync(long version)
    {
        var admission = await db.AdmissionsFor(context.Actor).Include(row => row.Submissions)
            .FindOrThrowAsync(context.Actor.Organisation, context.Cancellation);
        admission.Expect(version).Withdraw(context);
        await new AdmissionJournal(db, context).TellOperatorAsync(LedgerKind.AdmissionWithdrawn, admission);
    }
}
