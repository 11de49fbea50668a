using Market.Marketplace.Agencies;
using Market.Marketplace.Catalogue;
using Market.Marketplace.Ledger;
using Market.Marketplace.Messages;
using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Seals;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.PersonalData;

/// <summary>Erases a person who has left (注销个人): the account is closed, its roles end, and in the ledger, in the register of agencies and in
/// their dossiers a pseudonym takes the place of the name. The entries themselves stay, each with the same actor id, so that what one person did
/// still reads as one person's. Custody and use of seals stay as they are: a seal has its effect by the name.</summary>
public sealed class ErasePerson(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.MaintainRegisters;

    /// <summary>Returns the pseudonym.</summary>
    public async Task<string> ExecuteAsync(Guid userId, string reason)
    {
        if (string.IsNullOrWhiteSpace(reason))
        {
            throw new RuleViolationException("reason-missing");
        }

        var user = await db.Users.SingleOrDefaultAsync(row => row.Id == userId, context.Cancellation) ?? throw new NotFoundException(nameof(MarketUser));
        if (userId == context.Actor.UserId)
        {
            throw new RuleViolationException("erase-oneself");
        }

        var pseudonym = PersonName.Pseudonym(userId);
        if (user.DisplayName == pseudonym)
        {
            throw new RuleViolationException("person-erased", pseudonym);
        }

        await RefuseNeededAsync(user);
        await EraseInRegistersAsync(user, pseudonym);
        await CloseAccountAsync(user, pseudonym);
        foreach (var entry in await db.LedgerEntries.Where(entry => entry.ActorId == userId).ToListAsync(context.Cancellation))
        {
            entry.ActorName = pseudonym;
        }

        new Journal(db, context).Record(LedgerKind.PersonErased, default, pseudonym, reason.Trim());
        return pseudonym;
    }

    // Whoever keeps a unit's seal or is registered as a practitioner gives that up first: nobody's seal is left without hands, and a registration
    // is public by law while it lasts.
    private async Task RefuseNeededAsync(MarketUser user)
    {
        var kept = await db.Seals.SelectMany(seal => seal.Keepings, (seal, keeping) => new { Of = seal.Kind, seal.Status, seal.Text, keeping.UserId, keeping.Kind, keeping.EndedAt })
            .Where(row => row.UserId == user.Id && row.Of == SealKind.Unit && row.Kind == KeepingKind.Keeper && row.EndedAt == null)
            .Where(row => row.Status == SealStatus.Active || row.Status == SealStatus.Suspended)
            .Select(row => row.Text).FirstOrDefaultAsync(context.Cancellation);
        if (kept is not null)
        {
            throw new RuleViolationException("erase-keeper", user.DisplayName, kept);
        }

        var registered = await db.Set<Practitioner>().FirstOrDefaultAsync(row => row.UserId == user.Id && row.LeftOn == null, context.Cancellation);
        if (registered is not null)
        {
            throw new RuleViolationException("erase-practitioner", user.DisplayName, registered.Title);
        }
    }

    private async Task EraseInRegistersAsync(MarketUser user, string pseudonym)
    {
        foreach (var former in await db.Set<Practitioner>().Where(row => row.UserId == user.Id).ToListAsync(context.Cancellation))
        {
            former.Erase();
        }

        var organisations = await db.Memberships.Where(row => row.UserId == user.Id).Select(row => row.OrganisationId).Distinct().ToListAsync(context.Cancellation);
        foreach (var agency in await db.Agencies.Where(row => organisations.Contains(row.Id) && row.ContactName == user.DisplayName).ToListAsync(context.Cancellation))
        {
            agency.EraseContact(pseudonym);
        }

        foreach (var admission in await db.Admissions.Include(row => row.Submissions).Where(row => organisations.Contains(row.Id)).ToListAsync(context.Cancellation))
        {
            admission.EraseContact(user.DisplayName, pseudonym);
        }
    }

    private async Task CloseAccountAsync(MarketUser user, string pseudonym)
    {
        db.RemoveRange(await db.Memberships.Where(row => row.UserId == user.Id).ToListAsync(context.Cancellation));
        db.RemoveRange(await db.UserTokens.Where(row => row.UserId == user.Id).ToListAsync(context.Cancellation));
        await db.ForgetAddressesAsync(user.Id, null, context.Cancellation);
        user.DisplayName = pseudonym;
        user.UserName = $"erased-{user.Id:N}";
        user.NormalizedUserName = user.UserName.ToUpperInvariant();
        (user.Email, user.NormalizedEmail, user.PhoneNumber, user.PasswordHash) = (null, null, null, null);
        user.SecurityStamp = context.NewId().ToString("N");
        (user.LockoutEnabled, user.LockoutEnd) = (true, DateTimeOffset.MaxValue);
    }
}
