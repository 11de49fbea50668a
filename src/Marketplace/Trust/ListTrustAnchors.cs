using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Trust;

/// <summary>A root with its history.</summary>
/// <param name="MayDecide">Whether the reader may be the second person.</param>
public sealed record TrustAnchorRow(
    Guid Id, long Version, TrustPurpose Purpose, string Subject, string Sha256, DateTimeOffset CertificateTo, TrustStatus Status, string Grounds,
    string ProposedByName, DateTimeOffset ProposedAt, string? DecidedByName, DateTimeOffset? DecidedAt, DateTimeOffset? TrustedFrom,
    DateTimeOffset? TrustedUntil, bool MayDecide);

/// <summary>Lists all roots, proposals first.</summary>
public sealed class ListTrustAnchors(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ChangeTrust;

    /// <summary>The roots; the search looks at subject and digest.</summary>
    public async Task<PagedList<TrustAnchorRow>> ExecuteAsync(PageRequest page)
    {
        ArgumentNullException.ThrowIfNull(page);
        var words = page.Words;
        var me = context.Actor.UserId;
        return await db.TrustAnchorsFor(context.Actor).AsNoTracking()
            .Where(row => words == null || row.Subject.Contains(words) || row.Sha256.Contains(words))
            .OrderBy(row => row.Status == TrustStatus.Proposed || row.Status == TrustStatus.EndProposed ? 0 : 1).ThenByDescending(row => row.ProposedAt).ThenBy(row => row.Id)
            .Select(row => new TrustAnchorRow(
                row.Id, row.Version, row.Purpose, row.Subject, row.Sha256, row.CertificateTo, row.Status, row.Grounds, row.ProposedByName, row.ProposedAt,
                row.DecidedByName, row.DecidedAt, row.TrustedFrom, row.TrustedUntil,
                (row.Status == TrustStatus.Proposed || row.Status == TrustStatus.EndProposed) && row.ProposedBy != me))
            .PageAsync(page, context.Cancellation);
    }
}
