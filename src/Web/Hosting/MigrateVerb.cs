using Market.Marketplace.Persistence;

namespace Market.Web.Hosting;

/// <summary><c>migrate</c>: brings the database to the program's version without serving. <c>--check</c> only says whether that is needed;
/// <c>--script</c> writes what would be done as SQL that may be run again, for administrators who do it themselves.</summary>
internal static class MigrateVerb
{
    private const int Needed = 1;

    public static Verb Verb { get; } = new("migrate", RunAsync)
    {
        Switches = ["check", "script"],
        Says = "migrate [--check | --script]",
        Refused = 2,
    };

    private static async Task<int> RunAsync(WebApplication app, VerbArguments arguments)
    {
        if (arguments.Has("script"))
        {
            Console.WriteLine(await MarketDatabase.ScriptAsync(app.Services)
                ?? throw new StartupRefusedException("内置的 SQLite 数据库由程序自己升级，没有升级脚本：请运行 migrate。 SQLite is upgraded by the program itself."));
            return 0;
        }

        if (arguments.Has("check"))
        {
            return await CheckAsync(app);
        }

        await app.PrepareDatabaseAsync();
        Console.WriteLine("数据库已是本程序的版本。 The database is of this program's version.");
        return 0;
    }

    private static async Task<int> CheckAsync(WebApplication app)
    {
        var state = await MarketDatabase.StateAsync(app.Services);
        if (state.Unknown is [var newer, ..])
        {
            throw new StartupRefusedException($"数据库比本程序新（含有 {newer}）：请使用与数据库相同或更新版本的程序。 The database is newer than this program.");
        }

        if (!state.IsReachable || state.Missing.Count > 0)
        {
            Console.WriteLine(state.IsReachable
                ? $"需要升级 missing migrations: {string.Join(", ", state.Missing)}"
                : "没有找到数据库，或数据库没有应答；migrate 会新建 SQLite 数据库。 There is no database that answers.");
            return Needed;
        }

        await MarketDatabase.RequireCompleteAsync(app.Services);
        Console.WriteLine("数据库已是本程序的版本，结构完整。 The database is of this program's version and complete.");
        return 0;
    }
}
