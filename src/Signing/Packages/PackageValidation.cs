using System.Security.Cryptography;
using System.Text.Json;
using Market.Signing.Ofd;
using Market.Signing.Validation;

namespace Market.Signing.Packages;

/// <summary>Judges a result package: the seal on its report, every file against the manifest inside that report, and the seals of the result by
/// what the package brings along.</summary>
internal sealed class PackageValidation
{
    private const int LargestReport = 64 << 20;
    private const int LargestEvidence = 16 << 20;
    private readonly ZipPackage _package;
    private readonly ValidationOptions _options;
    private readonly Findings _findings = new();
    private byte[] _unpacked = [];

    private PackageValidation(ZipPackage package, ValidationOptions options) => (_package, _options) = (package, options);

    /// <summary>Whether a ZIP file is meant to be one: an OFD package has a document of its own at that place.</summary>
    public static bool Recognises(Stream file)
    {
        try
        {
            return Names(ZipDirectory.Read(file).Entries.Select(entry => entry.Name));
        }
        catch (OfdFormatException)
        {
            return false;
        }
    }

    /// <summary>Whether a package stands at the end of a file that begins as something else.</summary>
    public static bool IsBehind(Stream file) => Names(ZipBehind.Names(file));

    private static bool Names(IEnumerable<string> names) => names.ToHashSet(StringComparer.Ordinal) is var all && all.Contains(ResultPackageManifest.ReportPath) && !all.Contains("OFD.xml");

    /// <summary>The verdict on a file that is a package to some programs and something else to others: never good.</summary>
    /// <param name="document">What it is when read as a document; null when it is none.</param>
    public static SealReport Ambiguous(SealReport? document) => document is null ? Unreadable(Reasons.PackageAmbiguous)
        : document with { Verdict = Indication.TotalFailed, Reasons = [Reasons.PackageAmbiguous.Code, .. document.Reasons] };

    /// <param name="isAmbiguous">Whether its first file makes it look like a document.</param>
    public static SealReport Validate(Stream file, ValidationOptions options, bool isAmbiguous)
    {
        try
        {
            var validation = new PackageValidation(ZipPackage.Open(file, isArchive: true), options);
            if (isAmbiguous)
            {
                validation._findings.Add(Reasons.PackageAmbiguous);
            }

            return validation.Run();
        }
        catch (OfdFormatException exception)
        {
            return Unreadable(exception.Reason == GuoMi.SealReasons.OfdTooLarge ? Reasons.PackageTooLarge : Reasons.PackageUnreadable);
        }
        catch (Exception exception) when (exception is not (IOException or ObjectDisposedException or OutOfMemoryException))
        {
            // The last line of defence, as for every other kind of file.
            return Unreadable(Reasons.ValidationInterrupted);
        }
    }

    private static SealReport Unreadable(Reason reason)
    {
        var findings = new Findings();
        findings.Add(reason);
        return new SealReport { Format = SealedFileFormat.ResultPackage, Verdict = findings.Indication, Readable = false, Reasons = findings.Codes };
    }

    private SealReport Run()
    {
        if (_package.HasHiddenBytes)
        {
            _findings.Add(Reasons.PackageUnreadable);
        }

        var cover = PdfSealValidator.Validate(Open(ResultPackageManifest.ReportPath, LargestReport), _options);
        if (ManifestOf(cover) is not { } manifest)
        {
            _findings.Add(Reasons.PackageManifestMissing);
            return Report(cover, [], [], 0);
        }

        var changes = Compare(manifest);
        if (changes.Count > 0)
        {
            _findings.Add(Reasons.PackageChanged);
        }

        var judged = _options with { Evidence = [.. EvidenceOf(manifest, changes)] };
        var results = manifest.Entries
            .Where(entry => entry.Role == ResultPackageManifest.ResultRole && _package.Contains(entry.Path))
            .Select(entry => (entry.Path, Report: Judge(entry.Path, judged))).ToList();
        if (results.Count == 0)
        {
            _findings.Add(Reasons.NoSignature);
        }

        foreach (var code in results.SelectMany(result => result.Report.Reasons))
        {
            _findings.Add(Reasons.ByCode.GetValueOrDefault(code) ?? GuoMi.SealReasons.ByCode[code]);
        }

        return Report(
            cover, changes, [.. results.SelectMany(result => result.Report.Signatures.Select(seal => Named(seal, result.Path)))],
            results.Sum(result => result.Report.PageCount), [.. results.Select(result => result.Report.Verdict)]);
    }

    private SealReport Report(
        SealReport cover, IReadOnlyList<Modification> changes, IReadOnlyList<SignatureReport> results, int pages, params IReadOnlyList<Indication> verdicts)
    {
        _findings.AddRange(cover.Reasons.Select(code => Reasons.ByCode[code]));
        // What is wrong with the package stands on the seal of its report: that seal is what vouches for every file.
        var seals = cover.Signatures.Select(seal => Named(seal, ResultPackageManifest.ReportPath) with { Modifications = [.. seal.Modifications, .. changes] });
        return new SealReport
        {
            Format = SealedFileFormat.ResultPackage,
            Verdict = verdicts.Append(cover.Verdict).Append(_findings.Indication).Max(),
            Readable = true,
            PageCount = pages,
            Signatures = [.. results, .. seals],
            Reasons = _findings.Codes,
        };
    }

    // Within the package, a length of one of its files would mislead.
    private static SignatureReport Named(SignatureReport seal, string path) => seal with { FieldName = $"{path}: {seal.FieldName}", RevisionLength = null };

    private static ResultPackageManifest? ManifestOf(SealReport cover)
    {
        if (cover.Attachments.Where(file => file.Name == ResultPackageManifest.AttachmentName).ToList() is not [var attached])
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(attached.Bytes.Span, PackageJson.Default.ResultPackageManifest) is
            {
                Format: ResultPackageManifest.CurrentFormat,
                Entries.Count: > 0,
            } manifest ? manifest : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private List<Modification> Compare(ResultPackageManifest manifest)
    {
        var changes = new List<Modification>();
        var listed = new HashSet<string>(StringComparer.Ordinal) { ResultPackageManifest.ReportPath };
        foreach (var entry in manifest.Entries)
        {
            if (!listed.Add(entry.Path) || !_package.Contains(entry.Path))
            {
                changes.Add(new Modification(ModificationCodes.PackageEntryMissing, Detail: entry.Path));
            }
            else if (_package.SizeOf(entry.Path) != entry.Size || Convert.ToHexStringLower(_package.Digest(entry.Path, HashAlgorithmName.SHA256)) != entry.Sha256)
            {
                changes.Add(new Modification(ModificationCodes.PackageEntryChanged, Detail: entry.Path));
            }
        }

        changes.AddRange(_package.Names.Where(name => !listed.Contains(name)).Select(name => new Modification(ModificationCodes.PackageEntryUnlisted, Detail: name)));
        return changes;
    }

    private IEnumerable<RevocationEvidence> EvidenceOf(ResultPackageManifest manifest, List<Modification> changes)
    {
        foreach (var entry in manifest.Entries.Where(entry => entry.Role == ResultPackageManifest.RevocationRole && changes.TrueForAll(change => change.Detail != entry.Path)))
        {
            yield return new RevocationEvidence(
                entry.Path.EndsWith(".crl", StringComparison.Ordinal) ? RevocationFormat.RevocationList : RevocationFormat.Ocsp,
                _package.Read(entry.Path, LargestEvidence));
        }
    }

    // One after another, and nothing is kept but the verdicts: a package of hundreds of drawings takes the memory of one.
    private SealReport Judge(string path, ValidationOptions options)
    {
        using var file = Open(path, LargestReport);
        return SealValidator.ValidateDocument(file, options) with { Attachments = [] };
    }

    // Stored files are read by seeking; a repacked one is unpacked, within limits, where the one before it was.
    private Stream Open(string path, int limit)
    {
        if (_package.OpenStored(path) is { } stored)
        {
            return stored;
        }

        var size = _package.SizeOf(path);
        if (size > limit)
        {
            throw new OfdFormatException(GuoMi.SealReasons.OfdTooLarge, "A file of the package is larger than its kind may be.");
        }

        if (_unpacked.Length < size)
        {
            _unpacked = new byte[size];
        }

        _package.ReadInto(path, _unpacked);
        return new MemoryStream(_unpacked, 0, (int)size, writable: false);
    }
}
