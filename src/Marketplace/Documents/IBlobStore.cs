namespace Market.Marketplace.Documents;

/// <summary>A blob as stored.</summary>
/// <param name="Sha256">Its address: 64 lower-case hexadecimal digits.</param>
/// <param name="Size">Bytes.</param>
public sealed record StoredBlob(string Sha256, long Size);

/// <summary>Content-addressed bytes: written once, never changed.</summary>
public interface IBlobStore
{
    /// <summary>Stores the bytes durably before it returns; storing the same bytes twice keeps one copy.</summary>
    Task<StoredBlob> PutAsync(Stream content, CancellationToken ct = default);

    /// <summary>Stores what a writer writes, as it is written: nothing is copied a second time.</summary>
    Task<StoredBlob> WriteAsync(Func<Stream, Task> write, CancellationToken ct = default);

    /// <summary>Opens a blob for reading; seekable.</summary>
    /// <exception cref="FileNotFoundException">No such blob.</exception>
    Stream OpenRead(string sha256);

    /// <summary>The size of a blob, or null when it is not there.</summary>
    long? SizeOf(string sha256);

    /// <summary>Deletes a blob that no file needs any more; one that is not there is no error.</summary>
    void Delete(string sha256);
}
