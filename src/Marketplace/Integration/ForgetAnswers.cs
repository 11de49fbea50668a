using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Integration;

/// <summary>The daily end of answers whose thirty days are over.</summary>
public sealed class ForgetAnswers(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.RunInBackground;

    /// <summary>Returns how many were forgotten.</summary>
    public async Task<int> ExecuteAsync()
    {
        var (oldest, forgotten) = (IdempotentRequest.OldestKept(context), 0);
        foreach (var client in await db.ApiClients.OrderBy(row => row.Id).Select(row => row.Id).ToListAsync(context.Cancellation))
        {
            forgotten += await db.IdempotentRequests.Where(row => row.ClientId == client && row.At <= oldest).ExecuteDeleteAsync(context.Cancellation);
        }

        return forgotten;
    }
}
