using Market.Marketplace.Agencies;
using Market.Marketplace.Agencies.Window;
using Market.Marketplace.Albums;
using Market.Marketplace.Calendars;
using Market.Marketplace.Contracts;
using Market.Marketplace.Delivery;
using Market.Marketplace.Documents;
using Market.Marketplace.Exchange;
using Market.Marketplace.Feed;
using Market.Marketplace.Nodes;
using Market.Marketplace.Integration;
using Market.Marketplace.Messages;
using Market.Marketplace.Notices;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Procurements;
using Market.Marketplace.Procurements.Window;
using Market.Marketplace.Province;
using Market.Marketplace.Results;
using Market.Marketplace.Seals;
using Market.Marketplace.Selection.Beacons;
using Market.Marketplace.Trust;
using Market.Marketplace.Verification;
using Market.Marketplace.Webhooks;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Market.Marketplace;

/// <summary>The only registration of the marketplace.</summary>
public static class MarketplaceModule
{
    /// <summary>Adds the marketplace as the configuration describes it. The host adds a <see cref="SealTrust"/> and an
    /// <see cref="Signing.ITimestampAuthority"/>, and <see cref="OutboxService"/>, <see cref="FeedService"/> and
    /// <see cref="AlbumSealingService"/> where background work is to run.</summary>
    public static IServiceCollection AddMarketplace(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var defaults = new MarketplaceOptions();
        return services.AddMarketplace(new MarketplaceOptions
        {
            Provider = configuration.GetValue("Database:Provider", defaults.Provider),
            ConnectionString = configuration["Database:ConnectionString"],
            DataDirectory = configuration["Data:Directory"] ?? defaults.DataDirectory,
            PublicUrl = configuration.GetValue("Site:PublicUrl", defaults.PublicUrl)!,
            ProvinceMode = configuration.GetValue("Site:ProvinceMode", defaults.ProvinceMode),
            RulePack = configuration.GetValue("Site:RulePack", defaults.RulePack)!,
            DrawOutsideSource = configuration.GetValue("Draws:OutsideSource", defaults.DrawOutsideSource)!,
            DrawOutsideAddress = configuration.GetValue("Draws:OutsideAddress", defaults.DrawOutsideAddress)!,
            Beacon = configuration.GetSection("Draws:Beacon").Get<BeaconSettings>() ?? defaults.Beacon,
            RefuseActiveContent = configuration.GetValue("Files:RefuseActiveContent", defaults.RefuseActiveContent),
            Demonstration = configuration.GetValue("Site:Demonstration", defaults.Demonstration),
        });
    }

    /// <summary>Adds the marketplace with the given options.</summary>
    public static IServiceCollection AddMarketplace(this IServiceCollection services, MarketplaceOptions options)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(options);
        services.AddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        services.AddDatabase(options);

        services.AddSingleton<CalendarBook>();
        services.AddSingleton<OperationRunner>();
        services.AddSingleton<StandingBook>();
        services.AddScoped<OperationContextHolder>();
        services.AddScoped(provider => provider.GetRequiredService<OperationContextHolder>().Context);

        services.AddSingleton<SignalBell>();
        services.AddSingleton<ChangeSignal>();
        services.TryAddSingleton<IChangeSignal>(provider => provider.GetRequiredService<ChangeSignal>());
        services.AddSingleton<InboxBook>();
        services.AddSingleton<NodeExchange>();
        services.AddSingleton<OutboxBell>();
        services.AddSingleton<OutboxWorker>();
        services.AddSingleton<SealBatchBell>();
        services.AddSingleton<FeedBell>();
        services.AddSingleton<FeedWorker>();
        services.AddSingleton<AgencyWindowBell>();
        services.AddSingleton<MessageBell>();
        services.AddSingleton<MessageCodes>();
        services.TryAddSingleton(new MessageOptions());
        services.AddHttpClient(nameof(HttpSmsGateway));
        services.AddSingleton<IMessageGateway, SmtpGateway>();
        services.AddSingleton<IMessageGateway, HttpSmsGateway>();
        services.AddSingleton<MessageWorker>();
        services.AddSingleton<EmbeddingTickets>();
        services.AddSingleton<WebhookBell>();
        services.AddSingleton<WebhookSecrets>();
        services.AddSingleton<WebhookTargets>();
        services.AddSingleton<WebhookSender>();
        services.AddSingleton<WebhookWorker>();
        services.AddSingleton<AgencyWindow>();
        services.AddSingleton<ProcurementWindow>();
        services.AddSingleton<ProvinceWindow>();
        services.AddSingleton(options.Beacon);
        services.AddSingleton(provider => new BeaconReader(provider.GetRequiredService<BeaconSettings>()));
        services.AddSingleton<BeaconWorker>();
        services.AddSingleton<AlbumSealer>();

        services.AddDataProtection().SetApplicationName("Market")
            .PersistKeysToFileSystem(Directory.CreateDirectory(Path.Combine(options.DataDirectory, "protection")));
        services.TryAddSingleton<IBlobStore>(provider => new FileBlobStore(Path.Combine(options.DataDirectory, "blobs"), provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(provider => new Pkcs12SealKeyStore(
            Path.Combine(options.DataDirectory, "seal-keys"), provider.GetRequiredService<IDataProtectionProvider>(), provider.GetService<Signing.IIssuerSource>()));
        services.TryAddSingleton<ISealKeyStore>(provider => provider.GetRequiredService<Pkcs12SealKeyStore>());
        services.TryAddSingleton<ISealKeyVault>(provider => provider.GetRequiredService<Pkcs12SealKeyStore>());
        services.AddSingleton<Backups.Backup>();
        services.AddSingleton<Backups.Restore>();
        services.AddSingleton<SealIntake>();
        services.TryAddSingleton<ISecondFactor, TotpSecondFactor>();
        services.TryAddSingleton<Signing.IFileExaminer, Signing.FileExaminer>();
        services.AddSingleton<TrustList>();
        services.AddSingleton<ReverificationWorker>();
        services.AddSingleton<Sealing>();
        services.AddSingleton<ContractSealing>();
        services.AddSingleton(RulePacks.RulePack.Named(options.RulePack));
        services.TryAddSingleton<INoticeSeal, NoNoticeSeal>();
        services.AddSingleton<ProcurementDraws>();
        services.AddSingleton<ProcurementWorker>();
        services.AddSingleton<ClockWorker>();
        services.AddSingleton<FrontDatabase>();
        services.AddSingleton<ExchangeBell>();
        services.AddSingleton<ExchangeWorker>();
        return services;
    }

    private static void AddDatabase(this IServiceCollection services, MarketplaceOptions options)
    {
        _ = options.Provider switch
        {
            DatabaseProvider.Sqlite => services.AddDbContext<MarketplaceDbContext, SqliteMarketplaceDbContext>(
                db => db.UseMarketSqlite(SqliteConnectionString(options))),
            DatabaseProvider.PostgreSql => services.AddDbContext<MarketplaceDbContext, PostgreSqlMarketplaceDbContext>(
                db => db.UseMarketPostgreSql(Required(options))),
            DatabaseProvider.SqlServer => services.AddDbContext<MarketplaceDbContext, SqlServerMarketplaceDbContext>(
                db => db.UseMarketSqlServer(Required(options))),
        };
    }

    internal static DbContextOptionsBuilder UseMarketSqlite(this DbContextOptionsBuilder builder, string connectionString) =>
        builder.UseSqlite(connectionString).AddInterceptors(new SqliteConnectionSettings());

    internal static DbContextOptionsBuilder UseMarketPostgreSql(this DbContextOptionsBuilder builder, string connectionString) =>
        builder.UseNpgsql(connectionString);

    /// <summary>Compatibility level 160 keeps JSON in text columns, which every server speaking TDS understands.</summary>
    internal static DbContextOptionsBuilder UseMarketSqlServer(this DbContextOptionsBuilder builder, string connectionString) =>
        builder.UseSqlServer(connectionString, server => server.UseCompatibilityLevel(160));

    private static string SqliteConnectionString(MarketplaceOptions options)
    {
        if (options.ConnectionString is { } given)
        {
            return given;
        }

        Directory.CreateDirectory(options.DataDirectory);
        return new SqliteConnectionStringBuilder { DataSource = Path.Combine(options.DataDirectory, "market.db") }.ToString();
    }

    private static string Required(MarketplaceOptions options) => options.ConnectionString
        ?? throw new InvalidOperationException($"Database:ConnectionString is missing for {options.Provider}.");
}
