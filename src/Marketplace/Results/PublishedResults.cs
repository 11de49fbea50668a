using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Results;

/// <summary>Results by the unguessable id of their QR code.</summary>
internal static class PublishedResults
{
    /// <exception cref="NotFoundException">The public knows of no such result.</exception>
    public static async Task<Result> PublishedAsync(this MarketplaceDbContext db, string publicId, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(publicId);
        var wanted = publicId.Trim().ToUpperInvariant();
        var result = await db.Results.AsNoTracking().SingleOrDefaultAsync(row => row.PublicId == wanted, ct);
        return result is { IsPublic: true } ? result : throw new NotFoundException(nameof(Result));
    }
}
