namespace Market.Web.Hosting;

/// <summary>The program as everybody knows it.</summary>
internal static class WebHost
{
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            // --reset is a switch without a value; the configuration only knows pairs.
            var builder = WebApplication.CreateBuilder([.. Verbs.Without(args).Select(arg => arg == "--reset" ? "--Reset=true" : arg)]);
            builder.AddMarketWeb();

            var app = builder.Build();
            app.UseMarketWeb();
            if (Verbs.Of(args) is { } verb)
            {
                await app.PrepareDatabaseAsync();
                return await verb(app);
            }

            await app.PrepareAsync();
            await app.RunAsync();
            return 0;
        }
        catch (StartupRefusedException refusal)
        {
            await Console.Error.WriteLineAsync(refusal.Message);
            return 1;
        }
    }
}
