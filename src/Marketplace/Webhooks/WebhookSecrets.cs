using Microsoft.AspNetCore.DataProtection;

namespace Market.Marketplace.Webhooks;

/// <summary>Keeps the secrets of endpoints encrypted in the database.</summary>
public sealed class WebhookSecrets(IDataProtectionProvider protection)
{
    private readonly IDataProtector _protector = protection.CreateProtector("Market.Marketplace.Webhooks.WebhookSecrets");

    internal string Protect(string secret) => _protector.Protect(secret);

    internal string Unprotect(string secret) => _protector.Unprotect(secret);
}
