using System.Globalization;
using System.Text.Json;
using Market.Signing.Reports;

namespace Market.Signing;

/// <summary>A change that the profile does not allow, for programs.</summary>
/// <param name="Code">Reason code.</param>
/// <param name="Page">Counted from 1; null when it shows on none.</param>
/// <param name="ObjectNumber">Number of the PDF object; null when it is not one object.</param>
/// <param name="Detail">The key or field name concerned.</param>
/// <param name="Sentence">What happened, in words.</param>
public sealed record ModificationRecord(string Code, int? Page, int? ObjectNumber, string? Detail, string Sentence);

/// <summary>One seal or document time stamp, for programs.</summary>
/// <param name="Indication">In the standard's words, for example TOTAL-PASSED.</param>
/// <param name="SubIndication">In the standard's words, for example HASH_FAILURE; null when it passed.</param>
/// <param name="Intact">The signed bytes are unchanged and the signature value fits.</param>
/// <param name="CoversRevision">It covers its whole revision of the file.</param>
/// <param name="CoversWholeFile">Nothing but what the profile allows follows that revision.</param>
/// <param name="Trusted">Its certificate leads to a given anchor.</param>
/// <param name="Modifications">Later changes that the profile does not allow.</param>
/// <param name="Reasons">Codes of what kept it from passing.</param>
/// <param name="Notes">Codes that are worth knowing and decide nothing.</param>
/// <param name="SignedAt">Proven by a trusted time stamp.</param>
/// <param name="ClaimedAt">As the signer says; proves nothing.</param>
/// <param name="RevisionLength">That many first bytes of the file are what was signed.</param>
public sealed record SignatureRecord(
    string Field, string Indication, string? SubIndication, bool Intact, bool CoversRevision, bool CoversWholeFile, bool Trusted,
    IReadOnlyList<ModificationRecord> Modifications, IReadOnlyList<string> Reasons, IReadOnlyList<string> Notes,
    bool IsDocumentTimestamp, string? SignerName, string? Organisation, string? OrganisationCode,
    DateTimeOffset? SignedAt, DateTimeOffset? ClaimedAt, IReadOnlyList<int> Pages, long? RevisionLength);

/// <summary>What a file's seals prove, for programs: the same words on the command line and over HTTP.</summary>
/// <param name="File">The file as it was named by whoever asked; null when it came without a name.</param>
/// <param name="Verdict">The worst of the file and of all its seals, in the standard's words.</param>
/// <param name="Reasons">Every code that kept the file from passing, of the file itself and of its seals.</param>
/// <param name="Explanations">Each code of this record in a sentence.</param>
public sealed record VerificationRecord(
    string? File, string Verdict, IReadOnlyList<string> Reasons, IReadOnlyList<SignatureRecord> Signatures, int PageCount,
    IReadOnlyDictionary<string, string> Explanations)
{
    /// <summary>Puts a report into this form.</summary>
    /// <param name="file">The file as it was named.</param>
    /// <param name="report">What was found.</param>
    /// <param name="culture">The language of the sentences.</param>
    public static VerificationRecord Of(string? file, SealReport report, CultureInfo culture)
    {
        ArgumentNullException.ThrowIfNull(report);
        var signatures = report.Signatures.Select(signature => RecordOf(signature, culture)).ToList();
        var reasons = Effective(report.Reasons).Concat(signatures.SelectMany(ReasonsOf)).Distinct(StringComparer.Ordinal).ToList();
        var codes = reasons.Concat(report.Reasons).Concat(signatures.SelectMany(signature => signature.Notes)).Distinct(StringComparer.Ordinal);
        return new VerificationRecord(
            file, EtsiWords.Of(report.Verdict), reasons, signatures, report.PageCount,
            codes.ToDictionary(code => code, code => ReasonCatalogue.Explain(code, culture), StringComparer.Ordinal));
    }

    /// <summary>One line of JSON; Chinese stays readable.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, VerificationJson.Readable.VerificationRecord);

    private static SignatureRecord RecordOf(SignatureReport signature, CultureInfo culture) => new(
        signature.FieldName, EtsiWords.Of(signature.Indication), EtsiWords.Of(signature.SubIndication), signature.Intact,
        signature.CoversRevision, signature.CoversWholeFile, signature.Trusted,
        [.. signature.Modifications.Select(change => new ModificationRecord(
            change.Code, change.Page, change.ObjectNumber, change.Detail, ReasonCatalogue.Explain(change, culture)))],
        Effective(signature.Reasons), [.. signature.Reasons.Where(ReasonCatalogue.IsNote)],
        signature.IsDocumentTimestamp, signature.SignerName, signature.SignerOrganisation, signature.SignerOrganisationCode,
        signature.SignedAt, signature.ClaimedAt, signature.Pages, signature.RevisionLength);

    private static IEnumerable<string> ReasonsOf(SignatureRecord signature) =>
        signature.Reasons.Concat(signature.Modifications.Select(change => change.Code));

    private static List<string> Effective(IEnumerable<string> codes) => [.. codes.Where(code => !ReasonCatalogue.IsNote(code))];
}
