using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Procurements;

/// <summary>Closes signing up at its deadline. Once this is committed no sign-up gets in, so what is opened next is all.</summary>
public sealed class CloseSignUp(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.RunInBackground;

    /// <summary>Closes it when it is due; true when this call did it.</summary>
    public async Task<bool> ExecuteAsync(Guid procurementId)
    {
        var closed = await db.Procurements
            .Where(row => row.Id == procurementId && row.Status == ProcurementStatus.SigningUp && row.SignUpUntil <= context.At)
            .ExecuteUpdateAsync(
                set => set.SetProperty(row => row.Status, ProcurementStatus.Closed).SetProperty(row => row.Version, row => row.Version + 1),
                context.Cancellation);
        return closed == 1;
    }
}
