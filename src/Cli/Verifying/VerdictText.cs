using System.Globalization;
using Market.Signing;

namespace Market.Cli.Verifying;

/// <summary>One verdict for a reader: a headline, a line or two for each seal, and the reasons as sentences.</summary>
internal static class VerdictText
{
    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    public static void Write(TextWriter output, string file, SealReport report, CultureInfo language)
    {
        output.WriteLine(Texts.Say($"verdict.{report.Verdict}", file, EtsiWords.Of(report.Verdict)));
        foreach (var code in report.Reasons)
        {
            output.WriteLine($"  {Mark(code)} {ReasonCatalogue.Explain(code, language)} [{code}]");
        }

        foreach (var signature in report.Signatures)
        {
            WriteSignature(output, signature, language);
        }
    }

    private static void WriteSignature(TextWriter output, SignatureReport signature, CultureInfo language)
    {
        output.WriteLine(Texts.Say(
            signature.IsDocumentTimestamp ? "signature.timestamp" : "signature.seal",
            signature.SignerName ?? signature.Timestamp?.Authority ?? signature.FieldName,
            signature.SignerOrganisationCode is { } code ? Texts.Say("signature.code", code) : "",
            TimeOf(signature),
            signature.Pages.Count > 0 ? Texts.Say("signature.pages", string.Join(", ", signature.Pages)) : ""));
        output.WriteLine("    " + string.Join(
            Texts.Say("signature.separator"),
            Texts.Say(signature.Intact ? "signature.intact" : "signature.broken"),
            Texts.Say(signature switch
            {
                { CoversRevision: true, CoversWholeFile: true } => "signature.whole",
                { CoversRevision: true } => "signature.changed-later",
                _ => "signature.partial",
            }),
            Texts.Say(signature.Trusted ? "signature.trusted" : "signature.untrusted")));
        foreach (var reason in signature.Reasons)
        {
            output.WriteLine($"    {Mark(reason)} {ReasonCatalogue.Explain(reason, language)} [{reason}]");
        }

        foreach (var change in signature.Modifications)
        {
            output.WriteLine($"    ✗ {ReasonCatalogue.Explain(change, language)} [{change.Code}{ObjectOf(change)}]{(change.Code.StartsWith("package-", StringComparison.Ordinal) ? " " + change.Detail : "")}");
        }
    }

    private static string ObjectOf(Modification change) => change.ObjectNumber is { } number ? Texts.Say("signature.object", number) : "";

    // A reason that fails and one that leaves in doubt look different; a note is only a note.
    private static string Mark(string code) => ReasonCatalogue.IsNote(code) ? "·" : ReasonCatalogue.Fails(code) ? "✗" : "?";

    private static string TimeOf(SignatureReport signature) => signature switch
    {
        { SignedAt: { } proven } => Texts.Say("signature.proven", Say(proven)),
        { ClaimedAt: { } claimed } => Texts.Say("signature.claimed", Say(claimed)),
        _ => Texts.Say("signature.no-time"),
    };

    private static string Say(DateTimeOffset at) => at.ToOffset(China).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
