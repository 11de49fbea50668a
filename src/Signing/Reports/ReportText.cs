using System.Globalization;

namespace Market.Signing.Reports;

/// <summary>A report as plain text.</summary>
internal static class ReportText
{
    public static void Write(TextWriter output, VerificationReport report, CultureInfo language)
    {
        var words = new ReportWords(language);
        output.WriteLine(words.Say("title"));
        output.WriteLine();
        foreach (var (name, value) in ReportFacts.Of(report, words))
        {
            output.WriteLine(words.Say("line", name, value));
        }

        foreach (var reason in words.Reasons(report.Report.Reasons))
        {
            output.WriteLine("  - " + reason);
        }

        foreach (var check in report.Checks)
        {
            output.WriteLine(words.Say("text.check", check.Name, check.Outcome, check.Sentence));
        }

        foreach (var signature in report.Report.Signatures)
        {
            output.WriteLine();
            foreach (var (name, value) in ReportFacts.Of(signature, words))
            {
                output.WriteLine(words.Say("line", name, value));
            }

            foreach (var reason in words.Reasons(signature.Reasons).Concat(words.Changes(signature)))
            {
                output.WriteLine("  - " + reason);
            }
        }

        output.WriteLine();
        output.WriteLine(report.Limitation ?? words.Say("limitation"));
        if (report.Remark is { } remark)
        {
            output.WriteLine(remark);
        }
    }
}
