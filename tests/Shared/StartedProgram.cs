using System.Diagnostics;

namespace Market.Testing;

/// <summary>The wait for a program that was started as a process of its own.</summary>
internal static class StartedProgram
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Returns when the address answers well.</summary>
    /// <param name="process">The program.</param>
    /// <param name="address">What answers 200 as soon as it is ready.</param>
    /// <param name="limit">When to give up.</param>
    /// <param name="output">What it has said so far, for the error.</param>
    /// <exception cref="InvalidOperationException">It ended by itself, or the time is over.</exception>
    public static async Task UntilReadyAsync(Process process, Uri address, TimeSpan limit, Func<string> output)
    {
        using var http = new HttpClient();
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < limit; await Task.Delay(Pause))
        {
            RequireRunning(process, output);
            try
            {
                using var answer = await http.GetAsync(address);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                // Not listening yet.
            }
        }

        throw new InvalidOperationException($"The program was not ready within {limit}:\n{output()}");
    }

    /// <summary>Makes sure that it has not ended by itself.</summary>
    /// <exception cref="InvalidOperationException">It has.</exception>
    public static void RequireRunning(Process process, Func<string> output)
    {
        if (process.HasExited)
        {
            throw new InvalidOperationException($"The program stopped by itself:\n{output()}");
        }
    }
}
