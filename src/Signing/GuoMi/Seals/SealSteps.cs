using Market.Signing.Validation;

namespace Market.Signing.GuoMi.Seals;

/// <summary>Collects the findings of each step and draws the report from them.</summary>
internal sealed class SealSteps
{
    private readonly List<(ElectronicSealStep Step, Findings Findings)> _steps = [];

    /// <summary>Starts a step; it passes unless something is found.</summary>
    public Findings Take(ElectronicSealStep step)
    {
        var findings = new Findings();
        _steps.Add((step, findings));
        return findings;
    }

    public ElectronicSealReport Report(ElectronicSeal? seal, ElectronicSealSignature? signature = null)
    {
        var all = new Findings();
        foreach (var (_, findings) in _steps)
        {
            all.AddRange(findings.Codes.Select(code => SealReasons.ByCode.GetValueOrDefault(code) ?? Reasons.ByCode[code]));
        }

        var signer = signature is not null && GmCertificate.TryParse(signature.SignerCertificate) is { } certificate
            ? GmName.Read(certificate.Subject)
            : null;
        return new ElectronicSealReport
        {
            Indication = all.Indication,
            SubIndication = all.SubIndication,
            Checks = [.. _steps.Select(step => new ElectronicSealCheck(step.Step, step.Findings.Indication, step.Findings.Codes))],
            Seal = seal,
            Signature = signature,
            SignerName = signer?.CommonName,
            SignerOrganisation = signer?.Organisation,
            SignerOrganisationCode = signer?.OrganisationCode,
            Reasons = all.Codes,
            AllFindings = all,
        };
    }
}
