using Market.Marketplace.Admissions;
using Market.Marketplace.Organisations;
using Market.Web.Localization;
using Microsoft.AspNetCore.Identity;

namespace Market.Web.Identity;

/// <summary>Makes the account with which an agency registers itself: password rules and hash are the host's business, the rest is
/// the operation's.</summary>
public sealed class AgencyRegistrar(UserManager<MarketUser> users, IPasswordHasher<MarketUser> hasher, MarketSession market, Texts texts)
{
    private const int LongestUserName = 60;

    /// <summary>Null when it was done, else the sentence to show.</summary>
    public async Task<string?> RegisterAsync(AgencyRegistration registration, string? userName, string? password)
    {
        var name = (userName ?? "").Trim();
        var user = new MarketUser { UserName = name };
        if (name.Length is < 4 or > LongestUserName || !name.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.'))
        {
            return texts["用户名由 4 至 60 个字母、数字、点、横线组成。"];
        }

        foreach (var validator in users.PasswordValidators)
        {
            if (!(await validator.ValidateAsync(users, user, password)).Succeeded)
            {
                return texts["密码太短，至少 12 个字。"];
            }
        }

        var account = new NewAccount(name, users.NormalizeName(name), hasher.HashPassword(user, password!), Guid.CreateVersion7().ToString("N"));
        return await market.TryAsync(async (RegisterAgency register) => { await register.ExecuteAsync(registration, account); });
    }
}
