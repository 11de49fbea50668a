using System.Diagnostics;

namespace Market.Benchmarks;

/// <summary>Measures work in turns within one process.</summary>
internal static class Turns
{
    /// <summary>How many documents fill the time, and not fewer than told.</summary>
    public static int CountFor(Action work, TimeSpan time, int least)
    {
        var start = Stopwatch.GetTimestamp();
        var done = 0;
        while (done < least || Stopwatch.GetElapsedTime(start) < time)
        {
            work();
            done++;
        }

        return done;
    }

    /// <summary>Processor milliseconds per document, of all threads.</summary>
    public static double ProcessorTime(int count, Action work)
    {
        using var process = Process.GetCurrentProcess();
        process.Refresh();
        var before = process.TotalProcessorTime;
        for (var i = 0; i < count; i++)
        {
            work();
        }

        process.Refresh();
        return (process.TotalProcessorTime - before).TotalMilliseconds / count;
    }
}
