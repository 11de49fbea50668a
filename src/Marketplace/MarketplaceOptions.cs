using Market.Marketplace.Persistence;
using Market.Marketplace.Selection.Beacons;

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

    /// <summary>Whether a file with scripts, launch actions or executables is refused before it is sealed:
    /// <c>Files:RefuseActiveContent</c>. Otherwise it is noted, and the department decides.</summary>
    public bool RefuseActiveContent { get; init; } = true;

    /// <summary>Whether seal pictures print 演示.</summary>
    public bool Demonstration { get; init; }

    /// <summary>Whether the province runs the supermarket (全省统一模式): <c>Site:ProvinceMode</c>. Admission and selection are off here.</summary>
    public bool ProvinceMode { get; init; }

    /// <summary>The region's rules: <c>Site:RulePack</c>.</summary>
    public string RulePack { get; init; } = "hunan";

    /// <summary>Whether the sealed list of an album gives SM3 digests beside SHA-256: <c>Albums:ListSm3</c>.</summary>
    public bool ListSm3 { get; init; }

    /// <summary>The outside value of draws, {0} being its day: <c>Draws:OutsideSource</c>. A figure that all can look up, that
    /// nobody here can choose, and that becomes known after 14:00.</summary>
    public string DrawOutsideSource { get; init; } = "上证综合指数 {0} 收盘点位（两位小数）";

    /// <summary>Where the outside value is looked up: <c>Draws:OutsideAddress</c>.</summary>
    public string DrawOutsideAddress { get; init; } = "上海证券交易所 https://www.sse.com.cn";

    /// <summary>The public beacon that gives draws their outside value; where there is none, it is the public figure above.</summary>
    public BeaconSettings Beacon { get; init; } = new();

    /// <summary>What begins every ocid of the open contracting data: <c>Ocds:Prefix</c>. A publisher registers its own with the
    /// Open Contracting Partnership; the default is not registered.</summary>
    public string OcdsPrefix { get; init; } = "ocds-000000";

    /// <summary>How long a search waits for what was saved a moment ago; then it answers from what it has, of the same day always.</summary>
    public TimeSpan SearchPatience { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Networks besides the open internet to which webhooks may go, as <c>10.20.0.0/16</c>: <c>Webhooks:AllowedNetworks</c>,
    /// parted by blanks. Http without encryption is good there only.</summary>
    public IReadOnlyList<string> WebhookNetworks { get; init; } = [];

    /// <summary>How long a webhook's receiver may take to connect and to answer.</summary>
    public TimeSpan WebhookPatience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>What kind of database the exchange database (前置库) is: <c>Exchange:Provider</c>.</summary>
    public DatabaseProvider ExchangeProvider { get; init; } = DatabaseProvider.PostgreSql;

    /// <summary>How to reach it: <c>Exchange:ConnectionString</c>. Without one, nothing is exchanged by rows.</summary>
    public string? ExchangeConnectionString { get; init; }
}
