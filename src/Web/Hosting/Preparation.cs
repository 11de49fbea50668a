using System.Data.Common;
using System.Globalization;
using Market.Development;
using Market.Marketplace;
using Market.Marketplace.Agencies;
using Market.Marketplace.Agencies.Window;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Results;
using Market.Marketplace.Trust;
using Market.Signing;
using Market.Web.Demonstration;
using Microsoft.AspNetCore.DataProtection;
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
        data.Prepare();
        // Nodes that start together must not each make a key, a certificate or a demonstration of their own.
        using var turn = await data.TakeTurnAsync(TimeProvider.System);
        EmptyWhereNeeded(app, data);
        await app.PrepareDatabaseAsync();
        MakeProtectionKey(app.Services);
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
            app.Services.GetRequiredService<VerificationSeal>().RequireUsable();
            app.Services.GetRequiredService<NoticeSeal>().RequireUsable();
            await InstallTrustAsync(app.Services);
        }

        await FillShopWindowAsync(app.Services);
        app.Lifetime.ApplicationStarted.Register(() => Announce(app, demonstration));
    }

    /// <summary>Brings the database to the program's version, and what is derived in it up to date: an older database has no search table.</summary>
    /// <exception cref="StartupRefusedException">The database cannot be used.</exception>
    public static async Task PrepareDatabaseAsync(this WebApplication app)
    {
        app.Services.GetRequiredService<DataDirectory>().Prepare();
        await MigrateAsync(app.Services);
        await Verbs.IndexMissingAsync(app.Services);
        await app.Services.GetRequiredService<OperationRunner>()
            .RunAsync(Actor.System, (CountTallies count) => count.ExecuteAsync(onlyWhereMissing: true));
    }

    /// <summary>Reads the agencies for searching before the port opens: no visitor waits for them.</summary>
    private static async Task FillShopWindowAsync(IServiceProvider services)
    {
        var started = TimeProvider.System.GetTimestamp();
        var agencies = await services.GetRequiredService<AgencyWindow>().PrepareAsync();
        var took = TimeProvider.System.GetElapsedTime(started);
        Say(string.Create(CultureInfo.InvariantCulture, $"机构检索目录已就绪：{agencies} 家，{took.TotalSeconds:0.0} s。 The agencies are ready to be searched."));
    }

    /// <summary>For what only looks: the database must be there and of this program's version; nothing is made or changed.</summary>
    /// <exception cref="StartupRefusedException">It is not.</exception>
    public static async Task RequireDatabaseOfThisVersionAsync(this WebApplication app)
    {
        DatabaseState state;
        try
        {
            state = await MarketDatabase.StateAsync(app.Services);
        }
        catch (Exception e) when (IsUnusable(e))
        {
            throw Unusable(e);
        }

        if (state is { IsReachable: true, Unknown: [], Missing: [] })
        {
            return;
        }

        throw new StartupRefusedException(state switch
        {
            { IsReachable: false } => "没有找到数据库，或数据库没有应答：请检查 Data:Directory、Database:Provider 和 Database:ConnectionString。",
            { Unknown: [var newer, ..] } => $"数据库比本程序新（含有 {newer}）：请使用与数据库相同或更新版本的程序。",
            _ => $"数据库比本程序旧（缺少 {state.Missing[0]}）：请先运行 migrate。",
        });
    }

    /// <summary>Empties the data directory when asked to, and when the demonstration in it was interrupted: nobody has
    /// worked in it yet, because the first request is answered after the last entry.</summary>
    private static void EmptyWhereNeeded(WebApplication app, DataDirectory data)
    {
        var isEmbedded = app.Services.GetRequiredService<MarketplaceOptions>() is { Provider: DatabaseProvider.Sqlite, ConnectionString: null };
        if (app.Configuration.GetValue("Reset", defaultValue: false))
        {
            if (!isEmbedded)
            {
                throw new StartupRefusedException("--reset 只清空数据目录和其中的内置数据库，不会清空 Database:ConnectionString 指向的数据库：请换用新的空数据库，并去掉 --reset。");
            }

            data.Empty();
            Say($"已清空数据目录 {data.Path}（--reset）。 The data directory has been emptied.");
        }
        else if (isEmbedded && app.Environment.IsDevelopment() && data.IsDemonstrationUnfinished)
        {
            data.Empty();
            Say($"上次录入演示数据时被中断，数据目录 {data.Path} 已清空并重新录入。 The first start was interrupted; it begins again.");
        }
    }

    /// <summary>The key that protects cookies and forms is made on first use.</summary>
    private static void MakeProtectionKey(IServiceProvider services) =>
        services.GetRequiredService<IDataProtectionProvider>().CreateProtector("Market.Web.Hosting.Preparation").Protect([1]);

    private static async Task MigrateAsync(IServiceProvider services)
    {
        try
        {
            await MarketDatabase.MigrateAsync(services);
        }
        catch (IncompleteSchemaException e)
        {
            throw new StartupRefusedException(
                $"数据库结构不完整：表 {e.Table} 与本程序的版本不符（{e.InnerException?.Message}），可能有一次升级只做了一半。数据没有改动；请用备份恢复，或由数据库管理员按 migrate --script 的脚本补齐。 A migration was applied in part only; nothing was changed.");
        }
        catch (Exception e) when (IsUnusable(e))
        {
            throw Unusable(e);
        }
    }

    // A word in the connection string that the driver does not know is an ArgumentException.
    private static bool IsUnusable(Exception e) => e is DbException or InvalidOperationException or IOException or TimeoutException or ArgumentException;

    private static StartupRefusedException Unusable(Exception e) => new(
        $"数据库无法使用（{e.Message.ReplaceLineEndings(" ")}）：请检查 Database:Provider 和 Database:ConnectionString。");

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

        await InstallTrustAsync(app.Services);
        if (!demonstration)
        {
            return;
        }

        var data = app.Services.GetRequiredService<DataDirectory>();
        if (await MarketDatabase.IsEmptyAsync(app.Services))
        {
            await data.WhileEnteringDemonstrationAsync(() => DemonstrationData.SeedAsync(app.Services));
        }
        else if (data.IsDemonstrationUnfinished)
        {
            throw new StartupRefusedException("数据库中的演示数据只录入了一半（上次启动被中断）：请换用新的空数据库后重新启动。");
        }
    }

    /// <summary>The roots that the settings name are the first ones; later changes take two persons.</summary>
    private static Task<int> InstallTrustAsync(IServiceProvider services) =>
        services.GetRequiredService<OperationRunner>().RunAsync<InstallTrust, int>(Actor.System, install => install.ExecuteAsync());

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
