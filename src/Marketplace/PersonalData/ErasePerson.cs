using System.Globalization;
using Market.Marketplace.Ledger;
using Market.Marketplace.Messages;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.PersonalData;

/// <summary>Erases a person who has left (注销个人): the account is closed, its roles end, and in the ledger a pseudonym takes the place of the
/// name. The entries themselves stay, each with the same actor id, so that what one person did still reads as one person's.</summary>
public sealed class ErasePerson(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.MaintainRegisters;

    /// <summary>Returns the pseudonym.</summary>
    public async Task<string> ExecuteAsync(Guid userId)
    {
        var user = await db.Users.SingleOrDefaultAsync(row => row.Id == userId, context.Cancellation) ?? throw new NotFoundException("MarketUser");
        if (userId == context.Actor.UserId)
        {
            throw new RuleViolationException("erase-oneself");
        }

        var pseudonym = string.Create(CultureInfo.InvariantCulture, $"已注销人员{userId.ToString("N")[^6..]}");
        db.RemoveRange(await db.Memberships.Where(row => row.UserId == userId).ToListAsync(context.Cancellation));
        db.RemoveRange(await db.UserTokens.Where(row => row.UserId == userId).ToListAsync(context.Cancellation));
        await db.ForgetAddressesAsync(userId, null, context.Cancellation);
        user.DisplayName = pseudonym;
        user.UserName = $"erased-{userId:N}";
        user.NormalizedUserName = user.UserName.ToUpperInvariant();
        (user.Email, user.NormalizedEmail, user.PhoneNumber, user.PasswordHash) = (null, null, null, null);
        user.SecurityStamp = context.NewId().ToString("N");
        (user.LockoutEnabled, user.LockoutEnd) = (true, DateTimeOffset.MaxValue);
        foreach (var entry in await db.LedgerEntries.Where(entry => entry.ActorId == userId).ToListAsync(context.Cancellation))
        {
            entry.ActorName = pseudonym;
        }

        new Journal(db, context).Record(LedgerKind.PersonErased, default, pseudonym);
        return pseudonym;
    }
}
