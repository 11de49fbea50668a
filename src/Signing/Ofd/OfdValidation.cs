using Market.Signing.GuoMi;
using Market.Signing.Validation;

namespace Market.Signing.Ofd;

/// <summary>Validates a whole package: reads it, checks each signature, draws the verdict.</summary>
internal static class OfdValidation
{
    /// <exception cref="OfdFormatException">The package cannot be read in one way.</exception>
    public static SealReport Validate(Stream ofd, ValidationOptions options)
    {
        var files = ZipPackage.Open(ofd);
        var package = OfdPackage.Read(files);
        var findings = new Findings();
        if (files.HasHiddenBytes)
        {
            findings.Add(SealReasons.OfdHiddenBytes);
        }

        if (package.IsListMissing)
        {
            findings.Add(SealReasons.OfdSignatureMissing);
        }
        else if (package.Signatures.Count == 0)
        {
            findings.Add(Reasons.NoSignature);
        }

        if (package.Signatures.Where(listed => listed.File is not null).GroupBy(listed => listed.File).Any(same => same.Count() > 1))
        {
            throw new OfdFormatException(Reasons.SignatureShared, "One signature is listed twice.");
        }

        var parsed = package.Signatures.ConvertAll(listed => listed.File is null ? null : OfdSignatureFile.Read(files, listed.File));

        // Every signature is checked by itself, so none needs to protect another's files; later ones could not be added otherwise.
        var exempt = parsed.OfType<OfdSignatureFile>()
            .SelectMany(signature => (string?[])[signature.File, signature.Value, signature.Seal])
            .OfType<string>()
            .Concat(package.Lists)
            .ToHashSet(StringComparer.Ordinal);
        using var context = TrustContext.Bare(options);
        options = options with { KnownRevocation = context.Revocation };
        var reports = package.Signatures
            .Zip(parsed, (listed, signature) => new OfdSignatureCheck(files, package, options).Check(listed, signature, exempt))
            .ToList();
        return new SealReport
        {
            Format = SealedFileFormat.Ofd,
            Verdict = reports.Select(report => report.Indication).Append(findings.Indication).Max(),
            Readable = true,
            PageCount = package.Pages.Count,
            Signatures = reports,
            Reasons = findings.Codes,
        };
    }
}
