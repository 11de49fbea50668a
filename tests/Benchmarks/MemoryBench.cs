using System.Diagnostics;
using System.Globalization;

namespace Market.Benchmarks;

/// <summary>How much memory a process takes for sealing beyond what it had before: the peak of its resident memory (VmHWM of
/// Linux) after sealing, less what was resident before. Each document is sealed in a process of its own.</summary>
internal static class MemoryBench
{
    public static readonly (string Name, int Pages, int BytesPerPage)[] Documents =
    [
        ("25 MB, 300 pages", 300, 83_000),
        ("500 MB, 500 pages", 500, 1_000_000),
    ];

    public static IEnumerable<string> Run()
    {
        yield return "| document | resident before, MB | peak while sealing, MB | more, MB |";
        yield return "|---|---|---|---|";
        foreach (var (name, pages, bytes) in Documents)
        {
            var path = Path.Combine(Path.GetTempPath(), $"market-bench-{Environment.ProcessId}.pdf");
            BenchDocuments.WriteLarge(path, pages, bytes);
            yield return $"| {name} | {InChild("memory-child", path)} |";
            File.Delete(path);
        }
    }

    /// <summary>What the child does: seals a small document, so that the program is loaded, then the one asked about.</summary>
    public static string Measure(string path)
    {
        using var bench = new SealBench("rsa2048");
        var (small, output) = (Path.Combine(bench.Folder, "small.pdf"), Path.Combine(Path.GetTempPath(), $"market-bench-out-{Environment.ProcessId}.pdf"));
        BenchDocuments.WriteLarge(small, 1, 1000);
        bench.Seal(small, output);
        var before = ResetPeak();
        bench.Seal(path, output);
        File.Delete(output);
        return Report(before);
    }

    public static string InChild(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
        {
            start.ArgumentList.Add(typeof(MemoryBench).Assembly.Location);
        }

        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var child = Process.Start(start)!;
        var output = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        return output.Trim();
    }

    /// <summary>Forgets the peak so far (proc(5), clear_refs); answers what is resident now, in kilobytes.</summary>
    public static long ResetPeak()
    {
        GC.Collect();
        File.WriteAllText("/proc/self/clear_refs", "5");
        return Status("VmRSS");
    }

    public static string Report(long before)
    {
        var peak = Status("VmHWM");
        return string.Create(CultureInfo.InvariantCulture, $"{before / 1024.0:0.0} | {peak / 1024.0:0.0} | {(peak - before) / 1024.0:0.0}");
    }

    private static long Status(string key) => File.ReadLines("/proc/self/status")
        .Where(line => line.StartsWith(key, StringComparison.Ordinal))
        .Select(line => long.Parse(string.Concat(line.Where(char.IsAsciiDigit)), CultureInfo.InvariantCulture))
        .First();
}
