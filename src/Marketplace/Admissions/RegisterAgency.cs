using System.Text.RegularExpressions;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Admissions;

/// <summary>What an agency says of itself to begin.</summary>
/// <param name="CreditCode">Unified social credit code.</param>
/// <param name="Name">Registered name.</param>
/// <param name="PersonName">Who registers and handles the agency's business (经办人).</param>
/// <param name="Phone">That person's telephone.</param>
public sealed record AgencyRegistration(string CreditCode, string Name, string PersonName, string Phone);

/// <summary>The account of the person who registers, its password checked and hashed by the host.</summary>
public sealed record NewAccount(string UserName, string NormalizedUserName, string PasswordHash, string SecurityStamp);

/// <summary>An agency registers itself (机构注册): its organisation, the account of its first person, an empty dossier.</summary>
public sealed partial class RegisterAgency(MarketplaceDbContext db, OperationContext context) : IOperation
{
    private const int LongestPersonName = 50;

    public static Permission Requires => Permission.RegisterAgency;

    /// <summary>Returns the agency's id. A code that is known already, and a user name that is taken, are refused.</summary>
    public async Task<Guid> ExecuteAsync(AgencyRegistration registration, NewAccount account)
    {
        ArgumentNullException.ThrowIfNull(registration);
        ArgumentNullException.ThrowIfNull(account);
        var code = registration.CreditCode.Trim().ToUpperInvariant();
        RequirePlain(registration);
        if (!CreditCode.IsValid(code))
        {
            throw new RuleViolationException("credit-code-invalid", PlainText.Shown(code));
        }

        if (await db.Organisations.AnyAsync(row => row.CreditCode == code, context.Cancellation))
        {
            throw new RuleViolationException("agency-registered", code);
        }

        if (await db.Users.AnyAsync(user => user.NormalizedUserName == account.NormalizedUserName, context.Cancellation))
        {
            throw new RuleViolationException("user-name-taken", account.UserName);
        }

        var organisation = Organisation.Register(OrganisationKind.Agency, registration.Name, code, [], context);
        db.Add(organisation);
        AddPerson(registration, account, organisation);
        db.Add(Admission.Register(organisation, new AdmissionDossier
        {
            Name = organisation.Name,
            RegionCode = code[2..8],
            ContactName = registration.PersonName.Trim(),
            ContactPhone = registration.Phone.Trim(),
        }, context));
        var journal = new Journal(db, context);
        journal.Record(LedgerKind.AgencyRegistered, new Subject(AgencyId: organisation.Id), organisation.Name, code);
        return organisation.Id;
    }

    private void AddPerson(AgencyRegistration registration, NewAccount account, Organisation organisation)
    {
        var user = new MarketUser
        {
            Id = context.NewId(),
            UserName = account.UserName,
            NormalizedUserName = account.NormalizedUserName,
            PasswordHash = account.PasswordHash,
            SecurityStamp = account.SecurityStamp,
            LockoutEnabled = true,
            DisplayName = registration.PersonName.Trim(),
        };
        db.Add(user);
        // The first person does everything until colleagues join; sealing stays with others.
        db.Add(Membership.Grant(user.Id, organisation, Role.AgencyClerk, context));
        db.Add(Membership.Grant(user.Id, organisation, Role.AgencyManager, context));
    }

    private static void RequirePlain(AgencyRegistration registration)
    {
        foreach (var text in new[] { registration.Name, registration.PersonName, registration.Phone })
        {
            if (string.IsNullOrWhiteSpace(text))
            {
                throw new RuleViolationException("registration-incomplete");
            }

            if (!PlainText.Allows(text))
            {
                throw new RuleViolationException("text-markup", PlainText.Shown(text));
            }
        }

        if (registration.PersonName.Trim().Length > LongestPersonName)
        {
            throw new RuleViolationException("text-too-long", PlainText.Shown(registration.PersonName), registration.PersonName.Length, LongestPersonName);
        }

        if (!Phone().IsMatch(registration.Phone.Trim()))
        {
            throw new RuleViolationException("dossier-phone", PlainText.Shown(registration.Phone));
        }
    }

    [GeneratedRegex("^[0-9+()（） -]{7,20}$")]
    private static partial Regex Phone();
}
