namespace Market.Marketplace.Seals;

/// <summary>Proves at the moment of sealing that the person is there.</summary>
public interface ISecondFactor
{
    /// <summary>Whether the code is the person's current one and has not been used before; a code that passes is spent.</summary>
    Task<bool> VerifyAsync(Guid userId, string code, CancellationToken ct = default);
}
