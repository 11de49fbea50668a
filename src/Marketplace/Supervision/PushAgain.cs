using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;

namespace Market.Marketplace.Supervision;

/// <summary>Makes a waiting message due at once (重推).</summary>
public sealed class PushAgain(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.Supervise;

    /// <summary>A message already done stays done.</summary>
    public async Task<Guid> ExecuteAsync(Guid messageId)
    {
        var message = await db.OutboxMessages.FindOrThrowAsync(messageId, context.Cancellation);
        message.PushAgain(context);
        context.MarkOutbox();
        return message.Id;
    }
}
