namespace Market.Marketplace.Documents;

/// <summary>A blob as stored.</summary>
/// <param name="Sha256">Its address: 64 lower-case hexadecimal digits.</param>
/// <param name="Size">Bytes.</param>
public sealed record StoredBlob(string Sha256, long Size);

/// <summary>Content-addressed bytes: written once, never changed.</summary>
public interface IBlobStore
{
    /// <summary>Stores the bytes durably before it returns; storing the same bytes twice keeps one copy.</summary>
    /// <exception cref="StoreUnavailableException">They could not be stored; nothing of them is there.</exception>
    Task<StoredBlob> PutAsync(Stream content, CancellationToken ct = default);

    /// <summary>Stores what a writer writes, as it is written: nothing is copied a second time.</summary>
    /// <exception cref="StoreUnavailableException">It could not be stored; nothing of it is there.</exception>
    Task<StoredBlob> WriteAsync(Func<Stream, Task> write, CancellationToken ct = default);

    /// <summary>Opens a blob for reading; seekable.</summary>
    /// <exception cref="FileNotFoundException">No such blob.</exception>
    Stream OpenRead(string sha256);

    /// <summary>The size of a blob, or null when it is not there.</summary>
    long? SizeOf(string sha256);

    /// <summary>Deletes a blob unless it was stored again after the given instant or turns out to be needed: a blob that is put while this runs
    /// is there afterwards. Returns whether it is gone.</summary>
    /// <param name="sha256">Its address.</param>
    /// <param name="unlessStoredAfter">What was stored later may be waiting for its row.</param>
    /// <param name="isNeeded">Asked when the blob has been taken aside.</param>
    Task<bool> ReclaimAsync(string sha256, DateTimeOffset unlessStoredAfter, Func<Task<bool>> isNeeded);

    /// <summary>Every file of the store, read while others write.</summary>
    IEnumerable<StoreEntry> List();

    /// <summary>Opens a listing of the blobs that remembers: what has not changed since it was last asked need not be read again.</summary>
    IBlobListing OpenListing() => new WholeListing(this);

    /// <summary>Deletes a temporary file that its writer left.</summary>
    void RemoveLeftover(StoreEntry entry);

    /// <summary>Writes and deletes something small.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be used.</exception>
    Task ProbeAsync(CancellationToken ct = default);
}
