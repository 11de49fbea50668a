using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Notices;

/// <summary>What everybody may know about a notice whose QR code they hold: enough to compare it with the paper in hand.</summary>
public sealed record PublicNotice(
    string Number, string Title, string Addressee, string Signatory, DateTimeOffset IssuedAt, bool IsSealed, string? Sha256, DateTimeOffset? LapsedAt,
    string? LapseReason, IReadOnlyList<NoticeFact> Facts);

/// <summary>Answers the QR code on a notice: whether the platform issued it, and whether it still stands.</summary>
public sealed class CheckOfficialNotice(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.CheckResults;

    /// <summary>The notice.</summary>
    /// <exception cref="NotFoundException">The platform never issued one under that id.</exception>
    public async Task<PublicNotice> ExecuteAsync(string publicId)
    {
        ArgumentNullException.ThrowIfNull(publicId);
        return await db.OfficialNotices.AsNoTracking().SingleOrDefaultAsync(row => row.PublicId == publicId, context.Cancellation) is { } notice
            ? new PublicNotice(
                notice.Number, notice.Title, notice.InOrder[0].Name, notice.Text.Signatory, notice.IssuedAt,
                notice.IsSealed, notice.Sha256, notice.LapsedAt, notice.LapseReason, notice.Text.Facts)
            : throw new NotFoundException(nameof(OfficialNotice));
    }
}
