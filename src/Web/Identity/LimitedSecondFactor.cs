using System.Threading.RateLimiting;
using Market.Marketplace.Operations;
using Market.Marketplace.Seals;

namespace Market.Web.Identity;

/// <summary>Lets a person try only a few codes a minute, so that six digits cannot be guessed.</summary>
public sealed class LimitedSecondFactor(TotpSecondFactor inner) : ISecondFactor, IDisposable
{
    /// <summary>How many codes one person may try in a minute.</summary>
    public const int TriesPerMinute = 5;

    private readonly PartitionedRateLimiter<Guid> _tries = PartitionedRateLimiter.Create<Guid, Guid>(userId =>
        RateLimitPartition.GetFixedWindowLimiter(userId, _ =>
            new FixedWindowRateLimiterOptions { PermitLimit = TriesPerMinute, Window = TimeSpan.FromMinutes(1) }));

    /// <inheritdoc />
    /// <exception cref="RuleViolationException">Too many codes were tried.</exception>
    public async Task<bool> VerifyAsync(Guid userId, string code, CancellationToken ct = default)
    {
        using var lease = _tries.AttemptAcquire(userId);
        return lease.IsAcquired
            ? await inner.VerifyAsync(userId, code, ct)
            : throw new RuleViolationException("second-factor-too-often");
    }

    /// <inheritdoc />
    public void Dispose() => _tries.Dispose();
}
