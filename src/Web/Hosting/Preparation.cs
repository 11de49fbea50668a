using System.Data.Common;
using Market.Development;
using Market.Marketplace.Persistence;
using Market.Marketplace.Results;
using Market.Signing;
using Market.Web.Demonstration;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Market.Web.Hosting;

/// <summary>What happens between reading the settings and answering the first request.</summary>
internal static class Preparation
{
    /// <summary>Makes directory, database and demonstration ready, or refuses with one clear sentence.</summary>
    /// <exception cref="StartupRefusedException">Settings or data do not allow a start.</exception>
    public static async Task PrepareAsync(this WebApplication app)
    {
        var data = app.Services.GetRequiredService<DataDirectory>();
        var demonstration = app.Configuration.GetValue("Demonstration:Enabled", defaultValue: false);
        ProductionRules.RefuseDemonstrationSettings(app, demonstration);
        if (app.Configuration.GetValue("Reset", defaultValue: false))
        {
            data.Empty();
            Say($"已清空数据目录 {data.Path}（--reset）。 The data directory has been emptied.");
        }

        data.Prepare();
        await MigrateAsync(app.Services);
        if (app.Environment.IsDevelopment())
        {
            await PrepareDevelopmentAsync(app, demonstration);
        }
        else
        {
            await ProductionRules.RefuseDemonstrationDataAsync(app.Services);
            ProductionRules.RefuseDevelopmentTrust(app.Services.GetRequiredService<SealTrust>());
            // Made now, so that a missing address is found at the start and not at the first seal.
            app.Services.GetRequiredService<ITimestampAuthority>();
        }

        app.Lifetime.ApplicationStarted.Register(() => Announce(app, demonstration));
    }

    private static async Task MigrateAsync(IServiceProvider services)
    {
        try
        {
            await MarketDatabase.MigrateAsync(services);
        }
        catch (Exception e) when (e is DbException or InvalidOperationException or IOException or TimeoutException)
        {
            throw new StartupRefusedException($"数据库无法使用（{e.Message}）：请检查 Database:Provider 和 Database:ConnectionString。");
        }
    }

    private static async Task PrepareDevelopmentAsync(WebApplication app, bool demonstration)
    {
        try
        {
            // Made on first use; a damaged one must be found out now and not in the middle of a sealing.
            app.Services.GetRequiredService<DevelopmentPki>();
        }
        catch (DevelopmentPkiException e)
        {
            throw new StartupRefusedException($"开发证书体系无法使用（{e.Message}）：可用 --reset 清空数据重新开始。");
        }

        if (demonstration && await MarketDatabase.IsEmptyAsync(app.Services))
        {
            await DemonstrationData.SeedAsync(app.Services);
        }
    }

    private static void Announce(WebApplication app, bool demonstration)
    {
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        Say($"中介服务超市 Market: {string.Join("  ", addresses)}");
        if (demonstration && app.Environment.IsDevelopment())
        {
            Say($"演示账号 demo sign-ins: {string.Join(" ", DemonstrationData.UserNames)}");
            Say($"密码 password: {DemonstrationData.Password}   用印口令 sealing codes: /demo/authenticator");
        }
    }

    private static void Say(string line) => Console.WriteLine(line);
}
