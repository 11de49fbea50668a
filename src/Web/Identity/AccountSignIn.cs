using Market.Marketplace.Organisations;
using Microsoft.AspNetCore.Identity;

namespace Market.Web.Identity;

/// <summary>How a sign-in ended.</summary>
public enum SignInOutcome
{
    /// <summary>The cookie is set.</summary>
    Done,

    /// <summary>No such pair of name and password.</summary>
    Wrong,

    /// <summary>Too many wrong passwords; the account waits.</summary>
    LockedOut,
}

/// <summary>Sign-in with name and password.</summary>
public sealed class AccountSignIn(SignInManager<MarketUser> signIn, UserManager<MarketUser> users, IPasswordHasher<MarketUser> hasher)
{
    /// <summary>How many wrong passwords lock an account.</summary>
    public const int Attempts = 5;

    /// <summary>How long a locked account waits.</summary>
    public const int LockOutMinutes = 10;

    private static readonly MarketUser Nobody = new();

    // A hash of the kind that real accounts have; it matches no password that anyone could know.
    private static string? _hashOfNobody;

    /// <summary>Signs the person in for this browser session.</summary>
    public async Task<SignInOutcome> SignInAsync(string? userName, string? password)
    {
        var user = string.IsNullOrWhiteSpace(userName) ? null : await users.FindByNameAsync(userName.Trim());
        if (user is null || string.IsNullOrEmpty(password))
        {
            // An unknown name takes as long as a known one, so that names cannot be found out by the clock.
            _hashOfNobody ??= hasher.HashPassword(Nobody, Guid.CreateVersion7().ToString());
            hasher.VerifyHashedPassword(Nobody, _hashOfNobody, password ?? "");
            return SignInOutcome.Wrong;
        }

        var result = await signIn.PasswordSignInAsync(user, password, isPersistent: false, lockoutOnFailure: true);
        return result switch
        {
            { Succeeded: true } => SignInOutcome.Done,
            { IsLockedOut: true } => SignInOutcome.LockedOut,
            _ => SignInOutcome.Wrong,
        };
    }
}
