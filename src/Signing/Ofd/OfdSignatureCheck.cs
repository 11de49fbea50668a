using Market.Signing.GuoMi;
using Market.Signing.Validation;

namespace Market.Signing.Ofd;

/// <summary>Checks one signature of a package: its value over Signature.xml, and that file's digests over the others.</summary>
internal sealed class OfdSignatureCheck(ZipPackage files, OfdPackage package, ValidationOptions options)
{
    private const int LargestValue = 4 << 20;
    private readonly Findings _findings = new();
    private readonly List<Modification> _modifications = [];

    /// <param name="listed">The signature as listed.</param>
    /// <param name="signature">Its file; null when it is missing.</param>
    /// <param name="exempt">Files of the signatures themselves, which each protects on its own.</param>
    public SignatureReport Check(OfdListedSignature listed, OfdSignatureFile? signature, IReadOnlySet<string> exempt)
    {
        if (signature is null)
        {
            _findings.Add(SealReasons.OfdSignatureMissing);
            return Report(listed, null, null, []);
        }

        CheckReferences(signature);
        var uncovered = Uncovered(signature, exempt);
        if (uncovered.Count > 0)
        {
            _findings.Add(SealReasons.OfdFilesNotCovered);
        }

        return Report(listed, signature, CheckValue(signature), uncovered);
    }

    private void CheckReferences(OfdSignatureFile signature)
    {
        if (signature.References.Count == 0)
        {
            _findings.Add(SealReasons.OfdNoReferences);
        }

        if (signature.CheckMethod is not { } algorithm)
        {
            _findings.Add(Reasons.AlgorithmUnsupported);
            return;
        }

        if (!AlgorithmPolicy.IsGood(algorithm, options.AsOf))
        {
            _findings.Add(Reasons.AlgorithmTooWeakNow);
        }

        foreach (var reference in signature.References)
        {
            var changed = reference.File is null ? SealReasons.OfdFileMissing
                : reference.Digest is not { } expected || !files.Digest(reference.File, algorithm).AsSpan().SequenceEqual(expected) ? SealReasons.OfdFileChanged
                : null;
            if (changed is not null)
            {
                _findings.Add(changed);
                _modifications.Add(new Modification(changed.Code, Detail: reference.Location));
            }
        }
    }

    private List<string> Uncovered(OfdSignatureFile signature, IReadOnlySet<string> exempt)
    {
        var covered = signature.References.Select(reference => reference.File).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return [.. files.Names.Where(name => !covered.Contains(name) && !exempt.Contains(name)).Order(StringComparer.Ordinal)];
    }

    private GuoMiVerdict? CheckValue(OfdSignatureFile signature)
    {
        if (signature.Value is null)
        {
            _findings.Add(SealReasons.OfdSignatureMissing);
            return null;
        }

        var value = files.Read(signature.Value, LargestValue);
        var form = GuoMiForms.Recognise(value);
        if (form == GuoMiForm.None)
        {
            _findings.Add(SealReasons.OfdValueUnknown);
            return null;
        }

        var verdict = GuoMiVerdict.Of(form, value, files.Digest(signature.File, Sm3.Name), options);
        _findings.AddRange(verdict.Findings.All);
        if (verdict.ElectronicSeal is { } seal)
        {
            CheckSeal(signature, seal);
        }

        return verdict;
    }

    // What readers show is the seal in the package; what was signed is the one in the signature.
    private void CheckSeal(OfdSignatureFile signature, ElectronicSealReport report)
    {
        if (signature.Seal is { } shown
            && report.Seal is { } signed
            && !files.Read(shown, LargestValue).AsSpan().SequenceEqual(signed.Encoded.Span))
        {
            _findings.Add(SealReasons.OfdSealDiffers);
        }

        if (report.Signature?.PropertyInfo.TrimStart('/') != signature.File)
        {
            _findings.Add(SealReasons.OfdPropertyUnusual);
        }
    }

    private SignatureReport Report(OfdListedSignature listed, OfdSignatureFile? signature, GuoMiVerdict? verdict, List<string> uncovered)
    {
        var holder = verdict?.Holder;
        var isComplete = signature is not null && uncovered.Count == 0 && _modifications.Count == 0;
        return new SignatureReport
        {
            FieldName = listed.Id,
            Indication = _findings.Indication,
            SubIndication = _findings.SubIndication,
            Intact = verdict is { IsIntact: true } && _modifications.Count == 0 && signature!.References.Count > 0 && signature.CheckMethod is not null,
            CoversRevision = isComplete,
            CoversWholeFile = isComplete,
            UncoveredFiles = uncovered,
            Trusted = verdict is { IsTrusted: true },
            SignerName = holder?.CommonName,
            SignerOrganisation = holder?.Organisation,
            SignerOrganisationCode = holder?.OrganisationCode,
            SignerTitle = holder?.Title,
            SignerRegistrationNumber = holder?.SerialNumber,
            SignerCertificate = verdict?.Certificate?.Encoded,
            SignedAt = verdict?.ProvenAt,
            ClaimedAt = verdict?.ClaimedAt,
            Timestamp = verdict?.Timestamp,
            ElectronicSeal = verdict?.ElectronicSeal,
            Pages = [.. (signature?.PageReferences ?? []).Select(id => package.Pages.IndexOf(id) + 1).Where(page => page > 0).Distinct().Order()],
            Modifications = _modifications,
            Reasons = _findings.Codes,
        };
    }
}
