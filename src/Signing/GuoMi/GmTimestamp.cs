using System.Security.Cryptography;
using Market.Signing.Cms;
using Market.Signing.Timestamps;
using Market.Signing.Validation;

namespace Market.Signing.GuoMi;

/// <summary>Decides whether a time-stamp token over a signature value proves its time: GB/T 20520, which is RFC 3161 with
/// SM2 and SM3. Tokens of other algorithms go to the ordinary validation.</summary>
internal static class GmTimestamp
{
    private static readonly TimeSpan ClockDifference = TimeSpan.FromMinutes(5);

    /// <summary>Reasons that make a token worthless, as opposed to not trusted here.</summary>
    public static bool IsInvalid(TimestampReport report) => report.Reasons.Any(code =>
        code == Reasons.TimestampMalformed.Code
        || code == Reasons.TimestampImprintMismatch.Code
        || code == Reasons.TimestampSignatureInvalid.Code
        || code == Reasons.TimestampAuthorityUnfit.Code);

    /// <summary>Whether the structure is this class's to judge: signed with SM2, or under the identifiers of GB/T 35275.</summary>
    public static bool IsOwn(CmsSignedData cms) =>
        cms.StructureType == GuoMiOids.SignedData || cms.Signers is [{ } signer] && GuoMiOids.IsSm2WithSm3(signer.SignatureAlgorithm.Oid);

    /// <summary>A token over a signature value, of any algorithm.</summary>
    public static TimestampReport Validate(ReadOnlyMemory<byte> token, ReadOnlyMemory<byte> stamped, ValidationOptions options)
    {
        using var context = TrustContext.Bare(options);
        return TimestampValidation.Validate(
            token, algorithm => DigestAlgorithm.Compute(algorithm, stamped.Span), context, null, new Findings());
    }

    /// <summary>A token that is <see cref="IsOwn"/>.</summary>
    /// <param name="cms">The token as read.</param>
    /// <param name="info">What it states.</param>
    /// <param name="stampedDigest">The digest of what must have been stamped, by algorithm.</param>
    /// <param name="context">Anchors, the moment of asking, and what is known of revocation.</param>
    /// <param name="provenAt">By when the token is proven to have existed; null for not before the moment of asking.</param>
    /// <param name="findings">Receives what keeps it from being a proof.</param>
    public static TimestampReport Validate(
        CmsSignedData cms, TimestampInfo info, Func<HashAlgorithmName, byte[]> stampedDigest, TrustContext context, DateTimeOffset? provenAt,
        Findings findings)
    {
        var authority = CheckToken(cms, info, stampedDigest, findings);
        if (authority is not null)
        {
            CheckAuthority(authority, cms, info.At, provenAt, context, findings);
        }

        if (info.At > context.Options.AsOf + ClockDifference)
        {
            findings.Add(Reasons.TimestampInFuture);
        }

        return new TimestampReport(
            info.At,
            authority is null ? null : GmName.Read(authority.Subject).CommonName,
            info.Policy,
            findings.Indication == Indication.TotalPassed,
            findings.Codes);
    }

    private static GmCertificate? CheckToken(CmsSignedData cms, TimestampInfo info, Func<HashAlgorithmName, byte[]> stampedDigest, Findings findings)
    {
        if (ImprintAlgorithm(info.ImprintAlgorithm.Oid) is not { } algorithm)
        {
            findings.Add(Reasons.TimestampAlgorithmTooWeak);
        }
        else if (!info.Imprint.Span.SequenceEqual(stampedDigest(algorithm)))
        {
            findings.Add(Reasons.TimestampImprintMismatch);
        }

        // RFC 3161, 2.4.2: exactly one signer, and its attributes are signed.
        var certificate = cms.Signers is [{ } signer] ? GmSigner.FindCertificate(cms, signer) : null;
        if (certificate is null || !GmSigner.HoldsOverAttributes(cms.Signers[0], Oids.TstInfo, Sm3.HashData(cms.Content!.Value.Span), certificate))
        {
            findings.Add(Reasons.TimestampSignatureInvalid);
        }

        return certificate;
    }

    private static HashAlgorithmName? ImprintAlgorithm(string oid) => oid switch
    {
        GuoMiOids.Sm3 => Sm3.Name,
        Oids.Sha256 => HashAlgorithmName.SHA256,
        Oids.Sha384 => HashAlgorithmName.SHA384,
        Oids.Sha512 => HashAlgorithmName.SHA512,
        _ => null,
    };

    private static void CheckAuthority(
        GmCertificate authority, CmsSignedData cms, DateTimeOffset at, DateTimeOffset? provenAt, TrustContext context, Findings findings)
    {
        // RFC 3161, 2.3: timeStamping and nothing else. That it be critical is asked too, but not kept by all authorities.
        if (authority.ExtendedKeyUsage is not [Oids.TimeStamping] || !authority.MaySign)
        {
            findings.Add(Reasons.TimestampAuthorityUnfit);
        }

        IReadOnlyList<GmCertificate> helpers = [.. GmSigner.CertificatesOf(cms), .. context.Options.KnownIssuers?.Invoke() ?? context.GuoMiHelpers()];
        var chain = GmChain.Build(authority, helpers, GmTrust.Anchors(context.Options.TimestampAnchors), at);
        if (!chain.IsTrusted)
        {
            findings.Add(Reasons.TimestampUntrusted);
            if ((chain.Problems & GmChainProblems.NoAnchor) != 0 && !helpers.Any(helper => helper.Subject.Span.SequenceEqual(authority.Issuer.Span)))
            {
                findings.Add(Reasons.TimestampIssuerMissing);
            }

            return;
        }

        var options = context.Options with { KnownRevocation = context.Options.KnownRevocation ?? context.Revocation };
        TimestampValidation.ReportRevocation(GmTrust.Revocation(chain, options, at, isProven: true), provenAt, findings);
        if (!authority.IsValidAt(provenAt ?? options.AsOf))
        {
            findings.Add(Reasons.TimestampAuthorityExpired);
        }
    }
}
