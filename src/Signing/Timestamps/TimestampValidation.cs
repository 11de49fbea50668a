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
    /// <param name="helpers">Intermediates found elsewhere in the file.</param>
    /// <param name="options">Anchors and the moment of asking.</param>
    /// <param name="findings">Receives what keeps it from being a proof.</param>
    public static TimestampReport Validate(
        ReadOnlyMemory<byte> token,
        Func<HashAlgorithmName, byte[]> stampedDigest,
        IReadOnlyList<X509Certificate2> helpers,
        ValidationOptions options,
        Findings findings)
    {
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
            return GmTimestamp.Validate(cms, info, stampedDigest, options, findings);
        }

        using var pool = new CertificatePool(cms.Certificates);
        var authority = CheckToken(cms, info, stampedDigest, pool, options, findings);
        if (authority is not null)
        {
            CheckAuthority(authority, [.. pool.Certificates, .. helpers], info.At, options, findings);
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
        ValidationOptions options,
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

        // A stamp proves something only as long as its own algorithms are good, so the moment of asking counts.
        if (!AlgorithmPolicy.IsGood(algorithm, options.AsOf)
            || !AlgorithmPolicy.IsGood(verification.Digest, options.AsOf)
            || !AlgorithmPolicy.IsGoodKey(verification.Certificate!, options.AsOf))
        {
            findings.Add(Reasons.TimestampAlgorithmTooWeak);
        }

        return verification.Certificate;
    }

    private static void CheckAuthority(
        X509Certificate2 authority, List<X509Certificate2> helpers, DateTimeOffset at, ValidationOptions options, Findings findings)
    {
        if (!IsFit(authority))
        {
            findings.Add(Reasons.TimestampAuthorityUnfit);
        }

        if (!ChainBuilder.Build(authority, helpers, options.TimestampAnchors, at).IsTrusted)
        {
            findings.Add(Reasons.TimestampUntrusted);
        }
    }

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
