using System.Security.Cryptography.X509Certificates;
using Market.Signing;

namespace Market.Marketplace.Seals;

/// <summary>A key store that also takes keys in.</summary>
public interface ISealKeyVault : ISealKeyStore
{
    /// <summary>Opens a key as it was brought, without keeping it; the caller disposes it.</summary>
    /// <param name="key">The file, or the address on a token.</param>
    /// <param name="certificate">The certificate, for a key on a token.</param>
    /// <exception cref="Operations.RuleViolationException">The file, the password or the token does not open.</exception>
    Task<ISealKey> OpenImportAsync(SealKeyImport key, X509Certificate2? certificate, CancellationToken ct = default);

    /// <summary>Keeps it; returns its reference.</summary>
    Task<string> KeepAsync(SealKeyImport key, X509Certificate2 certificate, CancellationToken ct = default);
}
