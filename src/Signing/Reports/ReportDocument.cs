using System.Globalization;
using System.Text;
using Market.Signing.Documents;
using Market.Signing.Fonts;

namespace Market.Signing.Reports;

/// <summary>A report as an A4 document: the verdict, the checks, each seal with its reasons, certificates and revisions.</summary>
internal static class ReportDocument
{
    private const double Small = 9;

    // A report is read by people: a file with thousands of findings is not made clearer by thousands of lines.
    private const int MostSignatures = 50;
    private const int MostChanges = 40;

    public static void Write(Stream output, VerificationReport report, CultureInfo language)
    {
        var words = new ReportWords(language);
        var document = new PdfDocumentWriter();
        var flow = new PdfFlow(document, marginMillimetres: 20);
        flow.Title(words.Say("title"));
        flow.Banner(Drawable(report.Conclusion ?? words.Verdict(report.Report.Verdict)), ColourOf(report.ConclusionLooks ?? report.Report.Verdict));
        Facts(flow, ReportFacts.Of(report, words));
        Lines(flow, words.Reasons(report.Report.Reasons));
        Checks(flow, report, words);
        Revisions(flow, report, words);
        var number = 0;
        foreach (var signature in report.Report.Signatures.Take(MostSignatures))
        {
            Signature(flow, signature, ++number, words);
        }

        if (report.Report.Signatures.Count > MostSignatures)
        {
            flow.Paragraph(words.Say("more-signatures", report.Report.Signatures.Count - MostSignatures), 10.5, indent: false);
        }

        flow.Space(4);
        flow.Paragraph(Drawable(report.Limitation ?? words.Say("limitation")), 10.5, indent: false);
        if (report.Remark is { } remark)
        {
            flow.Paragraph(Drawable(remark), 10.5, indent: false);
        }

        flow.NumberPages(Drawable(words.Say("running", report.CheckedBy)), words.Say("page"));
        document.Save(output, Drawable(words.Say("title-of", report.FileName)), report.CheckedAt);
    }

    // Unsure is never green.
    private static PdfColour ColourOf(Indication verdict) => verdict switch
    {
        Indication.TotalPassed => new(0.10, 0.48, 0.25),
        Indication.TotalFailed => new(0.75, 0.12, 0.12),
        _ => new(0.70, 0.42, 0.0),
    };

    private static void Checks(PdfFlow flow, VerificationReport report, ReportWords words)
    {
        if (report.Checks.Count == 0)
        {
            return;
        }

        flow.Heading(words.Say("checks"), 13);
        flow.Table(
            [3, 2, 9],
            [[words.Say("check"), words.Say("outcome"), words.Say("finding")], .. report.Checks.Select(check => Row(check.Name, check.Outcome, check.Sentence))]);
    }

    private static void Revisions(PdfFlow flow, VerificationReport report, ReportWords words)
    {
        var signed = report.Report.Signatures.Where(signature => signature.RevisionLength is not null).Take(MostSignatures).ToList();
        if (signed.Count == 0)
        {
            return;
        }

        flow.Heading(words.Say("revisions"), 13);
        flow.Table(
            [1, 4, 4, 6],
            [
                [words.Say("number"), words.Say("signed-by"), words.Say("bytes-covered"), words.Say("afterwards")],
                .. signed.Select((signature, index) => Row(
                    (index + 1).ToString(CultureInfo.InvariantCulture),
                    ReportWords.NameOf(signature),
                    words.Say("bytes", signature.RevisionLength!.Value.ToString("N0", CultureInfo.InvariantCulture)),
                    signature.Modifications.Count == 0 ? words.CoverageOf(signature) : words.Say("changes", signature.Modifications.Count))),
            ],
            Small);
    }

    private static void Signature(PdfFlow flow, SignatureReport signature, int number, ReportWords words)
    {
        flow.Heading(Drawable(words.Say(signature.IsDocumentTimestamp ? "timestamp-number" : "seal-number", number, ReportWords.NameOf(signature))), 13);
        Facts(flow, ReportFacts.Of(signature, words).Skip(1));
        Lines(flow, words.Reasons(signature.Reasons));
        Lines(flow, words.Changes(signature).Take(MostChanges));
        if (signature.Modifications.Count > MostChanges)
        {
            flow.Paragraph(words.Say("more-changes", signature.Modifications.Count - MostChanges), Small, indent: false);
        }

        var certificates = signature.CertificatePath.Select(ReportFacts.OfCertificate).OfType<IReadOnlyList<string>>().ToList();
        if (certificates.Count > 0)
        {
            flow.Table(
                [4, 4, 4, 5],
                [
                    [words.Say("certificate"), words.Say("issuer"), words.Say("valid"), words.Say("serial")],
                    .. certificates.Select(cells => Row([.. cells])),
                ],
                Small);
        }
    }

    private static void Facts(PdfFlow flow, IEnumerable<(string Name, string Value)> facts)
    {
        foreach (var (name, value) in facts)
        {
            flow.Entry(name, Drawable(value), 30, 10.5);
        }
    }

    private static void Lines(PdfFlow flow, IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            flow.Paragraph("· " + Drawable(line), 10, indent: false);
        }

        flow.Space(2);
    }

    private static IReadOnlyList<string> Row(params string[] cells) => [.. cells.Select(Drawable)];

    /// <summary>Names come from the file and may hold anything; what the font does not have is shown as a box.</summary>
    private static string Drawable(string text)
    {
        var drawable = new StringBuilder(text.Length);
        foreach (var character in text.EnumerateRunes())
        {
            drawable.Append(!Rune.IsControl(character) && FontLibrary.Serif.GlyphOf(character.Value) > 0 && FontLibrary.SerifBold.GlyphOf(character.Value) > 0 ? character.ToString() : "□");
        }

        return drawable.ToString();
    }
}
