using Market.Signing;

namespace Market.Marketplace.Seals;

/// <summary>Where the keys of seals are kept: a directory here, a token or a signing server elsewhere.</summary>
public interface ISealKeyStore
{
    /// <summary>Opens a key for one use; the caller disposes it.</summary>
    /// <exception cref="Operations.RuleViolationException">The key is not there or cannot be opened.</exception>
    Task<ISealKey> OpenAsync(string keyReference, CancellationToken ct = default);
}
