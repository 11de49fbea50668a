using Market.Marketplace.Documents;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;

namespace Market.Marketplace.Results;

/// <summary>A file that is going to be sealed here, looked into; where it was damaged, with the rebuilt file.</summary>
internal sealed class HandIn(PrecheckReport report, FileStream? rebuilt = null) : IAsyncDisposable
{
    /// <summary>What was found.</summary>
    public PrecheckReport Report { get; } = report;

    /// <summary>Readable by nobody else, and gone when closed.</summary>
    public static FileStream CreateFile()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Read | FileShare.Delete,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), options);
    }

    /// <summary>The file that will be sealed: the one handed in, or the rebuilt one, which is kept beside it.</summary>
    public async Task<StoredFile> KeepAsync(StoredFile handedIn, IBlobStore blobs, MarketplaceDbContext db, OperationContext context)
    {
        if (rebuilt is null || !Report.Passed)
        {
            return handedIn;
        }

        rebuilt.Position = 0;
        var blob = await blobs.PutAsync(rebuilt, context.Cancellation);
        var file = StoredFile.Store($"修复-{handedIn.Name}", handedIn.MediaType, blob.Sha256, blob.Size, context);
        db.Add(file);
        return file;
    }

    public ValueTask DisposeAsync() => rebuilt?.DisposeAsync() ?? ValueTask.CompletedTask;
}
