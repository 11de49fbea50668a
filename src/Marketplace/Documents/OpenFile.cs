using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Documents;

/// <summary>A file opened for reading; the caller disposes the stream.</summary>
public sealed record OpenedFile(Guid Id, string Name, string MediaType, long Size, string Sha256, Stream Content) : IDisposable
{
    /// <inheritdoc />
    public void Dispose() => Content.Dispose();
}

/// <summary>Opens a file that the actor may see: an own one, a material of a visible case or of a case with an own
/// task, or a visible result.</summary>
public sealed class OpenFile(MarketplaceDbContext db, OperationContext context, IBlobStore blobs) : IOperation
{
    public static Permission Requires => Permission.ReadFiles;

    /// <summary>The file with its content.</summary>
    public async Task<OpenedFile> ExecuteAsync(Guid fileId)
    {
        var file = await db.StoredFilesFor(context.Actor).AsNoTracking().FindOrThrowAsync(fileId, context.Cancellation);
        if (file.ErasedAt is { } erased)
        {
            throw new RuleViolationException("file-erased", Calendars.ChinaTime.DayOf(erased));
        }

        return new OpenedFile(file.Id, file.Name, file.MediaType, file.Size, file.Sha256, blobs.OpenRead(file.Sha256));
    }
}
