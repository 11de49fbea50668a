using Market.Signing;

namespace Market.Web.Hosting;

/// <summary>Strangers' files are read in processes of their own: this very program, started to do nothing else.</summary>
internal static class Examination
{
    private const string Section = "Examination";

    public static void AddExamination(this IServiceCollection services, IConfiguration configuration)
    {
        var options = OptionsFrom(configuration);
        services.AddSingleton(provider =>
        {
            var log = provider.GetRequiredService<ILogger<IsolatedExaminer>>();
            return new IsolatedExaminer(options, ending => log.LogWarning("{Ending}", ending));
        });
        services.AddSingleton<IFileExaminer>(provider => provider.GetRequiredService<IsolatedExaminer>());
    }

    /// <exception cref="StartupRefusedException">A limit is not a positive number.</exception>
    private static IsolationOptions OptionsFrom(IConfiguration configuration)
    {
        var usual = new IsolationOptions { Command = ExaminerWorker.CommandOf(typeof(Examination).Assembly) };
        return usual with
        {
            Workers = Positive("Workers", usual.Workers),
            TimeLimit = TimeSpan.FromSeconds(Positive("Seconds", (int)usual.TimeLimit.TotalSeconds)),
            ProcessorLimit = TimeSpan.FromSeconds(Positive("ProcessorSeconds", (int)usual.ProcessorLimit.TotalSeconds)),
            HeapMegabytes = Positive("HeapMegabytes", usual.HeapMegabytes),
            ResidentMegabytes = Positive("ResidentMegabytes", usual.ResidentMegabytes),
        };

        int Positive(string name, int otherwise) => configuration[$"{Section}:{name}"] is not { Length: > 0 } text ? otherwise
            : int.TryParse(text, out var value) && value > 0 ? value
            : throw new StartupRefusedException($"{Section}:{name} 的值 {text} 无效：请填写正整数。");
    }
}
