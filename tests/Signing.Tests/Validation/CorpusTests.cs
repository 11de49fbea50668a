using System.Diagnostics;

namespace Market.Signing.Tests.Validation;

/// <summary>Runs the verifier over a folder of collected PDFs, where one is at hand; the project does not need it.</summary>
public sealed class CorpusTests(ITestOutputHelper output)
{
    private static readonly string? Corpus = Environment.GetEnvironmentVariable("MARKET_CORPUS");

    [Fact]
    public void No_attack_is_accepted_and_no_good_file_called_modified()
    {
        if (Corpus is null)
        {
            Assert.Skip("Left out: MARKET_CORPUS names no folder with a MANIFEST.tsv.");
        }

        var rows = File.ReadLines(Path.Combine(Corpus, "MANIFEST.tsv")).Skip(1)
            .Select(line => line.Split('\t'))
            .Where(cells => cells[1] == "VERIFY")
            .Select(cells => (Path: cells[0], Tests: cells[4], Expected: cells[5]))
            .ToList();

        var (falseAccepts, falseAlarms, intact, valid) = (0, 0, 0, 0);
        foreach (var row in rows)
        {
            var watch = Stopwatch.StartNew();
            var report = Validate(Path.Combine(Corpus, row.Path));
            var isAccepted = IsAccepted(report);
            var kind = row.Path[..row.Path.IndexOf('/', StringComparison.Ordinal)];
            var isWrong = kind == "pades-valid" ? !isAccepted : isAccepted;
            falseAccepts += kind != "pades-valid" && isAccepted ? 1 : 0;
            falseAlarms += kind == "pades-valid" && IsModified(report) ? 1 : 0;
            intact += kind == "pades-valid" && isAccepted ? 1 : 0;
            valid += kind == "pades-valid" ? 1 : 0;
            var mark = isWrong ? kind == "pades-valid" ? "NOT INTACT" : "ACCEPTED  " : "as wanted ";
            output.WriteLine($"{mark} {watch.ElapsedMilliseconds,5} ms {row.Path}\n           wanted: {row.Expected} ({row.Tests})\n           {Describe(report)}");
        }

        output.WriteLine($"{rows.Count} files: {falseAccepts} accepted wrongly, {falseAlarms} called modified, {intact} of {valid} good files intact.");
        Assert.Equal(0, falseAccepts);
        Assert.True(intact >= valid * 0.95, $"Only {intact} of {valid} good files are intact.");
    }

    // Trust and time depend on a trust list; here only the cryptography and the revisions are judged.
    private static bool IsAccepted(SealReport report) =>
        report.Signatures.Count > 0
        && report.Reasons.All(code => code is "active-content" or "pdf-encrypted")
        && report.Signatures.All(signature => signature is { Intact: true, CoversRevision: true, CoversWholeFile: true });

    private static bool IsModified(SealReport report) =>
        report.Reasons.Contains("appended-bytes") || report.Signatures.Any(signature => signature.Modifications.Count > 0);

    private static SealReport Validate(string path)
    {
        using var stream = File.OpenRead(path);
        return PdfSealValidator.Validate(stream, new ValidationOptions { AsOf = new DateTimeOffset(2026, 3, 16, 0, 0, 0, TimeSpan.Zero) });
    }

    private static string Describe(SealReport report) =>
        $"{report.Verdict} [{string.Join(' ', report.Reasons)}] {string.Concat(report.Signatures.Select(Describe))}";

    private static string Describe(SignatureReport signature) =>
        $"\n             {signature.FieldName}{(signature.IsDocumentTimestamp ? " (time stamp)" : "")} intact={signature.Intact} "
        + $"revision={signature.CoversRevision} whole={signature.CoversWholeFile} {signature.SubIndication} [{string.Join(' ', signature.Reasons)}]"
        + string.Concat(signature.Modifications.Take(6).Select(change => $"\n               {change.Code} obj={change.ObjectNumber} page={change.Page} {change.Detail}"));
}
