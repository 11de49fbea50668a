using Market.Web.Hosting;

try
{
    // --reset is a switch without a value; the configuration only knows pairs.
    var builder = WebApplication.CreateBuilder([.. args.Select(arg => arg == "--reset" ? "--Reset=true" : arg)]);
    builder.AddMarketWeb();

    var app = builder.Build();
    app.UseMarketWeb();
    await app.PrepareAsync();
    await app.RunAsync();
    return 0;
}
catch (StartupRefusedException refusal)
{
    await Console.Error.WriteLineAsync(refusal.Message);
    return 1;
}

/// <summary>The web host.</summary>
public partial class Program;
