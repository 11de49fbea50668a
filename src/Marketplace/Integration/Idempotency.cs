using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Integration;

/// <summary>Remembers answers within the transaction of their effect.</summary>
internal sealed class Idempotency(MarketplaceDbContext db, OperationContext context, IDataProtectionProvider protection)
{
    private readonly IDataProtector _protector = protection.CreateProtector("Market.Marketplace.Integration.Idempotency");

    /// <summary>Carries the request out and leaves its answer to be saved with it; or gives the answer of the first time.</summary>
    /// <exception cref="RuleViolationException">The key was used for another request.</exception>
    public async Task<IdempotentAnswer> OnceAsync(IdempotentCall call, Func<Task<string>> execute)
    {
        var oldest = context.At - IdempotentRequest.Kept;
        var known = await db.IdempotentRequests.AsNoTracking()
            .SingleOrDefaultAsync(row => row.ClientId == call.ClientId && row.Key == call.Key, context.Cancellation);
        if (known is not null && known.At > oldest)
        {
            return known.Is(call)
                ? new IdempotentAnswer(_protector.Unprotect(known.ProtectedAnswer), Replayed: true)
                : throw new RuleViolationException("idempotency-key-reused");
        }

        await db.IdempotentRequests.Where(row => row.ClientId == call.ClientId && row.At <= oldest).ExecuteDeleteAsync(context.Cancellation);
        var answer = await execute();
        db.Add(IdempotentRequest.Answered(call, _protector.Protect(answer), context));
        return new IdempotentAnswer(answer, Replayed: false);
    }
}
