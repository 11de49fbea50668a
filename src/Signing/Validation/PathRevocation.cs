using System.Security.Cryptography.X509Certificates;
using Market.Signing.Certificates;

namespace Market.Signing.Validation;

/// <summary>Checks every certificate of a path for revocation; the anchor is trusted as it is.</summary>
internal static class PathRevocation
{
    /// <summary>The outcome for the first certificate, then those of its issuers, the anchor left out.</summary>
    public static List<RevocationOutcome> Check(ChainResult chain, RevocationCheck check, DateTimeOffset at, bool isProven) =>
        Check(chain.Path, check, at, isProven);

    /// <param name="path">The certificate, then its issuers, the anchor last.</param>
    public static List<RevocationOutcome> Check(IReadOnlyList<X509Certificate2> path, RevocationCheck check, DateTimeOffset at, bool isProven) =>
        [.. Enumerable.Range(0, Math.Max(0, path.Count - 1)).Select(i => check.Check(path[i], path[i + 1], at, isProven))];

    /// <summary>What it means for a signer at the proven time, or now.</summary>
    public static void Report(List<RevocationOutcome> outcomes, DateTimeOffset at, bool isProven, Findings findings)
    {
        findings.Add(outcomes[0].State switch
        {
            RevocationState.Good => Reasons.RevocationGood,
            RevocationState.RevokedLater => Reasons.CertificateRevokedLater,
            RevocationState.Revoked => isProven ? Reasons.CertificateRevoked : Reasons.CertificateRevokedNoPoe,
            RevocationState.OnHold => Reasons.CertificateOnHold,
            RevocationState.Stale => ReasonOfStale(outcomes[0], at),
            RevocationState.Unproven => Reasons.RevocationUnproven,
            RevocationState.Unknown => Reasons.RevocationUnknown,
            _ => Reasons.RevocationNotOffered,
        });
        foreach (var issuer in outcomes.Skip(1))
        {
            if (issuer.State is RevocationState.Revoked or RevocationState.OnHold)
            {
                findings.Add(Reasons.IssuerRevoked);
            }
            else if (issuer.State is RevocationState.Stale or RevocationState.Unproven or RevocationState.Unknown)
            {
                findings.Add(Reasons.IssuerRevocationUnknown);
            }
        }
    }

    /// <summary>Why an authentic word is of no use: it was made before that moment and newer was due, or after the authority may have forgotten
    /// the certificate.</summary>
    public static Reason ReasonOfStale(RevocationOutcome outcome, DateTimeOffset at) =>
        outcome.Standing is { } standing && standing.ThisUpdate < at ? Reasons.RevocationBeforeSeal : Reasons.RevocationStale;
}
