using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Market.Signing.Reports;

/// <summary>What a report states, as pairs of name and value.</summary>
internal static class ReportFacts
{
    public static IEnumerable<(string Name, string Value)> Of(VerificationReport report, ReportWords words)
    {
        yield return (words.Say("file"), report.FileName);
        if (report.FileSize is { } size)
        {
            yield return (words.Say("size"), words.Say("bytes", size.ToString("N0", CultureInfo.InvariantCulture)));
        }

        if (report.Report.PageCount > 0)
        {
            yield return (words.Say("pages"), report.Report.PageCount.ToString(CultureInfo.InvariantCulture));
        }

        if (report.Sha256 is { } digest)
        {
            yield return ("SHA-256", digest);
        }

        yield return (words.Say("checked-at"), words.Say("china-time", ReportWords.Moment(report.CheckedAt)));
        yield return (words.Say("checked-by"), report.CheckedBy);
        yield return (words.Say("verdict"), $"{words.Verdict(report.Report.Verdict)} ({EtsiWords.Of(report.Report.Verdict)})");
        if (report.Conclusion is { } conclusion)
        {
            yield return (words.Say("conclusion"), conclusion);
        }
    }

    public static IEnumerable<(string Name, string Value)> Of(SignatureReport signature, ReportWords words)
    {
        yield return (words.Say(signature.IsDocumentTimestamp ? "timestamp" : "seal"), ReportWords.NameOf(signature));
        if (signature.SignerOrganisation is { } organisation)
        {
            yield return (words.Say("organisation"), string.Join(' ', new[] { organisation, signature.SignerOrganisationCode }.OfType<string>()));
        }

        if (signature.SignerTitle is { } title)
        {
            yield return (words.Say("title-of-person"), string.Join(' ', new[] { title, signature.SignerRegistrationNumber }.OfType<string>()));
        }

        yield return (words.Say("indication"), string.Join(' ', new[]
        {
            words.Verdict(signature.Indication), EtsiWords.Of(signature.Indication), EtsiWords.Of(signature.SubIndication),
        }.OfType<string>()));
        yield return (words.Say("time"), words.TimeOf(signature));
        yield return (words.Say("intact"), words.Say(signature.Intact ? "intact.yes" : "intact.no"));
        yield return (words.Say("covers"), words.CoverageOf(signature));
        yield return (words.Say("trusted"), words.Say(signature.Trusted ? "trusted.yes" : "trusted.no"));
        if (signature.Pages.Count > 0)
        {
            yield return (words.Say("shown-on"), string.Join(", ", signature.Pages));
        }
    }

    /// <summary>A certificate in a few cells: holder, issuer, validity, number. Null when it cannot be read.</summary>
    public static IReadOnlyList<string>? OfCertificate(ReadOnlyMemory<byte> encoded)
    {
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificate(encoded.Span);
            return
            [
                certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false),
                certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: true),
                string.Create(CultureInfo.InvariantCulture, $"{certificate.NotBefore.ToUniversalTime():yyyy-MM-dd} – {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd}"),
                certificate.SerialNumber,
            ];
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
