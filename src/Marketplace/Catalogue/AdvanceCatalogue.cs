using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Catalogue;

/// <summary>The daily step of the catalogue: editions whose first day has come take the place of the earlier ones, items past their last
/// day leave the list.</summary>
public sealed class AdvanceCatalogue(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.RunInBackground;

    /// <summary>Returns how many items changed.</summary>
    public async Task<int> ExecuteAsync()
    {
        var rows = await db.ServiceItems.Where(row => row.Status != ServiceItemStatus.Withdrawn).OrderBy(row => row.Edition).ToListAsync(context.Cancellation);
        var changed = 0;
        foreach (var next in rows.Where(row => row.Status == ServiceItemStatus.Scheduled && row.EffectiveFrom <= context.Today).ToList())
        {
            rows.Where(row => row.Code == next.Code && row.Edition < next.Edition).ToList().ForEach(row => row.Withdraw());
            next.Begin();
            changed++;
        }

        foreach (var ended in rows.Where(row => row.Status == ServiceItemStatus.Published && row.Terms.EffectiveTo < context.Today))
        {
            ended.Withdraw();
            changed++;
        }

        return changed;
    }
}

/// <summary>Takes an item off the list (清单之外无中介): no new procurement, task or material may refer to it; running work ends under it.</summary>
public sealed class WithdrawServiceItem(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.MaintainRegisters;

    /// <summary>Takes effect at once.</summary>
    public async Task<int> ExecuteAsync(string code)
    {
        var rows = await db.ServiceItems.Where(row => row.Code == code && row.Status != ServiceItemStatus.Withdrawn).ToListAsync(context.Cancellation);
        if (rows.Count == 0)
        {
            throw new NotFoundException(nameof(ServiceItem));
        }

        rows.ForEach(row => row.Withdraw());
        return rows.Count;
    }
}
