using System.Security.Cryptography.X509Certificates;
using Market.Signing;

namespace Market.Marketplace.Seals;

/// <summary>A key store that also takes keys in.</summary>
public interface ISealKeyVault : ISealKeyStore
{
    /// <summary>Opens a key as it was brought, without keeping it; the caller disposes it.</summary>
    /// <param name="key">The file, or the address on a token.</param>
    /// <param name="certificate">The certificate, for a key on a token; without it, the one on the token.</param>
    /// <exception cref="Operations.RuleViolationException">The file, the password or the token does not open, or the issuers of the
    /// token's certificate are not to be had.</exception>
    Task<ISealKey> OpenImportAsync(SealKeyImport key, X509Certificate2? certificate, CancellationToken ct = default);

    /// <summary>Keeps it, with certificate and issuers of the opened key; returns its reference.</summary>
    Task<string> KeepAsync(SealKeyImport key, ISealKey opened, CancellationToken ct = default);

    /// <summary>The references of all keys that are kept.</summary>
    IReadOnlyCollection<string> List();

    /// <summary>Whether the kept key can be decrypted and is, as far as can be told without using it, that of the certificate.</summary>
    Task<bool> IsKeyOfAsync(string keyReference, byte[] certificate, CancellationToken ct = default);
}
