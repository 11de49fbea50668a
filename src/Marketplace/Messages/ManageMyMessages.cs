using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Messages;

/// <summary>Where a person is told, as that person sees it.</summary>
public sealed record MyMessageAddress(MessageChannel Channel, bool IsAvailable, string? Address, bool IsVerified, bool IsOn, DateTimeOffset? LastSentAt, string? LastError);

/// <summary>Lists the channels with the person's own addresses.</summary>
public sealed class ListMyMessageAddresses(MarketplaceDbContext db, OperationContext context, IEnumerable<IMessageGateway> gateways) : IOperation
{
    public static Permission Requires => Permission.ReadWorkbench;

    /// <summary>One line for each channel.</summary>
    public async Task<IReadOnlyList<MyMessageAddress>> ExecuteAsync()
    {
        var mine = await db.MessageAddresses.AsNoTracking().Where(row => row.UserId == context.Actor.UserId).ToListAsync(context.Cancellation);
        var rows = new List<MyMessageAddress>();
        foreach (var gateway in gateways.OrderBy(gateway => gateway.Channel))
        {
            var address = mine.Find(row => row.Channel == gateway.Channel);
            var last = address is null ? null : await db.PersonalMessages.AsNoTracking().Where(row => row.AddressId == address.Id)
                .OrderByDescending(row => row.CreatedAt).ThenByDescending(row => row.Id).FirstOrDefaultAsync(context.Cancellation);
            rows.Add(new MyMessageAddress(
                gateway.Channel, gateway.IsAvailable, address?.Address, address?.VerifiedAt is not null, address?.IsOn == true, last?.SentAt, last?.LastError));
        }

        return rows;
    }
}

/// <summary>A person enters an address; a code goes there.</summary>
public sealed class ProveMessageAddress(
    MarketplaceDbContext db, OperationContext context, MessageCodes codes, IEnumerable<IMessageGateway> gateways) : IOperation
{
    public static Permission Requires => Permission.ReadWorkbench;

    /// <summary>Returns the channel.</summary>
    /// <param name="english">Whether messages there are in English.</param>
    public async Task<MessageChannel> ExecuteAsync(MessageChannel channel, string address, bool english = false)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (!gateways.Any(gateway => gateway.Channel == channel && gateway.IsAvailable))
        {
            throw new RuleViolationException("message-channel-off", channel);
        }

        var mine = await db.MessageAddresses.SingleOrDefaultAsync(row => row.UserId == context.Actor.UserId && row.Channel == channel, context.Cancellation)
            ?? db.Add(MessageAddress.Of(channel, context)).Entity;
        var code = mine.Prove(address, english ? "en" : "zh-CN", context);
        db.Add(PersonalMessage.OfCode(mine, codes.Protect(code), context));
        return channel;
    }
}

/// <summary>The person brings the code: messages begin.</summary>
public sealed class ConfirmMessageAddress(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ReadWorkbench;

    /// <summary>Whether the code was right; a wrong one counts.</summary>
    public async Task<bool> ExecuteAsync(MessageChannel channel, string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        var mine = await db.MessageAddresses.SingleOrDefaultAsync(row => row.UserId == context.Actor.UserId && row.Channel == channel, context.Cancellation)
            ?? throw new NotFoundException(nameof(MessageAddress));
        return mine.Confirm(code, context);
    }
}

/// <summary>The person stops messages for a while, or has them again.</summary>
public sealed class SwitchMessages(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ReadWorkbench;

    /// <summary>Returns whether they are on.</summary>
    public async Task<bool> ExecuteAsync(MessageChannel channel, bool on)
    {
        var mine = await db.MessageAddresses.SingleOrDefaultAsync(row => row.UserId == context.Actor.UserId && row.Channel == channel, context.Cancellation)
            ?? throw new NotFoundException(nameof(MessageAddress));
        mine.Switch(on);
        return mine.IsOn;
    }
}

/// <summary>The person takes the address back: it is deleted with all that was sent there.</summary>
public sealed class ForgetMessageAddress(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ReadWorkbench;

    /// <summary>Returns the channel.</summary>
    public async Task<MessageChannel> ExecuteAsync(MessageChannel channel)
    {
        await db.ForgetAddressesAsync(context.Actor.UserId, channel, context.Cancellation);
        return channel;
    }
}

internal static class MessageForgetting
{
    /// <summary>Deletes a person's addresses, and what was sent there.</summary>
    public static async Task ForgetAddressesAsync(this MarketplaceDbContext db, Guid userId, MessageChannel? channel, CancellationToken ct)
    {
        var addresses = await db.MessageAddresses.Where(row => row.UserId == userId && (channel == null || row.Channel == channel)).ToListAsync(ct);
        var ids = addresses.Select(row => row.Id).ToList();
        db.RemoveRange(await db.PersonalMessages.Where(row => ids.Contains(row.AddressId)).ToListAsync(ct));
        db.RemoveRange(addresses);
    }
}
