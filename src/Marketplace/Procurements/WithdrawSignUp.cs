using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Procurements;

/// <summary>An agency takes its sign-up back before the deadline, without consequences.</summary>
public sealed class WithdrawSignUp(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.SignUp;

    /// <summary>Takes it back.</summary>
    public async Task ExecuteAsync(Guid procurementId)
    {
        var ct = context.Cancellation;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var inTime = await db.Procurements
            .Where(row => row.Id == procurementId && row.Status == ProcurementStatus.SigningUp && row.SignUpUntil > context.At)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.SignUpCount, row => row.SignUpCount - 1), ct);
        if (inTime == 0)
        {
            throw new RuleViolationException("sign-up-late", "");
        }

        var gone = await db.SignUps.Where(row => row.ProcurementId == procurementId && row.AgencyId == context.Actor.Organisation).ExecuteDeleteAsync(ct);
        if (gone == 0)
        {
            throw new NotFoundException(nameof(SignUp));
        }

        await transaction.CommitAsync(ct);
    }
}
