using Market.Marketplace.Persistence;

namespace Market.Marketplace;

/// <summary>What the marketplace needs to know about its installation.</summary>
public sealed record MarketplaceOptions
{
    /// <summary>Which database: <c>Database:Provider</c>.</summary>
    public DatabaseProvider Provider { get; init; } = DatabaseProvider.Sqlite;

    /// <summary>How to reach it: <c>Database:ConnectionString</c>; SQLite has a file in the data directory by default.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>Where files, keys and the embedded database live: <c>Data:Directory</c>.</summary>
    public string DataDirectory { get; init; } = "data";

    /// <summary>What QR codes carry in front of the opaque id: <c>Site:PublicUrl</c>.</summary>
    public Uri PublicUrl { get; init; } = new("http://localhost:5080");

    /// <summary>Whether seal pictures print 演示.</summary>
    public bool Demonstration { get; init; }
}
