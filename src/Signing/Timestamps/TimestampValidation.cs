using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Market.Signing.Certificates;
using Market.Signing.Cms;
using Market.Signing.GuoMi;
using Market.Signing.Validation;

namespace Market.Signing.Timestamps;

/// <summary>Decides whether a time-stamp token proves its time (EN 319 102-1, 5.4).</summary>
internal static class TimestampValidation
{
    /// <param name="token">The DER of the token, zero bytes allowed behind it.</param>
    /// <param name="stampedDigest">The digest of what must have been stamped, by algorithm.</param>
    /// <param name="context">Anchors, the moment of asking, and what came with the file.</param>
    /// <param name="end">Where in the file everything about the token is complete; null outside of any file.</param>
    /// <param name="findings">Receives what keeps it from being a proof.</param>
    public static TimestampReport Validate(
        ReadOnlyMemory<byte> token,
        Func<HashAlgorithmName, byte[]> stampedDigest,
        TrustContext context,
        long? end,
        Findings findings)
    {
        var options = context.Options;
        CmsSignedData cms;
        TimestampInfo info;
        try
        {
            cms = CmsSignedData.ParseGuoMi(token);
            info = TimestampInfo.Read(cms);
        }
        catch (CmsFormatException)
        {
            findings.Add(Reasons.TimestampMalformed);
            return new TimestampReport(null, null, null, IsProof: false, findings.Codes);
        }

        if (GmTimestamp.IsOwn(cms))
        {
            return GmTimestamp.Validate(cms, info, stampedDigest, context, context.Proofs.Of(end), findings);
        }

        foreach (var (format, encoded) in CmsRevocationValues.Read(cms))
        {
            context.Material.AddRevocation(format, encoded, end ?? 0);
        }

        var provenAt = context.Proofs.Of(end);
        using var pool = new CertificatePool(cms.Certificates);
        var authority = CheckToken(cms, info, stampedDigest, pool, provenAt ?? options.AsOf, findings);
        if (authority is not null)
        {
            CheckAuthority(authority, [.. pool.Certificates, .. context.Helpers], info.At, provenAt, context, findings);
        }

        if (info.At > options.AsOf.AddMinutes(5))
        {
            findings.Add(Reasons.TimestampInFuture);
        }

        return new TimestampReport(
            info.At,
            authority is null ? null : SubjectName.Read(authority).CommonName,
            info.Policy,
            findings.Indication == Indication.TotalPassed,
            findings.Codes);
    }

    private static X509Certificate2? CheckToken(
        CmsSignedData cms,
        TimestampInfo info,
        Func<HashAlgorithmName, byte[]> stampedDigest,
        CertificatePool pool,
        DateTimeOffset knownAt,
        Findings findings)
    {
        if (!DigestAlgorithm.TryFromOid(info.ImprintAlgorithm.Oid, out var algorithm))
        {
            findings.Add(Reasons.TimestampAlgorithmTooWeak);
        }
        else if (!info.Matches(algorithm, stampedDigest(algorithm)))
        {
            findings.Add(Reasons.TimestampImprintMismatch);
        }

        var inner = new Findings();
        var content = cms.Content!.Value;
        var verification = CmsVerification.Verify(
            cms, Oids.TstInfo, digest => DigestAlgorithm.Compute(digest, content.Span), pool, inner);
        if (!verification.IsIntact || inner.Has(ReasonEffect.Fails))
        {
            findings.Add(Reasons.TimestampSignatureInvalid);
            return verification.Certificate;
        }

        // A stamp proves something only as long as its own algorithms are good: until now, or until a later stamp took over.
        if (!AlgorithmPolicy.IsGood(algorithm, knownAt)
            || !AlgorithmPolicy.IsGood(verification.Digest, knownAt)
            || !AlgorithmPolicy.IsGoodKey(verification.Certificate!, knownAt))
        {
            findings.Add(Reasons.TimestampAlgorithmTooWeak);
        }

        return verification.Certificate;
    }

    private static void CheckAuthority(
        X509Certificate2 authority,
        List<X509Certificate2> helpers,
        DateTimeOffset at,
        DateTimeOffset? provenAt,
        TrustContext context,
        Findings findings)
    {
        if (!IsFit(authority))
        {
            findings.Add(Reasons.TimestampAuthorityUnfit);
        }

        var chain = ChainBuilder.Build(authority, helpers, context.Options.TimestampAnchors, at);
        if (!chain.IsTrusted)
        {
            findings.Add(Reasons.TimestampUntrusted);
            if (!chain.ReachesAnchor && IsIssuerMissing(authority, helpers))
            {
                findings.Add(Reasons.TimestampIssuerMissing);
            }

            return;
        }

        if (!AlgorithmPolicy.IsGoodPath(chain.Path, provenAt ?? context.Options.AsOf))
        {
            findings.Add(Reasons.TimestampAlgorithmTooWeak);
        }

        ReportRevocation(PathRevocation.Check(chain, context.Revocation, at, isProven: true), provenAt, findings);
        if (authority.NotAfter < (provenAt ?? context.Options.AsOf))
        {
            findings.Add(Reasons.TimestampAuthorityExpired);
        }
    }

    /// <summary>RFC 3161, 4: after a revocation without a harmless reason, whoever has the key could stamp any time; then only stamps
    /// that are proven to be older count.</summary>
    internal static void ReportRevocation(List<RevocationOutcome> outcomes, DateTimeOffset? provenAt, Findings findings)
    {
        foreach (var outcome in outcomes)
        {
            switch (outcome.State)
            {
                case RevocationState.Revoked or RevocationState.OnHold:
                case RevocationState.RevokedLater when outcome.Standing is { } standing && !standing.IsHarmless && standing.WasRevokedAt(provenAt ?? DateTimeOffset.MaxValue):
                    findings.Add(Reasons.TimestampAuthorityRevoked);
                    break;
                case RevocationState.Stale or RevocationState.Unproven or RevocationState.Unknown:
                    findings.Add(Reasons.TimestampRevocationUnknown);
                    break;
                default:
                    break;
            }
        }
    }

    // Nobody can tell who this authority is: what issued its certificate is neither trusted here nor in the file.
    private static bool IsIssuerMissing(X509Certificate2 authority, List<X509Certificate2> helpers) =>
        !helpers.Exists(helper => helper.SubjectName.RawData.AsSpan().SequenceEqual(authority.IssuerName.RawData));

    // RFC 3161, 2.3: one extended key usage, timeStamping, marked critical.
    private static bool IsFit(X509Certificate2 authority)
    {
        try
        {
            var usages = authority.Extensions.OfType<X509EnhancedKeyUsageExtension>().ToList();
            return usages is [{ Critical: true } usage]
                && usage.EnhancedKeyUsages is [{ Value: Oids.TimeStamping }]
                && SealCertificateRules.MaySign(authority);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
