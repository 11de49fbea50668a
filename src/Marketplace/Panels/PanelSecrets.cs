using Market.Marketplace.Persistence;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Market.Marketplace.Panels;

/// <summary>Keeps the secrets of panels under the program's protection.</summary>
internal static class PanelSecrets
{
    public static string Protect(MarketplaceDbContext db, byte[] secret) => Convert.ToBase64String(Of(db).Protect(secret));

    public static byte[] Unprotect(MarketplaceDbContext db, string secret) => Of(db).Unprotect(Convert.FromBase64String(secret));

    private static IDataProtector Of(MarketplaceDbContext db) => db.GetService<IDataProtectionProvider>().CreateProtector("Market.Marketplace.Panels.Panel");
}
