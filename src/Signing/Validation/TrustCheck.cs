using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Market.Signing.Certificates;

namespace Market.Signing.Validation;

/// <summary>Checks a signer's certificate at the proven time, or now where none is proven (EN 319 102-1, 5.2.6 and 5.5).</summary>
internal static class TrustCheck
{
    /// <param name="stampedAt">What a time stamp states that proves nothing; only tells more exactly what is missing.</param>
    /// <returns>Whether the certificate leads to an anchor and was good at that time.</returns>
    public static bool Check(
        X509Certificate2 certificate,
        IEnumerable<X509Certificate2> helpers,
        HashAlgorithmName digest,
        DateTimeOffset? provenAt,
        DateTimeOffset? stampedAt,
        TrustContext context,
        Findings findings)
    {
        var options = context.Options;
        var at = provenAt ?? options.AsOf;
        CheckValidity(certificate, provenAt, at, findings);
        if (!SealCertificateRules.MaySeal(certificate))
        {
            findings.Add(Reasons.CertificateNotForSigning);
        }

        var chain = ChainBuilder.Build(certificate, helpers, options.TrustAnchors, at);
        context.Paths[certificate.Thumbprint] = [.. chain.Path.Select(issuer => issuer.RawDataMemory)];
        if (!chain.ReachesAnchor)
        {
            findings.Add(Reasons.CertificateUntrusted);
        }
        else if (!chain.IsTrusted && chain.IsTimely)
        {
            findings.Add(Reasons.CertificateChainInvalid);
        }
        else if (!chain.IsTimely && certificate.NotBefore <= at && at <= certificate.NotAfter)
        {
            // An issuer was out of its time, not the signer.
            findings.Add(Reasons.CertificateChainInvalid);
        }

        CheckAlgorithms(certificate, chain, digest, provenAt, at, findings);
        CheckRevocation(certificate, chain, provenAt, at, context, findings);
        if (provenAt is null && !findings.Has(ReasonEffect.Fails))
        {
            TellMore(certificate, chain.ReachesAnchor ? null : IssuerAmong(helpers, certificate), stampedAt, context, findings);
        }

        return chain.IsTrusted;
    }

    private static void CheckValidity(X509Certificate2 certificate, DateTimeOffset? provenAt, DateTimeOffset at, Findings findings)
    {
        if (certificate.NotBefore <= at && at <= certificate.NotAfter)
        {
            return;
        }

        findings.Add(
            provenAt is null ? Reasons.CertificateNotValidNow
            : at < certificate.NotBefore ? Reasons.CertificateNotYetValidThen
            : Reasons.CertificateExpiredThen);
    }

    private static void CheckAlgorithms(
        X509Certificate2 certificate, ChainResult chain, HashAlgorithmName digest, DateTimeOffset? provenAt, DateTimeOffset at, Findings findings)
    {
        var isGood = AlgorithmPolicy.IsGood(digest, at)
            && AlgorithmPolicy.IsGoodPath(chain.Path, at);
        if (!isGood)
        {
            findings.Add(provenAt is null ? Reasons.AlgorithmTooWeakNow : Reasons.AlgorithmTooWeak);
        }
    }

    private static void CheckRevocation(
        X509Certificate2 certificate, ChainResult chain, DateTimeOffset? provenAt, DateTimeOffset at, TrustContext context, Findings findings)
    {
        if (chain.ReachesAnchor && chain.Path.Count > 1)
        {
            PathRevocation.Report(PathRevocation.Check(chain, context.Revocation, at, provenAt is not null), at, provenAt is not null, findings);
        }
        else
        {
            // Nobody known speaks for this certificate.
            findings.Add(RevocationCheck.NamesSource(certificate) ? Reasons.RevocationUnknown : Reasons.RevocationNotOffered);
        }
    }

    /// <summary>Where nothing is proven, says what would be wrong even if the stamp were believed: an engineer then looks at the certificate,
    /// not at the list of trusted roots.</summary>
    private static void TellMore(X509Certificate2 certificate, X509Certificate2? issuer, DateTimeOffset? stampedAt, TrustContext context, Findings findings)
    {
        if (findings.Has(Reasons.CertificateNotValidNow) && stampedAt is null)
        {
            findings.Add(Reasons.TimestampMissing);
        }

        if (stampedAt is not { } at)
        {
            return;
        }

        if (at < certificate.NotBefore || at > certificate.NotAfter)
        {
            findings.Add(Reasons.CertificateOutsideStamp);
        }

        if (issuer is not null)
        {
            var outcome = context.Revocation.Check(certificate, issuer, at, isProven: true);
            switch (outcome.State)
            {
                case RevocationState.Stale:
                    findings.Add(PathRevocation.ReasonOfStale(outcome, at));
                    break;
                case RevocationState.Revoked:
                    findings.Add(Reasons.CertificateRevokedNoPoe);
                    break;
                case RevocationState.OnHold:
                    findings.Add(Reasons.CertificateOnHold);
                    break;
                default:
                    break;
            }
        }
    }

    private static X509Certificate2? IssuerAmong(IEnumerable<X509Certificate2> helpers, X509Certificate2 certificate) =>
        helpers.FirstOrDefault(helper => helper.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData));
}
