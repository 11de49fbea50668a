namespace Market.Marketplace.Documents;

/// <summary>The blobs of a store, listed again and again.</summary>
public interface IBlobListing
{
    /// <summary>The blobs that are there now: their addresses with their sizes in bytes. Good until the next call.</summary>
    IReadOnlyDictionary<string, long> Refresh();
}

/// <summary>Reads the whole store every time.</summary>
internal sealed class WholeListing(IBlobStore store) : IBlobListing
{
    /// <inheritdoc />
    public IReadOnlyDictionary<string, long> Refresh()
    {
        var found = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var entry in store.List().Where(entry => entry.Kind == StoreEntryKind.Blob))
        {
            found[entry.Sha256!] = entry.Size;
        }

        return found;
    }
}
