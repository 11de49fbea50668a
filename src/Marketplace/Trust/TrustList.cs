using System.Security.Cryptography.X509Certificates;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Results;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Market.Marketplace.Trust;

/// <summary>The roots trusted now, read from their rows at most every few seconds, so that a change reaches every node.</summary>
public sealed class TrustList(IServiceScopeFactory scopes, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(5);
    private readonly SemaphoreSlim _reading = new(1);
    private (SealTrust Trust, DateTimeOffset At)? _known;

    /// <inheritdoc />
    public void Dispose() => _reading.Dispose();

    /// <summary>The roots.</summary>
    internal async ValueTask<SealTrust> CurrentAsync(CancellationToken ct)
    {
        if (_known is { } known && clock.GetUtcNow() - known.At < Freshness)
        {
            return known.Trust;
        }

        await _reading.WaitAsync(ct);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var rows = await scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>().TrustAnchors.AsNoTracking()
                .Where(row => row.Status == TrustStatus.Trusted || row.Status == TrustStatus.EndProposed)
                .OrderBy(row => row.Id)
                .Select(row => new { row.Purpose, row.Certificate }).ToListAsync(ct);
            var trust = new SealTrust(For(TrustPurpose.Seals), For(TrustPurpose.Timestamps));
            _known = (trust, clock.GetUtcNow());
            return trust;

            IReadOnlyList<X509Certificate2> For(TrustPurpose purpose) =>
                [.. rows.Where(row => row.Purpose == purpose).Select(row => X509CertificateLoader.LoadCertificate(row.Certificate))];
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>Forgets what was read, after a change on this node.</summary>
    internal void Forget() => _known = null;
}
