using Market.Marketplace.Agencies;
using Market.Marketplace.Operations;
using Market.Marketplace.Search;

namespace Market.Web.Hosting;

/// <summary>What an administrator has the program do instead of serving: <c>dotnet run --project src/Web -- VERB [settings]</c>.</summary>
internal static class Verbs
{
    private static readonly Dictionary<string, Func<WebApplication, Task<int>>> All = new(StringComparer.Ordinal)
    {
        ["rebuild-search"] = RebuildSearchAsync,
        ["seed"] = SeedVerb.RunAsync,
    };

    /// <summary>The verb that the first argument names; null when there is none.</summary>
    public static Func<WebApplication, Task<int>>? Of(string[] args) => args is [var name, ..] ? All.GetValueOrDefault(name) : null;

    /// <summary>The arguments that are settings.</summary>
    public static IEnumerable<string> Without(string[] args) => Of(args) is null ? args : args.Skip(1);

    /// <summary>Enters into the search table what is not in it.</summary>
    public static async Task<int> IndexMissingAsync(IServiceProvider services)
    {
        var runner = services.GetRequiredService<OperationRunner>();
        for (var all = 0; ;)
        {
            var entered = await runner.RunAsync(Actor.System, (IndexMissing index) => index.ExecuteAsync());
            if (entered == 0)
            {
                return all;
            }

            all += entered;
        }
    }

    private static async Task<int> RebuildSearchAsync(WebApplication app)
    {
        var runner = app.Services.GetRequiredService<OperationRunner>();
        await runner.RunAsync(Actor.System, (ForgetSearch forget) => forget.ExecuteAsync());
        var entered = await IndexMissingAsync(app.Services);
        var counted = await runner.RunAsync(Actor.System, (CountTallies count) => count.ExecuteAsync(onlyWhereMissing: false));
        Console.WriteLine($"检索表已重建：{entered} 行；履约统计已重新计算：{counted} 家机构。 The search table and the tallies of agencies have been built again.");
        return 0;
    }
}
