using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;

namespace Market.Marketplace.CaseSteps;

/// <summary>What a department can do on its own step.</summary>
public enum CaseStepAction
{
    /// <summary>Say when the meeting or the visit is, and who takes part.</summary>
    Arrange,

    /// <summary>通过.</summary>
    Pass,

    /// <summary>整改.</summary>
    AskRectification,

    /// <summary>Enter what somebody objected to during a publicity.</summary>
    EnterRemark,

    /// <summary>Answer what was objected to.</summary>
    AnswerRemarks,
}

/// <summary>One of them, with what was written.</summary>
/// <param name="Words">Opinion, what is to be put right, the remark or the answer.</param>
/// <param name="Day">The day of the meeting or visit.</param>
/// <param name="Names">Who takes part; for a remark who made it.</param>
public sealed record CaseStepDeed(CaseStepAction Action, string Words = "", DateOnly? Day = null, IReadOnlyList<string>? Names = null);

/// <summary>A named official acts on the department's own step; each department on its own only, all of them at the same time.</summary>
public sealed class ActOnCaseStep(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.DecideCases;

    /// <summary>Returns how the step stands.</summary>
    public async Task<CaseStepStatus> ExecuteAsync(Guid id, long version, CaseStepDeed deed)
    {
        ArgumentNullException.ThrowIfNull(deed);
        var step = await db.CaseStepsOf(context.Actor).FindOrThrowAsync(id, context.Cancellation);
        step.Expect(version);
        var names = (deed.Names ?? []).Select(name => name.Trim()).Where(name => name.Length > 0).ToList();
        switch (deed.Action)
        {
            case CaseStepAction.Arrange:
                step.Arrange(deed.Day ?? context.Today, names, context);
                Record(step, LedgerKind.CaseStepArranged, $"{step.MeetsOn:yyyy-MM-dd}", string.Join("、", names));
                break;
            case CaseStepAction.Pass:
                step.Pass(deed.Words, context);
                Record(step, LedgerKind.CaseStepPassed, step.DepartmentName, step.Opinion!);
                await new GroupProgress(db, context).AdvanceAsync(step.GroupId);
                break;
            case CaseStepAction.AskRectification:
                step.AskRectification(deed.Words, context);
                Record(step, LedgerKind.RectificationAsked, step.DepartmentName, deed.Words.Trim());
                break;
            case CaseStepAction.EnterRemark:
                step.Remark(names.FirstOrDefault() ?? "", deed.Words, context);
                Record(step, LedgerKind.PublicityRemarked, deed.Words.Trim());
                break;
            case CaseStepAction.AnswerRemarks:
                step.AnswerRemarks(deed.Words, context);
                Record(step, LedgerKind.PublicityAnswered, deed.Words.Trim());
                break;
        }

        return step.Status;
    }

    private void Record(CaseStep step, LedgerKind kind, params string[] words)
    {
        var journal = new Journal(db, context);
        var entry = journal.Record(kind, new Subject(step.ProjectId, step.CaseId), [step.Number, step.Title, .. words]);
        journal.Notify(entry, step.OwnerId, step.LeadId == step.DepartmentId ? null : step.LeadId, step.DepartmentId);
    }
}

/// <summary>The applicant has put right what a department asked for (整改完成).</summary>
public sealed class HandBackCaseStep(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.FileCases;

    /// <summary>Returns how the step stands.</summary>
    public async Task<CaseStepStatus> ExecuteAsync(Guid id, long version, string answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var step = await db.CaseStepsFor(context.Actor).FindOrThrowAsync(id, context.Cancellation);
        step.Expect(version).HandBack(answer, context);
        var journal = new Journal(db, context);
        journal.Notify(
            journal.Record(LedgerKind.RectificationDone, new Subject(step.ProjectId, step.CaseId), step.Number, step.Title, answer.Trim()),
            step.DepartmentId);
        return step.Status;
    }
}
