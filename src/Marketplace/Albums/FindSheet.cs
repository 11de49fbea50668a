using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Albums;

/// <summary>Says before an upload whether the album holds the same bytes already.</summary>
public sealed class FindSheet(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.SubmitResults;

    /// <summary>The name of the file that is the same; null when there is none.</summary>
    public Task<string?> ExecuteAsync(Guid albumId, string sha256) =>
        db.SheetsFor(context.Actor).Where(sheet => sheet.AlbumId == albumId && sheet.Sha256 == sha256)
            .Select(sheet => (string?)sheet.FileName).FirstOrDefaultAsync(context.Cancellation);
}
