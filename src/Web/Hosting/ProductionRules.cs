using System.Security.Cryptography.X509Certificates;
using Market.Marketplace.Agencies;
using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;
using Market.Marketplace.Results;
using Market.Web.Demonstration;
using Microsoft.AspNetCore.Identity;

namespace Market.Web.Hosting;

/// <summary>Demonstration and production never mix: outside Development the program does not start with demonstration
/// settings, demonstration data or certificates that anybody can make.</summary>
internal static class ProductionRules
{
    /// <summary>Every certificate of the development PKI says this in its subject.</summary>
    private const string DevelopmentMark = "演示证书";

    /// <exception cref="StartupRefusedException">A setting belongs to Development.</exception>
    public static void RefuseDemonstrationSettings(WebApplication app, bool demonstration)
    {
        if (app.Environment.IsDevelopment())
        {
            return;
        }

        if (demonstration)
        {
            throw new StartupRefusedException("生产环境不能启用演示数据：请去掉 Demonstration:Enabled 设置，或以 Development 环境运行。");
        }

        if (app.Configuration.GetValue("Reset", defaultValue: false))
        {
            throw new StartupRefusedException("--reset 只能在 Development 环境使用：生产数据不会被清空。");
        }

        if (Directory.Exists(app.Services.GetRequiredService<DataDirectory>().DevelopmentPki))
        {
            throw new StartupRefusedException("数据目录中有开发证书体系，不能用于生产：请为生产环境使用新的 Data:Directory。");
        }
    }

    /// <exception cref="StartupRefusedException">A trust anchor is one of the development PKI.</exception>
    public static void RefuseDevelopmentTrust(SealTrust trust)
    {
        if (trust.SealAnchors.Concat(trust.TimestampAnchors).FirstOrDefault(IsDevelopment) is { } anchor)
        {
            throw new StartupRefusedException($"信任的根证书中有开发证书“{anchor.GetNameInfo(X509NameType.SimpleName, forIssuer: false)}”，不能用于生产：请从根证书目录中移除。");
        }
    }

    /// <exception cref="StartupRefusedException">The database holds demonstration accounts.</exception>
    public static async Task RefuseDemonstrationDataAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<MarketUser>>();
        foreach (var name in DemonstrationData.UserNames)
        {
            // The name alone could be a real person's; the published password makes it a demonstration account.
            if (await users.FindByNameAsync(name) is { } user && await users.CheckPasswordAsync(user, DemonstrationData.Password))
            {
                throw new StartupRefusedException($"数据库中有演示账号 {name}，不能用于生产：请使用新的数据库。");
            }
        }

        // Passwords can be changed; the invented agencies stay.
        var invented = DemonstrationAgencies.All[0];
        var found = await services.GetRequiredService<OperationRunner>()
            .RunAsync(Actor.Public, (ListAgencies list) => list.ExecuteAsync(new PageRequest(invented.Name)));
        if (found.Rows.Any(agency => agency.CreditCode == invented.Code))
        {
            throw new StartupRefusedException($"数据库中有演示机构 {invented.Name}，不能用于生产：请使用新的数据库。");
        }
    }

    private static bool IsDevelopment(X509Certificate2 certificate) =>
        certificate.SubjectName.Format(multiLine: false).Contains(DevelopmentMark, StringComparison.Ordinal);
}
