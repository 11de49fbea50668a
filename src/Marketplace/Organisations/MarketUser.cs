using Microsoft.AspNetCore.Identity;

namespace Market.Marketplace.Organisations;

/// <summary>A person's account.</summary>
public sealed class MarketUser : IdentityUser<Guid>
{
    /// <summary>The person's name, as ledger entries show it.</summary>
    public string DisplayName { get; set; } = "";
}
