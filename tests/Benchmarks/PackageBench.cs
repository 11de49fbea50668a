using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using Market.Signing;

namespace Market.Benchmarks;

/// <summary>How much memory it takes to verify the result package (成果存证包) of an album beyond what the process had before.</summary>
internal static class PackageBench
{
    private const int BytesPerSheet = 1_280_000;

    public static IEnumerable<string> Run()
    {
        yield return "| package | size, MB | verify, s | resident before, MB | peak while verifying, MB | more, MB |";
        yield return "|---|---|---|---|---|---|";
        foreach (var sheets in new[] { 8, 800 })
        {
            var path = Path.Combine(Path.GetTempPath(), $"market-bench-{Environment.ProcessId}.zip");
            Write(path, sheets);
            yield return string.Create(
                CultureInfo.InvariantCulture, $"| {sheets} sheets of 1.28 MB | {new FileInfo(path).Length / 1e6:0} | {MemoryBench.InChild("package-child", path)} |");
            File.Delete(path);
        }
    }

    /// <summary>What the child does: verifies a small package, so that the program is loaded, then the one asked about.</summary>
    public static string Measure(string path)
    {
        var small = Path.Combine(Path.GetTempPath(), $"market-bench-small-{Environment.ProcessId}.zip");
        Write(small, 3);
        Verify(small);
        File.Delete(small);
        var before = MemoryBench.ResetPeak();
        var watch = Stopwatch.StartNew();
        var report = Verify(path);
        var taken = watch.Elapsed.TotalSeconds;
        return report.Signatures.Count > 3 && report.Signatures.All(seal => seal.Intact && seal.CoversWholeFile) && !report.Reasons.Contains("package-changed")
            ? string.Create(CultureInfo.InvariantCulture, $"{taken:0.0} | {MemoryBench.Report(before)}")
            : $"not read: {string.Join(' ', report.Reasons)}";
    }

    private static SealReport Verify(string path)
    {
        using var file = File.OpenRead(path);
        return SealValidator.Validate(file, new ValidationOptions { AsOf = TimeProvider.System.GetUtcNow() });
    }

    private static void Write(string path, int sheets)
    {
        using var bench = new SealBench("rsa2048");
        var (plain, sheet, cover) = (Path.Combine(bench.Folder, "plain.pdf"), Path.Combine(bench.Folder, "sheet.pdf"), Path.Combine(bench.Folder, "cover.pdf"));
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        var entries = new List<ResultPackageEntry>();
        Add("checks.json", ResultPackageManifest.RecordRole, RandomNumberGenerator.GetBytes(4000));
        BenchDocuments.WriteLarge(plain, 1, BytesPerSheet);
        bench.Seal(plain, sheet);
        var content = File.ReadAllBytes(sheet);
        for (var number = 1; number <= sheets; number++)
        {
            Add($"图册/{number:D3}.pdf", ResultPackageManifest.ResultRole, content);
        }

        var manifest = new ResultPackageManifest(ResultPackageManifest.CurrentFormat, new Dictionary<string, string>(), [.. entries]);
        BenchDocuments.WriteLarge(plain, 1, 1000);
        bench.Seal(plain, cover, bench.Options with { Attachments = [manifest.ToAttachment()] });
        Add(ResultPackageManifest.ReportPath, ResultPackageManifest.RecordRole, File.ReadAllBytes(cover));

        void Add(string name, string role, byte[] bytes)
        {
            entries.Add(new ResultPackageEntry(name, role, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes))));
            using var entry = zip.CreateEntry(name, CompressionLevel.NoCompression).Open();
            entry.Write(bytes);
        }
    }
}
