using System.Globalization;
using System.Resources;

namespace Market.Signing.Reports;

/// <summary>The words of reports, in ReportWords.resx and ReportWords.en.resx.</summary>
internal sealed class ReportWords(CultureInfo language)
{
    private static readonly ResourceManager Words = new("Market.Signing.Reports.ReportWords", typeof(ReportWords).Assembly);
    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    public CultureInfo Language => language;

    public string Say(string key, params object?[] arguments)
    {
        var words = Words.GetString(key, language) ?? throw new InvalidOperationException($"ReportWords.resx has no {key}.");
        return arguments.Length == 0 ? words : string.Format(CultureInfo.InvariantCulture, words, arguments);
    }

    public string Verdict(Indication indication) => Say($"verdict.{indication}");

    /// <summary>Date and time in China.</summary>
    public static string Moment(DateTimeOffset at) => at.ToOffset(China).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    public string TimeOf(SignatureReport signature) => signature switch
    {
        { SignedAt: { } proven } => Say("time.proven", Moment(proven)),
        { ClaimedAt: { } claimed } => Say("time.claimed", Moment(claimed)),
        _ => Say("time.unknown"),
    };

    public string CoverageOf(SignatureReport signature) => Say(signature switch
    {
        { CoversRevision: true, CoversWholeFile: true } => "covers.whole",
        { CoversRevision: true } => "covers.changed-later",
        _ => "covers.partial",
    });

    public static string NameOf(SignatureReport signature) =>
        signature.SignerName ?? signature.Timestamp?.Authority ?? signature.FieldName;

    /// <summary>The reasons of a file or a signature as sentences with their codes.</summary>
    public IEnumerable<string> Reasons(IEnumerable<string> codes) => codes.Select(code => $"{ReasonCatalogue.Explain(code, language)} [{code}]");

    /// <summary>Everything that was changed after a seal.</summary>
    public IEnumerable<string> Changes(SignatureReport signature) => signature.Modifications.Select(change =>
        $"{ReasonCatalogue.Explain(change, language)} [{change.Code}{(change.ObjectNumber is { } number ? Say("object", number) : "")}]");
}
