using Microsoft.AspNetCore.DataProtection;

namespace Market.Marketplace.Messages;

/// <summary>Keeps a code that waits to be sent encrypted in the database.</summary>
public sealed class MessageCodes(IDataProtectionProvider protection)
{
    private readonly IDataProtector _protector = protection.CreateProtector("Market.Marketplace.Messages.MessageCodes");

    internal string Protect(string code) => _protector.Protect(code);

    internal string Unprotect(string code) => _protector.Unprotect(code);
}
