namespace Market.Marketplace.Documents;

/// <summary>What a file in the store is.</summary>
public enum StoreEntryKind
{
    /// <summary>A blob at its address.</summary>
    Blob,

    /// <summary>Being written, or left by a writer that was stopped.</summary>
    Temporary,

    /// <summary>Taken aside to be deleted; put back when a row turns out to need it.</summary>
    Leaving,

    /// <summary>Nothing of ours: its name is no address, or not that of its place.</summary>
    Foreign,
}

/// <summary>One file of the store as it was found.</summary>
/// <param name="Path">Where, from the store's root.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Sha256">The address; none for temporary and foreign files.</param>
/// <param name="Size">Bytes.</param>
/// <param name="StoredAt">When these bytes were stored last.</param>
public sealed record StoreEntry(string Path, StoreEntryKind Kind, string? Sha256, long Size, DateTimeOffset StoredAt);
