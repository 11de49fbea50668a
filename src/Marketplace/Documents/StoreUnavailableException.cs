using Market.Marketplace.Operations;

namespace Market.Marketplace.Documents;

/// <summary>The file store or the database cannot take anything at present: nothing was changed, and the same request may be sent again.</summary>
public sealed class StoreUnavailableException : MarketplaceException
{
    private const int NoSpaceLeft = 28;
    private const int QuotaExceeded = 122;
    private const int ReadOnlyFileSystem = 30;
    private const int WindowsDiskFull = 112;
    private const int WindowsWriteProtected = 19;

    private StoreUnavailableException(string code, Exception inner)
        : base(code, [], inner)
    {
    }

    /// <summary>No space is left.</summary>
    public static StoreUnavailableException Full(Exception inner) => new("store-full", inner);

    /// <summary>Nothing can be written.</summary>
    public static StoreUnavailableException ReadOnly(Exception inner) => new("store-read-only", inner);

    /// <summary>It does not answer, or answers with a fault.</summary>
    public static StoreUnavailableException Failed(Exception inner) => new("store-failed", inner);

    /// <summary>The database does not answer.</summary>
    public static StoreUnavailableException Database(Exception inner) => new("database-unavailable", inner);

    /// <summary>Says by number what the file system could not do.</summary>
    internal static StoreUnavailableException Of(Exception exception) => (exception is IOException ? exception.HResult & 0xFFFF : 0) switch
    {
        NoSpaceLeft or QuotaExceeded or WindowsDiskFull => Full(exception),
        ReadOnlyFileSystem or WindowsWriteProtected => ReadOnly(exception),
        _ => exception is UnauthorizedAccessException ? ReadOnly(exception) : Failed(exception),
    };
}
