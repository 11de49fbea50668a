using System.Diagnostics;
using System.Globalization;
using Market.Signing;

namespace Market.Benchmarks;

/// <summary>What it costs to seal documents without reading them: the same seals, drafted in this process and in examining processes, which
/// are started and replaced as in the service. Processor time, the other processes' too.</summary>
internal static class ElsewhereBench
{
    private const int Different = 50;
    private const int Threads = 2;

    public static IEnumerable<string> Run()
    {
        yield return "| document | sealed | in this process, ms | drafted elsewhere: here, ms | there, ms | more in all, ms | per s, here and elsewhere |";
        yield return "|---|---|---|---|---|---|---|";
        yield return Measure("1 page, 70 KB", 70_000, 1200);
        yield return Measure("1 page, 1.28 MB", 1_280_000, 1200);
    }

    private static string Measure(string name, int bytes, int count)
    {
        using var bench = new SealBench("rsa2048");
        var inputs = Enumerable.Range(0, Different).Select(number => Path.Combine(bench.Folder, $"in{number}.pdf")).ToList();
        inputs.ForEach(path => BenchDocuments.WriteLarge(path, 1, bytes));
        var reader = new FileExaminer();
        var (_, _) = Time(inputs, 300, Threads, (input, output) => bench.SealReadBy(reader, input, output), bench.Folder);
        var (inside, insideRate) = Time(inputs, count, Threads, (input, output) => bench.SealReadBy(reader, input, output), bench.Folder);
        var before = ChildrenTime();
        double here, rate;
        using (var examiner = new IsolatedExaminer(new IsolationOptions { Command = ExaminerWorker.CommandOf(typeof(ElsewhereBench).Assembly), Workers = Threads }))
        {
            (here, rate) = Time(inputs, count, Threads, (input, output) => bench.SealReadBy(examiner, input, output), bench.Folder);
        }

        // The system tells a process's time when its end was noticed.
        SpinWait.SpinUntil(() => ChildrenTime() > before, TimeSpan.FromSeconds(10));
        Thread.Sleep(500);
        var there = (ChildrenTime() - before).TotalMilliseconds / count;
        return string.Create(
            CultureInfo.InvariantCulture, $"| {name} | {count} | {inside:0.00} | {here:0.00} | {there:0.00} | {here + there - inside:0.00} | {insideRate:0}, {rate:0} |");
    }

    private static (double Milliseconds, double Rate) Time(List<string> inputs, int count, int threads, Action<string, string> seal, string folder)
    {
        using var own = Process.GetCurrentProcess();
        var (before, start, next) = (own.TotalProcessorTime, Stopwatch.GetTimestamp(), -1);
        var running = Enumerable.Range(0, threads).Select(thread => new Thread(() =>
        {
            for (int number; (number = Interlocked.Increment(ref next)) < count;)
            {
                seal(inputs[number % inputs.Count], Path.Combine(folder, $"out{thread}.pdf"));
            }
        })).ToList();
        running.ForEach(thread => thread.Start());
        running.ForEach(thread => thread.Join());
        own.Refresh();
        return ((own.TotalProcessorTime - before).TotalMilliseconds / count, count / Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    // proc(5): cutime and cstime, in hundredths of a second.
    private static TimeSpan ChildrenTime()
    {
        var fields = File.ReadAllText("/proc/self/stat").Split(") ")[^1].Split(' ');
        return TimeSpan.FromMilliseconds(10 * (long.Parse(fields[13], CultureInfo.InvariantCulture) + long.Parse(fields[14], CultureInfo.InvariantCulture)));
    }
}
