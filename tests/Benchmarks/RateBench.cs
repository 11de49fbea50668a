using System.Diagnostics;
using System.Globalization;
using Market.Signing.Documents;

namespace Market.Benchmarks;

/// <summary>Documents per second: one thread and two, and a set of drawings (图册) of 800 sheets, 1 GB.</summary>
internal static class RateBench
{
    private const int Sheets = 800;
    private const int BytesPerSheet = 1_280_000;
    private const int Rounds = 5;

    public static IEnumerable<string> RunThreads()
    {
        using var bench = new SealBench("rsa2048");
        yield return "| document | floor, 2 threads to 1 | seal, 2 threads to 1 | seal, processor time per document, 2 threads to 1 |";
        yield return "|---|---|---|---|";
        foreach (var (name, pages, objects, bytes) in BenchDocuments.Sizes.Take(2))
        {
            var input = Path.Combine(bench.Folder, "in.pdf");
            BenchDocuments.Write(input, pages, objects, bytes, PdfFileForm.CrossReferenceTable);
            var count = pages == 1 ? 600 : 100;
            Rate(2, count, Seal);
            Rate(2, count, Floor);
            var (floor, ours, work) = (new List<double>(), new List<double>(), new List<double>());
            for (var round = 0; round < Rounds; round++)
            {
                floor.Add(Rate(2, count, Floor) / Rate(1, count, Floor));
                ours.Add(Rate(2, count, Seal) / Rate(1, count, Seal));

                // Where other programs leave no second core, this still shows whether the threads wait for each other.
                work.Add(Turns.ProcessorTime(1, () => Rate(2, count, Seal)) / Turns.ProcessorTime(1, () => Rate(1, count, Seal)));
            }

            floor.Sort();
            ours.Sort();
            work.Sort();
            yield return string.Create(CultureInfo.InvariantCulture, $"| {name} | {floor[Rounds / 2]:0.00} | {ours[Rounds / 2]:0.00} | {work[Rounds / 2]:0.00} |");

            void Seal(int thread, int _) => bench.Seal(input, Path.Combine(bench.Folder, $"out{thread}.pdf"));
            void Floor(int thread, int _) => bench.DoFloor(input, Path.Combine(bench.Folder, $"out{thread}.pdf"));
        }
    }

    public static IEnumerable<string> RunAlbum()
    {
        yield return "| sheets | single file, per s | set of 800 on 2 threads, per s | of 2 x single | resident before, MB | peak, MB | more, MB |";
        yield return "|---|---|---|---|---|---|---|";
        yield return MemoryBench.InChild("album-child");
    }

    /// <summary>What the child does: 100 different sheets, each sealed eight times, so that the folder in memory suffices.</summary>
    public static string MeasureAlbum()
    {
        const int Different = 100;
        using var bench = new SealBench("rsa2048");
        var inputs = Enumerable.Range(0, Different).Select(sheet => Path.Combine(bench.Folder, $"sheet{sheet}.pdf")).ToList();
        inputs.ForEach(path => BenchDocuments.WriteLarge(path, 1, BytesPerSheet));
        Rate(1, 50, Seal);
        var single = Rate(1, 200, Seal);
        var before = MemoryBench.ResetPeak();
        var album = Rate(2, Sheets, Seal);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {Sheets} of {BytesPerSheet / 1e6:0.00} MB | {single:0} | {album:0} | {album / (2 * single):0.00} | {MemoryBench.Report(before)} |");

        void Seal(int thread, int number) => bench.Seal(inputs[number % Different], Path.Combine(bench.Folder, $"out{thread}.pdf"));
    }

    private static double Rate(int threads, int count, Action<int, int> work)
    {
        var next = -1;
        var start = Stopwatch.GetTimestamp();
        var workers = Enumerable.Range(0, threads).Select(thread => new Thread(() =>
        {
            for (int number; (number = Interlocked.Increment(ref next)) < count;)
            {
                work(thread, number);
            }
        })).ToList();
        workers.ForEach(worker => worker.Start());
        workers.ForEach(worker => worker.Join());
        return count / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
