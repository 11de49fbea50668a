using System.Globalization;
using System.Text;
using Market.Signing.Cms;
using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Reading;
using Market.Signing.Tests.Pdf;
using Market.Signing.Validation;

namespace Market.Signing.Tests.Validation;

/// <summary>Compares the verifier with pdfsig and mutool over a folder of collected PDFs and says why they differ. With
/// MARKET_CORPUS and MARKET_WRITE_DOCS set it writes docs/verification-agreement.md.</summary>
public sealed class AgreementTests
{
    private static readonly string? Corpus = Environment.GetEnvironmentVariable("MARKET_CORPUS");
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-US");

    private enum Answer
    {
        Holds,
        Rejects,
        DoesNotSay,
    }

    [Fact]
    public void Every_disagreement_with_other_judges_is_explained()
    {
        Assert.SkipWhen(Corpus is null, "Left out: MARKET_CORPUS names no folder with a MANIFEST.tsv.");
        Assert.SkipUnless(Tools.Has("pdfsig") && Tools.Has("mutool"), "Left out: pdfsig and mutool are not installed.");
        var rows = File.ReadLines(Path.Combine(Corpus!, "MANIFEST.tsv")).Skip(1)
            .Select(line => line.Split('\t'))
            .Where(cells => cells[1] == "VERIFY")
            .Select(cells => Compare(cells[0]))
            .ToList();

        Assert.Empty(rows.Where(row => row.Why.Length == 0 && (row.Ours != row.Pdfsig || row.Ours != row.Mutool)).Select(row => row.File));
        if (Environment.GetEnvironmentVariable("MARKET_WRITE_DOCS") is not null)
        {
            File.WriteAllText(Path.Combine(Repository(), "docs", "verification-agreement.md"), Render(rows));
        }
    }

    private static Row Compare(string file)
    {
        var path = Path.Combine(Corpus!, file);
        var report = Validate(path, ValidationProfile.SealedResult);
        var isForm = !Holds(report) && Holds(Validate(path, ValidationProfile.FormFilling));
        var (pdfsigCode, pdfsigText) = Tools.Run("timeout", "60", "pdfsig", "-nocert", path);
        var (mutoolCode, mutoolText) = Tools.Run("timeout", "60", "mutool", "sign", "-v", path);
        var ours = Holds(report) ? Answer.Holds : Answer.Rejects;
        var (pdfsig, mutool) = (OfPdfsig(pdfsigText), OfMutool(mutoolText));
        var why = new List<string>();
        if (ours != pdfsig)
        {
            why.Add($"pdfsig {Explain(path, report, ours, isForm, pdfsigCode, pdfsigText)}");
        }

        if (ours != mutool)
        {
            why.Add($"mutool {Explain(path, report, ours, isForm, mutoolCode, mutoolText)}");
        }

        return new Row(file, ours, isForm, pdfsig, mutool, Codes(report), string.Join(" ", why));
    }

    // Cryptography and revisions; trust and time depend on a trust list, which none of the three is given.
    private static bool Holds(SealReport report) =>
        report.Signatures.Count > 0
        && report.Reasons.All(code => code is "active-content" or "pdf-encrypted")
        && report.Signatures.All(signature => signature is { Intact: true, CoversRevision: true, CoversWholeFile: true });

    private static SealReport Validate(string path, ValidationProfile profile)
    {
        using var stream = File.OpenRead(path);
        return PdfSealValidator.Validate(
            stream, new ValidationOptions { AsOf = new DateTimeOffset(2026, 3, 16, 0, 0, 0, TimeSpan.Zero), Profile = profile });
    }

    private static Answer OfPdfsig(string text)
    {
        var lines = text.Split('\n').Where(line => line.Contains("Signature Validation:", StringComparison.Ordinal)).ToList();
        return lines.Count == 0 ? Answer.DoesNotSay
            : lines.TrueForAll(line => line.Contains("Signature is Valid", StringComparison.Ordinal)) ? Answer.Holds
            : lines.Exists(line => line.Contains("Invalid", StringComparison.Ordinal) || line.Contains("Mismatch", StringComparison.Ordinal)) ? Answer.Rejects
            : Answer.DoesNotSay;
    }

    private static Answer OfMutool(string text) =>
        text.Contains("Digest error", StringComparison.Ordinal) || text.Contains("have been edits", StringComparison.Ordinal) ? Answer.Rejects
        : text.Contains("unchanged since signing", StringComparison.Ordinal) ? Answer.Holds
        : Answer.DoesNotSay;

    private static string Explain(string path, SealReport report, Answer ours, bool isForm, int exitCode, string text)
    {
        if (exitCode is 124 or >= 128)
        {
            return exitCode == 124 ? "did not end in a minute." : "crashes on it.";
        }

        if (ours == Answer.Rejects)
        {
            return OfPdfsig(text) == Answer.Holds || OfMutool(text) == Answer.Holds
                ? $"checks the value over the range and not what matters here: {Sentence(report, isForm)}"
                : $"finds nothing it could check; here: {Sentence(report, isForm)}";
        }

        if (text.Contains("has not yet been verified", StringComparison.Ordinal))
        {
            return "does not look at this kind of signature (a document time stamp, or a form it does not know).";
        }

        return text.Contains("have been edits", StringComparison.Ordinal) && !text.Contains("Digest error", StringComparison.Ordinal)
            ? "calls every later update an edit; here further signatures, time stamps or validation data were added, which is allowed."
            : $"does not know, or does not accept, what it is made of: {Facts(path)}.";
    }

    private static string Sentence(SealReport report, bool isForm)
    {
        var codes = report.Reasons
            .Concat(report.Signatures.Where(signature => !signature.Intact || signature.Modifications.Count > 0 || !signature.CoversRevision)
                .SelectMany(signature => signature.Modifications.Select(change => change.Code).Concat(signature.Reasons)))
            .Where(code => !ReasonCatalogue.IsNote(code))
            .ToList();
        var sentence = codes.Count == 0 ? "nothing is wrong." : ReasonCatalogue.Explain(codes[0], English);
        return isForm ? sentence + " Allowed where forms may be filled in." : sentence;
    }

    /// <summary>What the signatures of a file are made of.</summary>
    private static string Facts(string path)
    {
        using var stream = File.OpenRead(path);
        using var file = PdfFile.Open(stream);
        var facts = new HashSet<string>(StringComparer.Ordinal);
        if (file.Encryption is not null)
        {
            facts.Add("the file is encrypted");
        }

        foreach (var signature in SignatureInventory.Read(file))
        {
            var name = signature.Revision.Name(signature.Dictionary?["SubFilter"] ?? PdfNull.Value);
            try
            {
                var signer = signature.Revision.Resolve(signature.Dictionary!["Contents"]) is PdfString contents
                    ? CmsSignedData.ParsePadded(contents.Bytes).Signers is [var first, ..] ? first : null
                    : null;
                facts.Add($"{name}, digest {signer?.Digest.Oid}, signature {signer?.SignatureAlgorithm.Oid}");
            }
            catch (CmsFormatException)
            {
                facts.Add($"{name}, no CMS");
            }
        }

        return string.Join("; ", facts);
    }

    private static string Codes(SealReport report) => string.Join(
        ' ',
        report.Reasons.Concat(report.Signatures.SelectMany(signature => signature.Modifications.Select(change => change.Code)
            .Concat(signature.Reasons.Where(code => !ReasonCatalogue.IsNote(code) && !IsOfTrust(code))))).Distinct());

    private static bool IsOfTrust(string code) => Reasons.ByCode.TryGetValue(code, out var reason)
        && reason.Effect == ReasonEffect.Unsure
        && code is not ("algorithm-unsupported" or "subfilter-unsupported" or "signing-certificate-missing");

    private static string Render(List<Row> rows)
    {
        var text = new StringBuilder("""
            # Agreement with other verifiers

            What our verifier, `pdfsig` (poppler) and `mutool sign -v` (MuPDF) say about a collection of signed, attacked and odd files from public
            test suites. Judged are the cryptography and what followed each signature; none of the three is given a trust list. Ours is judged under
            the profile *sealed result*; "form" means that only filled-in fields keep a file from it, so that it holds under *form filling*.
            Every disagreement is explained by the program, not by hand. Rendered by

                MARKET_CORPUS=DIRECTORY MARKET_WRITE_DOCS=1 dotnet test tests/Signing.Tests --filter FullyQualifiedName~AgreementTests

            where the directory holds the files and their `MANIFEST.tsv`; it is no part of the project.


            """);
        text.AppendLine("| | ours | pdfsig | mutool |").AppendLine("|---|---|---|---|");
        foreach (var folder in rows.GroupBy(row => row.File[..row.File.IndexOf('/', StringComparison.Ordinal)]))
        {
            var count = folder.Count();
            string Share(Func<Row, bool> holds) => string.Create(English, $"{folder.Count(holds)} of {count} hold");
            text.AppendLine(English, $"| {folder.Key} | {Share(row => row.Ours == Answer.Holds)}, {folder.Count(row => row.IsForm)} more as forms | {Share(row => row.Pdfsig == Answer.Holds)} | {Share(row => row.Mutool == Answer.Holds)} |");
        }

        text.AppendLine().AppendLine("| file | ours | pdfsig | mutool | our codes | why they differ |").AppendLine("|---|---|---|---|---|---|");
        foreach (var row in rows)
        {
            text.AppendLine(English, $"| {row.File} | {(row.IsForm ? "form" : Word(row.Ours))} | {Word(row.Pdfsig)} | {Word(row.Mutool)} | {row.Codes} | {row.Why.Replace('|', '/')} |");
        }

        return text.ToString();
    }

    private static string Word(Answer answer) => answer switch
    {
        Answer.Holds => "holds",
        Answer.Rejects => "rejects",
        _ => "does not say",
    };

    private static string Repository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Market.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests do not run within the repository.");
        }

        return folder;
    }

    private sealed record Row(string File, Answer Ours, bool IsForm, Answer Pdfsig, Answer Mutool, string Codes, string Why);
}
