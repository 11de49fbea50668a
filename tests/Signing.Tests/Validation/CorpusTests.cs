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

        var (falseAccepts, falseAlarms, intact, valid, isFilling, unnamed) = (0, 0, 0, 0, 0, 0);
        foreach (var row in rows)
        {
            var report = Validate(Path.Combine(Corpus, row.Path));
            var isIntact = IsIntact(report);
            switch (row.Path[..row.Path.IndexOf('/', StringComparison.Ordinal)])
            {
                case "pades-valid":
                    valid++;
                    intact += isIntact ? 1 : 0;
                    var filled = IsModified(report) ? Validate(Path.Combine(Corpus, row.Path), ValidationProfile.FormFilling) : report;
                    falseAlarms += IsModified(filled) && !IsAgainstLock(filled) ? 1 : 0;
                    isFilling += IsModified(report) && IsIntact(filled) ? 1 : 0;
                    Print(isIntact ? "as wanted" : IsIntact(filled) ? "FORM FILLED" : "NOT INTACT", row, filled);
                    break;
                case "attacks":
                    falseAccepts += isIntact || report.Verdict == Indication.TotalPassed ? 1 : 0;
                    unnamed += IsUnnamed(report) ? 1 : 0;
                    Print(isIntact ? "ACCEPTED" : IsIntact(Validate(Path.Combine(Corpus, row.Path), ValidationProfile.FormFilling)) ? "FORM ACCEPTED" : "as wanted", row, report);
                    break;
                default:
                    // Broken otherwise than by a change: by trust, time or policy, which are never granted here.
                    falseAccepts += report.Verdict == Indication.TotalPassed ? 1 : 0;
                    unnamed += IsUnnamed(report) ? 1 : 0;
                    Print(IsUnnamed(report) ? "NOT NAMED" : isIntact ? "TRUST DECIDES" : "as wanted", row, report);
                    break;
            }
        }

        output.WriteLine($"{rows.Count} files: {falseAccepts} accepted wrongly, {falseAlarms} called modified, {intact} of {valid} good files intact, {isFilling} more as filled-in forms.");
        Assert.Equal(0, unnamed);
        Assert.Equal(0, falseAccepts);
        Assert.Equal(0, falseAlarms);
    }

    [Fact]
    public void Every_odd_file_is_answered_and_none_passes()
    {
        if (Corpus is null)
        {
            Assert.Skip("Left out: MARKET_CORPUS names no folder with a MANIFEST.tsv.");
        }

        foreach (var path in Directory.EnumerateFiles(Corpus, "*.pdf", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var watch = Stopwatch.StartNew();
            var report = Validate(path);
            output.WriteLine($"{watch.ElapsedMilliseconds,6} ms {Path.GetFileName(path)} {report.Verdict} [{string.Join(' ', report.Reasons)}]");
            Assert.NotEqual(Indication.TotalPassed, report.Verdict);
            Assert.DoesNotContain("validation-interrupted", report.Reasons);
        }
    }

    private void Print(string mark, (string Path, string Tests, string Expected) row, SealReport report) =>
        output.WriteLine($"{mark,-13} {row.Path}\n    wanted: {row.Expected} ({row.Tests})\n    {Describe(report)}");

    // Trust and time depend on a trust list; here only the cryptography and the revisions are judged.
    private static bool IsIntact(SealReport report) =>
        report.Signatures.Count > 0
        && report.Reasons.All(code => code is "active-content" or "pdf-encrypted")
        && report.Signatures.All(signature => signature is { Intact: true, CoversRevision: true, CoversWholeFile: true });

    private static bool IsModified(SealReport report) =>
        report.Reasons.Contains("appended-bytes") || report.Signatures.Any(signature => signature.Modifications.Count > 0);

    // Nobody is trusted here and no authority is asked, so these say nothing of what is wrong with a file.
    private static bool IsUnnamed(SealReport report) => report.Reasons
        .Concat(report.Signatures.SelectMany(signature => signature.Reasons.Concat(signature.Modifications.Select(change => change.Code))))
        .All(code => code is "certificate-untrusted" or "certificate-not-valid-now" or "timestamp-untrusted" or "revocation-unknown");

    // The signer locked the field, and it was changed: rightly called modified under every profile.
    private static bool IsAgainstLock(SealReport report) => report.Signatures
        .SelectMany(signature => signature.Modifications)
        .All(change => change.Code is "forbidden-by-lock" or "forbidden-by-certification");

    private static SealReport Validate(string path, ValidationProfile profile = ValidationProfile.SealedResult)
    {
        using var stream = File.OpenRead(path);
        return PdfSealValidator.Validate(
            stream, new ValidationOptions { AsOf = new DateTimeOffset(2026, 3, 16, 0, 0, 0, TimeSpan.Zero), Profile = profile });
    }

    private static string Describe(SealReport report) =>
        $"{report.Verdict} [{string.Join(' ', report.Reasons)}] {string.Concat(report.Signatures.Select(Describe))}";

    private static string Describe(SignatureReport signature) =>
        $"\n      {signature.FieldName}{(signature.IsDocumentTimestamp ? " (time stamp)" : "")} intact={signature.Intact} "
        + $"revision={signature.CoversRevision} whole={signature.CoversWholeFile} {signature.SubIndication} [{string.Join(' ', signature.Reasons)}]"
        + string.Concat(signature.Modifications.Take(6).Select(change => $"\n        {change.Code} obj={change.ObjectNumber} page={change.Page} {change.Detail}"));
}
