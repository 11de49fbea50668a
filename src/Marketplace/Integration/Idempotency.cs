using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Integration;

/// <summary>Remembers answers within the transaction of their effect.</summary>
internal sealed class Idempotency(MarketplaceDbContext db, OperationContext context, IDataProtectionProvider protection)
{
    private static readonly Func<MarketplaceDbContext, Guid, string, CancellationToken, Task<IdempotentRequest?>> Find = EF.CompileAsyncQuery(
        (MarketplaceDbContext db, Guid client, string key, CancellationToken ct) =>
            db.IdempotentRequests.AsNoTracking().SingleOrDefault(row => row.ClientId == client && row.Key == key));

    private readonly IDataProtector _protector = protection.CreateProtector("Market.Marketplace.Integration.Idempotency");

    /// <summary>Carries the request out and leaves its answer to be saved with it; or gives the answer of the first time.</summary>
    /// <exception cref="RuleViolationException">The key was used for another request.</exception>
    public async Task<IdempotentAnswer> OnceAsync(IdempotentCall call, Func<Task<string>> execute)
    {
        // One connection for all that the request asks; it goes back with the context.
        await db.Database.OpenConnectionAsync(context.Cancellation);
        var known = await Find(db, call.ClientId, call.Key, context.Cancellation);
        if (known is not null && known.At > IdempotentRequest.OldestKept(context))
        {
            return known.Is(call)
                ? new IdempotentAnswer(_protector.Unprotect(known.ProtectedAnswer), Replayed: true)
                : throw new RuleViolationException("idempotency-key-reused");
        }

        if (known is not null)
        {
            // The day's collection has not come to it yet.
            await db.IdempotentRequests.Where(row => row.Id == known.Id).ExecuteDeleteAsync(context.Cancellation);
        }

        var answer = await execute();
        db.Add(IdempotentRequest.Answered(call, _protector.Protect(answer), context));
        return new IdempotentAnswer(answer, Replayed: false);
    }
}
