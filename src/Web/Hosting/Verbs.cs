using Market.Marketplace.Agencies;
using Market.Marketplace.Operations;
using Market.Marketplace.Search;

namespace Market.Web.Hosting;

/// <summary>What an administrator has the program do instead of serving: <c>dotnet run --project src/Web -- VERB [settings]</c>.</summary>
internal static class Verbs
{
    private static readonly Dictionary<string, Verb> All = new Verb[]
    {
        new("rebuild-search", RebuildSearchAsync) { Prepares = true, Says = "rebuild-search" },
        new("seed", SeedVerb.RunAsync) { Prepares = true, Options = ["agencies", "notices", "orders", "open"], Says = "seed [--agencies N] [--notices N] [--orders N] [--open N]" },
        FsckVerb.Verb,
        GcVerb.Verb,
        BackupVerbs.Backup,
        BackupVerbs.Restore,
        MigrateVerb.Verb,
    }.ToDictionary(verb => verb.Name, StringComparer.Ordinal);

    /// <summary>The verb that the first argument names; null when there is none.</summary>
    public static Verb? Of(string[] args) => args is [var name, ..] ? All.GetValueOrDefault(name) : null;

    /// <summary>How the verbs are called, for somebody who called one that is not there.</summary>
    public static string Usage => string.Join('\n', All.Values.Select(verb => $"  {verb.Says}").Prepend("可用的命令 verbs:"));

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

    private static async Task<int> RebuildSearchAsync(WebApplication app, VerbArguments arguments)
    {
        var runner = app.Services.GetRequiredService<OperationRunner>();
        await runner.RunAsync(Actor.System, (ForgetSearch forget) => forget.ExecuteAsync());
        var entered = await IndexMissingAsync(app.Services);
        var counted = await runner.RunAsync(Actor.System, (CountTallies count) => count.ExecuteAsync(onlyWhereMissing: false));
        Console.WriteLine($"检索表已重建：{entered} 行；履约统计已重新计算：{counted} 家机构。 The search table and the tallies of agencies have been built again.");
        return 0;
    }
}
