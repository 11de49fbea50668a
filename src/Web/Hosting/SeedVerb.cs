using System.Globalization;
using Market.Marketplace.Agencies.Window;
using Market.Marketplace.Catalogue;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Seeding;
using Market.Web.Demonstration;

namespace Market.Web.Hosting;

/// <summary><c>seed --agencies N --notices N --orders N --open N</c>: an invented market of any size to measure on.</summary>
internal static class SeedVerb
{
    public static async Task<int> RunAsync(WebApplication app, VerbArguments arguments)
    {
        if (!app.Environment.IsDevelopment())
        {
            throw new StartupRefusedException("seed 只能在 Development 环境使用：生产数据库中不能有虚构的机构。");
        }

        var size = new SeedSize(Number("agencies", 1000), Number("notices", 6000), Number("orders", 20_000), Number("open", 0));
        if (await MarketDatabase.IsEmptyAsync(app.Services))
        {
            foreach (var item in DemonstrationItems.All)
            {
                await app.Services.GetRequiredService<OperationRunner>().RunAsync(Actor.System, (PublishServiceItem publish) => publish.ExecuteAsync(item));
            }
        }

        var found = await app.Services.GetRequiredService<OperationRunner>()
            .RunAsync(Actor.System, (SearchAgencies search) => search.ExecuteAsync(new AgencySearch(Size: 1)));
        if (found.Page.Total > 0)
        {
            throw new StartupRefusedException("数据库中已有机构：seed 只填充空的数据库，请用 --Data:Directory 指向新的目录。");
        }

        var started = TimeProvider.System.GetTimestamp();
        var bar = ProgressBar.OnError(what => what);
        await new MarketSeed(size, bar.Show).RunAsync(app.Services);
        bar.End();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{size.Agencies} agencies, {size.Notices} notices, {size.Orders} orders in {TimeProvider.System.GetElapsedTime(started).TotalSeconds:0} s"));
        return 0;

        int Number(string name, int otherwise) => app.Configuration[name] is not { Length: > 0 } text ? otherwise
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 0 and <= 10_000_000 ? number
            : throw new StartupRefusedException($"--{name} 的值 {text} 无效：请填写 0 到 10000000 的整数。");
    }
}
