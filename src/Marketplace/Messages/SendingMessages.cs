using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Messages;

/// <summary>A message held for a while, with what goes out.</summary>
public sealed record MessageClaim(Guid Id, Guid Lease, MessageChannel Channel, string Address, MessageText Text);

/// <summary>Takes the oldest due message for this worker alone. When the lease runs out, another may take it.</summary>
public sealed class ClaimMessage(MarketplaceDbContext db, OperationContext context, MessageCodes codes, MarketplaceOptions options) : IOperation
{
    /// <summary>Longer than a gateway's patience.</summary>
    private static readonly TimeSpan LeasePeriod = TimeSpan.FromSeconds(25);

    public static Permission Requires => Permission.RunInBackground;

    /// <summary>The claim; null when nothing is due or another worker was faster. What its reader no longer wants is dropped on the way.</summary>
    public async Task<MessageClaim?> ExecuteAsync()
    {
        while (await db.PersonalMessages.AsNoTracking().Where(row => row.Status == MessageStatus.Waiting && row.NextAttemptAt <= context.At)
            .OrderBy(row => row.NextAttemptAt).ThenBy(row => row.Id).FirstOrDefaultAsync(context.Cancellation) is { } due)
        {
            var address = await db.MessageAddresses.AsNoTracking().SingleAsync(row => row.Id == due.AddressId, context.Cancellation);
            if (due.EventId is not null && !address.Receives)
            {
                await db.PersonalMessages.Where(row => row.Id == due.Id).ExecuteDeleteAsync(context.Cancellation);
                continue;
            }

            Guid? lease = context.NewId();
            var until = context.At + LeasePeriod;
            var claimed = await db.PersonalMessages.Where(row => row.Id == due.Id && row.Version == due.Version).ExecuteUpdateAsync(
                set => set.SetProperty(row => row.Lease, lease).SetProperty(row => row.NextAttemptAt, until)
                    .SetProperty(row => row.Attempts, row => row.Attempts + 1).SetProperty(row => row.Version, row => row.Version + 1),
                context.Cancellation);
            var code = due.ProtectedCode is { } hidden ? codes.Unprotect(hidden) : null;
            return claimed == 1
                ? new MessageClaim(
                    due.Id, lease.Value, address.Channel, address.Address, MessageKinds.TextOf(due.Type, due.Number, code, address.Language, options.PublicUrl))
                : null;
        }

        return null;
    }
}

/// <summary>Ends a claim: sent, to be tried again, or given up.</summary>
public sealed class SettleMessage(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.RunInBackground;

    /// <summary>Whether the claim still held.</summary>
    /// <param name="error">Why it was not sent; none when it was.</param>
    /// <param name="isFinal">Whether trying again is of no use.</param>
    public async Task<bool> ExecuteAsync(MessageClaim claim, string? error, bool isFinal)
    {
        ArgumentNullException.ThrowIfNull(claim);
        Guid? lease = claim.Lease;
        if (await db.PersonalMessages.SingleOrDefaultAsync(row => row.Id == claim.Id && row.Lease == lease, context.Cancellation) is not { } message)
        {
            return false;
        }

        if (error is null)
        {
            message.Sent(context);
        }
        else
        {
            message.Failed(error, isFinal, context);
        }

        return true;
    }
}
