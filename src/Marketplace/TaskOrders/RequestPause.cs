using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;

namespace Market.Marketplace.TaskOrders;

/// <summary>The agency asks the owner for what is missing (补充资料), which stops the clock at once, or asks the department for a
/// pause for another of the listed reasons, which stops it when the department agrees.</summary>
public sealed class RequestPause(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.RespondToTaskOrders;

    /// <summary>Returns the line of the pause ledger.</summary>
    public async Task<TaskPause> ExecuteAsync(Guid id, long version, PauseRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Kind is PauseKind.Deferral or PauseKind.SpecialProcedure)
        {
            // 缓办 is the owner's to ask for, 特别程序 the department's to order.
            throw new RuleViolationException("pause-not-yours", request.Kind);
        }

        var order = await db.TaskOrdersFor(context.Actor).FindOrThrowAsync(id, context.Cancellation);
        var pause = order.Expect(version).Pause(request, context);
        new Journal(db, context).Pause(order, pause);
        return pause;
    }
}

/// <summary>The owner asks for a pause: 缓办 or 业主原因. The department decides.</summary>
public sealed class RequestDeferral(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.FileCases;

    /// <summary>Returns the line of the pause ledger.</summary>
    public async Task<TaskPause> ExecuteAsync(Guid id, long version, string reason, int workingDays)
    {
        var order = await db.TaskOrdersFor(context.Actor).FindOrThrowAsync(id, context.Cancellation);
        var pause = order.Expect(version).Pause(new PauseRequest(PauseKind.Deferral, reason, workingDays), context);
        new Journal(db, context).Pause(order, pause);
        return pause;
    }
}

/// <summary>The department stops the clock for a special procedure (特别程序) and says for how long; the applicant is told.</summary>
public sealed class OrderPause(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.DecideResults;

    /// <summary>Returns the line of the pause ledger.</summary>
    public async Task<TaskPause> ExecuteAsync(Guid id, long version, string reason, string basis, int workingDays)
    {
        ArgumentNullException.ThrowIfNull(basis);
        if (string.IsNullOrWhiteSpace(basis))
        {
            throw new RuleViolationException("pause-without-basis");
        }

        var order = await db.TaskOrdersFor(context.Actor).FindOrThrowAsync(id, context.Cancellation);
        var pause = order.Expect(version).Pause(new PauseRequest(PauseKind.SpecialProcedure, reason, workingDays, basis), context);
        new Journal(db, context).Pause(order, pause);
        return pause;
    }
}
