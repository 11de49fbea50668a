namespace Market.Web.Hosting;

/// <summary>The program as everybody knows it.</summary>
internal static class WebHost
{
    private const int WrongUsage = 2;

    public static async Task<int> RunAsync(string[] args)
    {
        var verb = Verbs.Of(args);
        try
        {
            return verb is null ? await ServeAsync(args) : await DoAsync(verb, VerbArguments.Parse(verb, args[1..]));
        }
        catch (UsageException usage)
        {
            await Console.Error.WriteLineAsync(usage.Message);
            return WrongUsage;
        }
        catch (StartupRefusedException refusal)
        {
            await Console.Error.WriteLineAsync(refusal.Message);
            return verb?.Refused ?? 1;
        }
    }

    private static async Task<int> ServeAsync(string[] args)
    {
        if (args is [var first, ..] && !first.StartsWith('-'))
        {
            await Console.Error.WriteLineAsync($"不认识的命令 {first}。 Unknown verb.\n{Verbs.Usage}");
            return WrongUsage;
        }

        // --reset is a switch without a value; the configuration only knows pairs.
        var builder = WebApplication.CreateBuilder([.. args.Select(arg => arg == "--reset" ? "--Reset=true" : arg)]);
        builder.AddMarketWeb();
        var app = builder.Build();
        app.UseMarketWeb();
        await app.PrepareAsync();
        await app.RunAsync();
        return 0;
    }

    private static async Task<int> DoAsync(Verb verb, VerbArguments arguments)
    {
        var builder = WebApplication.CreateBuilder([.. arguments.Settings]);
        builder.AddMarketWeb();

        // The standard output is the verb's own: a program may read it.
        builder.Logging.ClearProviders().AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        await using var app = builder.Build();
        if (verb.Prepares)
        {
            await app.PrepareDatabaseAsync();
        }

        return await verb.Run(app, arguments);
    }
}
