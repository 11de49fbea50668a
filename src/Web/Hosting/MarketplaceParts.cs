using System.Security.Cryptography.X509Certificates;
using Market.Development;
using Market.Marketplace;
using Market.Marketplace.Albums;
using Market.Marketplace.Delivery;
using Market.Marketplace.Exchange;
using Market.Marketplace.Feed;
using Market.Marketplace.Nodes;
using Market.Marketplace.Messages;
using Market.Marketplace.Persistence;
using Market.Marketplace.Procurements;
using Market.Marketplace.Results;
using Market.Marketplace.RulePacks;
using Market.Marketplace.Seals;
using Market.Marketplace.Selection.Beacons;
using Market.Marketplace.Verification;
using Market.Marketplace.Webhooks;
using Market.Signing;
using Market.Web.Identity;

namespace Market.Web.Hosting;

/// <summary>What the marketplace needs from its host: where things are kept, whom to trust, who stamps the time.</summary>
internal static class MarketplaceParts
{
    public static void AddMarketplaceParts(
        this IServiceCollection services, IConfiguration configuration, DataDirectory data, bool isDevelopment)
    {
        services.AddSingleton<TotpSecondFactor>();
        services.AddSingleton<ISecondFactor, LimitedSecondFactor>();
        UseTokens(configuration);
        services.AddFileStore(configuration);
        services.AddSingleton(MessagesOf(configuration));
        services.AddMarketplace(new MarketplaceOptions
        {
            Provider = ProviderOf(configuration, "Database:Provider", DatabaseProvider.Sqlite),
            ConnectionString = configuration["Database:ConnectionString"],
            DataDirectory = data.Path,
            PublicUrl = PublicAddress.Of(configuration),
            Demonstration = isDevelopment,
            RefuseActiveContent = configuration.GetValue("Files:RefuseActiveContent", defaultValue: true),
            RulePack = RulePackOf(configuration),
            ProvinceMode = configuration.GetValue<bool>("Site:ProvinceMode"),
            ListSm3 = configuration.GetValue<bool>("Albums:ListSm3"),
            DrawOutsideSource = configuration["Draws:OutsideSource"] ?? new MarketplaceOptions().DrawOutsideSource,
            DrawOutsideAddress = configuration["Draws:OutsideAddress"] ?? new MarketplaceOptions().DrawOutsideAddress,
            Beacon = BeaconOf(configuration),
            WebhookNetworks = NetworksOf(configuration),
            ExchangeProvider = ProviderOf(configuration, "Exchange:Provider", DatabaseProvider.PostgreSql),
            ExchangeConnectionString = configuration["Exchange:ConnectionString"] is { Length: > 0 } exchange ? exchange : null,
            OcdsPrefix = configuration["Ocds:Prefix"] ?? new MarketplaceOptions().OcdsPrefix,
        });
        services.AddHostedService<OutboxService>();
        services.AddHostedService<FeedService>();
        services.AddHostedService<WebhookService>();
        services.AddHostedService<ExchangeService>();
        services.AddHostedService<MessageService>();
        services.AddHostedService<AlbumSealingService>();
        services.AddHostedService<ProcurementService>();
        services.AddHostedService<Marketplace.Calendars.ClockService>();
        services.AddHostedService<ReverificationService>();
        if (ProviderOf(configuration, "Database:Provider", DatabaseProvider.Sqlite) != DatabaseProvider.Sqlite)
        {
            // The embedded database has one node.
            services.AddHostedService<NodeService>();
        }

        if (BeaconOf(configuration).IsConfigured)
        {
            services.AddHostedService<BeaconService>();
        }

        if (isDevelopment)
        {
            services.AddSingleton(provider => DevelopmentPki.OpenOrCreate(data.DevelopmentPki, provider.GetRequiredService<TimeProvider>()));
            services.AddSingleton<ITimestampAuthority>(provider => provider.GetRequiredService<DevelopmentPki>().TimestampAuthority);
            services.AddSingleton<IRevocationSource>(provider => provider.GetRequiredService<DevelopmentPki>().Revocation);
            services.AddSingleton(provider =>
            {
                var pki = provider.GetRequiredService<DevelopmentPki>();
                return new SealTrust([pki.Root, .. pki.Sm2.Chain], [pki.Root, pki.Sm2.Root]);
            });
        }
        else
        {
            services.AddHttpClient(nameof(HttpTimestampAuthority));
            services.AddSingleton<ITimestampAuthority>(provider => new HttpTimestampAuthority(
                provider.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(HttpTimestampAuthority)),
                TimestampAddressOf(configuration)));
            services.AddHttpClient(nameof(HttpRevocationSource));
            services.AddSingleton<IRevocationSource>(provider => new HttpRevocationSource(
                provider.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(HttpRevocationSource))));
            services.AddHttpClient(nameof(HttpIssuerSource));
            services.AddSingleton<IIssuerSource>(provider => new HttpIssuerSource(
                provider.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(HttpIssuerSource))));
            services.AddSingleton(_ => new SealTrust(AnchorsIn(configuration, "Trust:Seals"), AnchorsIn(configuration, "Trust:Timestamps")));
        }
    }

    /// <summary>The PKCS#11 module of the agencies' tokens: <c>Seals:Pkcs11Module</c>; without it, the modules that p11-kit knows.</summary>
    private static void UseTokens(IConfiguration configuration)
    {
        if (configuration["Seals:Pkcs11Module"] is not { Length: > 0 } module)
        {
            return;
        }

        try
        {
            Pkcs11Module.Use(module);
        }
        catch (SealRefusedException)
        {
            throw new StartupRefusedException($"无法使用密码介质的驱动 {module}：请核对 Seals:Pkcs11Module（PKCS#11 模块的路径，仅限 Linux）。");
        }
    }

    /// <summary>The public beacon of draws, section <c>Draws:Beacon</c>.</summary>
    /// <exception cref="StartupRefusedException">It is named in part only.</exception>
    private static BeaconSettings BeaconOf(IConfiguration configuration)
    {
        try
        {
            var beacon = configuration.GetSection("Draws:Beacon").Get<BeaconSettings>() ?? new BeaconSettings();
            beacon.Check();
            return beacon;
        }
        catch (InvalidOperationException)
        {
            throw new StartupRefusedException("公共随机信标设置不完整：请设置 Draws:Beacon:Kind（Drand 或 Nist）和 Draws:Beacon:Url，drand 还需要 Draws:Beacon:GenesisSeconds 和 Draws:Beacon:PeriodSeconds。");
        }
    }

    /// <summary>The trust anchors of a directory of certificates (PEM or DER).</summary>
    /// <exception cref="StartupRefusedException">The directory is missing, empty or holds something else.</exception>
    public static IReadOnlyList<X509Certificate2> AnchorsIn(IConfiguration configuration, string setting)
    {
        if (configuration[setting] is not { Length: > 0 } directory || !Directory.Exists(directory))
        {
            throw new StartupRefusedException($"没有找到信任的根证书目录：请把 {setting} 设为存放持牌机构根证书（.cer、.crt、.pem）的目录。");
        }

        var files = Directory.EnumerateFiles(directory).Where(file => Path.GetExtension(file) is ".cer" or ".crt" or ".pem").ToList();
        try
        {
            return files.Count > 0
                ? [.. files.Select(X509CertificateLoader.LoadCertificateFromFile)]
                : throw new StartupRefusedException($"信任的根证书目录 {directory} 是空的：请放入根证书，或改正 {setting}。");
        }
        catch (System.Security.Cryptography.CryptographicException e)
        {
            throw new StartupRefusedException($"信任的根证书目录 {directory} 中有无法读取的证书（{e.Message}）。");
        }
    }

    private static DatabaseProvider ProviderOf(IConfiguration configuration, string setting, DatabaseProvider otherwise)
    {
        var wanted = configuration[setting];
        return wanted is null ? otherwise
            : Enum.TryParse<DatabaseProvider>(wanted, ignoreCase: true, out var provider) && Enum.IsDefined(provider) ? provider
            : throw new StartupRefusedException($"不认识的数据库类型 {wanted}：{setting} 可为 {string.Join("、", Enum.GetNames<DatabaseProvider>())}。");
    }

    private static string RulePackOf(IConfiguration configuration)
    {
        var wanted = configuration["Site:RulePack"] ?? new MarketplaceOptions().RulePack;
        return RulePack.All.Any(pack => pack.Code == wanted)
            ? wanted
            : throw new StartupRefusedException($"没有名为 {wanted} 的地区规则包：Site:RulePack 可为 {string.Join("、", RulePack.All.Select(pack => pack.Code).Order())}。");
    }

    private static string[] NetworksOf(IConfiguration configuration)
    {
        var wanted = (configuration["Webhooks:AllowedNetworks"] ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return Array.Find(wanted, network => !System.Net.IPNetwork.TryParse(network, out _)) is { } wrong
            ? throw new StartupRefusedException($"Webhooks:AllowedNetworks 中的 {wrong} 不是网段：请写成 10.20.0.0/16 的形式，多个之间用空格分开。")
            : wanted;
    }

    private static MessageOptions MessagesOf(IConfiguration configuration)
    {
        var sms = configuration["Messages:Sms:Url"];
        return new MessageOptions
        {
            SmtpHost = configuration["Messages:Smtp:Host"],
            SmtpPort = configuration.GetValue("Messages:Smtp:Port", new MessageOptions().SmtpPort),
            SmtpEncrypted = configuration.GetValue("Messages:Smtp:Encrypted", defaultValue: true),
            SmtpUser = configuration["Messages:Smtp:User"],
            SmtpPassword = FirstLineOf(configuration, "Messages:Smtp:PasswordFile"),
            From = configuration["Messages:Smtp:From"],
            SmsUrl = string.IsNullOrEmpty(sms) ? null
                : Uri.TryCreate(sms, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url
                : throw new StartupRefusedException($"Messages:Sms:Url 的值 {sms} 不是网址：请填写短信网关的完整网址。"),
            SmsToken = FirstLineOf(configuration, "Messages:Sms:TokenFile"),
        };
    }

    private static string? FirstLineOf(IConfiguration configuration, string setting) =>
        configuration[setting] is not { Length: > 0 } path ? null
            : File.Exists(path) ? File.ReadLines(path).FirstOrDefault()
            : throw new StartupRefusedException($"没有找到 {setting} 指的文件 {path}。");

    private static Uri TimestampAddressOf(IConfiguration configuration) =>
        Uri.TryCreate(configuration["Timestamps:Url"], UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? url
            : throw new StartupRefusedException("没有设置时间戳服务：请把 Timestamps:Url 设为持牌时间戳机构的网址。");
}
