using Market.Marketplace.Ledger;
using Market.Marketplace.Notices;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;

namespace Market.Marketplace.TaskOrders;

/// <summary>The agency asks for more time (延期), before the time is over.</summary>
public sealed class RequestExtension(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.RespondToTaskOrders;

    /// <summary>Returns the request.</summary>
    public async Task<TaskExtension> ExecuteAsync(Guid id, long version, int workingDays, string reason)
    {
        var order = await db.TaskOrdersFor(context.Actor).FindOrThrowAsync(id, context.Cancellation);
        var extension = order.Expect(version).RequestExtension(workingDays, reason, context);
        var journal = new Journal(db, context);
        journal.Notify(
            journal.Record(LedgerKind.ExtensionRequested, TriggeredDispatch.SubjectOf(order), order.Number, order.ServiceItemName, $"{workingDays}", extension.Reason),
            order.OwnerId, order.DepartmentId);
        return extension;
    }
}

/// <summary>The owner agrees to more time, or does not; the day before and after stay on record.</summary>
public sealed class AnswerExtension(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.FileCases;

    /// <summary>Returns the answered request.</summary>
    public async Task<TaskExtension> ExecuteAsync(Guid id, long version, bool agree, string remark = "")
    {
        ArgumentNullException.ThrowIfNull(remark);
        var order = await db.TaskOrdersFor(context.Actor).FindOrThrowAsync(id, context.Cancellation);
        var answered = order.Expect(version).AnswerExtension(agree, remark, context);
        var journal = new Journal(db, context);
        journal.Notify(
            journal.Record(
                agree ? LedgerKind.ExtensionAgreed : LedgerKind.ExtensionRefused, TriggeredDispatch.SubjectOf(order), order.Number,
                order.ServiceItemName, $"{answered.OldDueOn:yyyy-MM-dd}", $"{answered.NewDueOn ?? answered.OldDueOn:yyyy-MM-dd}"),
            order.AgencyId, order.DepartmentId);
        await new TaskNotices(db, context).ExtensionAnsweredAsync(order, answered);
        await new CaseNotices(db, context).FollowAsync(order, $"{order.ServiceItemName}同意延期");
        return answered;
    }
}
