using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;

namespace Market.Marketplace.Tests.Feed;

/// <summary>An operation of the tests: leaves events in the feed of the actor's organisation, and may stay in its
/// transaction for a while before it commits.</summary>
internal sealed class WriteEvents(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ReadPublicRecords;

    public async Task<int> ExecuteAsync(string number, int count = 1, TimeSpan holdFor = default)
    {
        var journal = new Journal(db, context);
        for (var i = 0; i < count; i++)
        {
            journal.Record(LedgerKind.CaseFiled, new Subject(), count == 1 ? number : $"{number}.{i}");
        }

        if (holdFor > TimeSpan.Zero)
        {
            await using var transaction = await db.Database.BeginTransactionAsync(context.Cancellation);
            await db.SaveChangesAsync(context.Cancellation);
            await Task.Delay(holdFor, context.Cancellation);
            await transaction.CommitAsync(context.Cancellation);
        }

        return count;
    }
}
