using Market.Signing;

namespace Market.Testing;

/// <summary>The program that examines files with the faults they ask for, and limits that a test can wait for.</summary>
internal static class FaultyWorker
{
    public static IsolationOptions Options => new()
    {
        Command = ["dotnet", "exec", Program],
        Workers = 2,
        TimeLimit = TimeSpan.FromSeconds(20),
        ProcessorLimit = TimeSpan.FromSeconds(10),
        HeapMegabytes = 128,
        ResidentMegabytes = 256,
    };

    // Built beside this project in the same configuration.
    private static string Program
    {
        get
        {
            var own = new DirectoryInfo(AppContext.BaseDirectory);
            return Path.Combine(own.Parent!.Parent!.FullName, "Market.FaultyExaminer", own.Name, "Market.FaultyExaminer.dll");
        }
    }
}
