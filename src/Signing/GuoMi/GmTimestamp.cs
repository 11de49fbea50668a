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
    /// <inheritdoc cref="TimestampValidation.Validate" path="/param"/>
    public static TimestampReport Validate(
        CmsSignedData cms, TimestampInfo info, Func<HashAlgorithmName, byte[]> stampedDigest, ValidationOptions options, Findings findings)
    {
        var authority = CheckToken(cms, info, stampedDigest, findings);
        if (authority is not null)
        {
            CheckAuthority(authority, cms, info.At, options, findings);
        }

        if (info.At > options.AsOf + ClockDifference)
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
        GmCertificate authority, CmsSignedData cms, DateTimeOffset at, ValidationOptions options, Findings findings)
    {
        // RFC 3161, 2.3: timeStamping and nothing else. That it be critical is asked too, but not kept by all authorities.
        if (authority.ExtendedKeyUsage is not [Oids.TimeStamping] || !authority.MaySign)
        {
            findings.Add(Reasons.TimestampAuthorityUnfit);
        }

        var chain = GmChain.Build(authority, GmSigner.CertificatesOf(cms), GmTrust.Anchors(options.TimestampAnchors), at);
        if (!chain.IsTrusted)
        {
            findings.Add(Reasons.TimestampUntrusted);
        }
    }
}
