using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.PersonalData;

/// <summary>A role of a person.</summary>
public sealed record PersonRole(string Organisation, Role Role);

/// <summary>A person with an account.</summary>
public sealed record PersonRow(Guid Id, string Name, string UserName, IReadOnlyList<PersonRole> Roles, bool IsErased);

/// <summary>The people with accounts, for whoever keeps the registers.</summary>
public sealed class ListPeople(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.MaintainRegisters;

    /// <summary>The search looks at names, user names and organisations.</summary>
    public async Task<PagedList<PersonRow>> ExecuteAsync(PageRequest page)
    {
        ArgumentNullException.ThrowIfNull(page);
        var words = page.Words;
        var people = await db.Users.AsNoTracking()
            .Where(user => words == null || user.DisplayName.Contains(words) || user.UserName!.Contains(words)
                || db.Memberships.Any(held => held.UserId == user.Id && db.Organisations.Any(row => row.Id == held.OrganisationId && row.Name.Contains(words))))
            .OrderBy(user => user.DisplayName.StartsWith(PersonName.Erased)).ThenBy(user => user.UserName).ThenBy(user => user.Id)
            .Select(user => new { user.Id, user.DisplayName, user.UserName })
            .PageAsync(page, context.Cancellation);
        var ids = people.Rows.Select(row => row.Id).ToList();
        var roles = await db.Memberships.AsNoTracking().Where(held => ids.Contains(held.UserId))
            .Join(db.Organisations, held => held.OrganisationId, organisation => organisation.Id, (held, organisation) => new { held.UserId, organisation.Name, held.Role })
            .OrderBy(held => held.Name).ThenBy(held => held.Role).ToListAsync(context.Cancellation);
        return people.Select(person => new PersonRow(
            person.Id, person.DisplayName, person.UserName ?? "", [.. roles.Where(held => held.UserId == person.Id).Select(held => new PersonRole(held.Name, held.Role))],
            person.DisplayName == PersonName.Pseudonym(person.Id)));
    }
}
