using System.Security.Cryptography.X509Certificates;
using Market.Signing.Validation;

namespace Market.Signing.GuoMi;

/// <summary>Checks an SM2 certificate's path, use and validity against the configured anchors.</summary>
internal static class GmTrust
{
    public static IReadOnlyList<GmCertificate> Anchors(IReadOnlyList<X509Certificate2> anchors) =>
        [.. anchors.Select(anchor => GmCertificate.TryParse(anchor.RawData)).OfType<GmCertificate>()];

    /// <summary>A signer's certificate, at the proven time, or else at the claimed one and now.</summary>
    public static void CheckSigner(
        GmCertificate certificate,
        IReadOnlyList<GmCertificate> helpers,
        DateTimeOffset? provenAt,
        DateTimeOffset? claimedAt,
        ValidationOptions options,
        Findings findings)
    {
        var at = provenAt ?? claimedAt ?? options.AsOf;
        if (!certificate.IsValidAt(at) && (provenAt ?? claimedAt) is not null)
        {
            findings.Add(at < certificate.NotBefore ? Reasons.CertificateNotYetValidThen : Reasons.CertificateExpiredThen);
        }
        else if (provenAt is null && !certificate.IsValidAt(options.AsOf))
        {
            // A claimed time can be set back by whoever holds the key of an expired certificate.
            findings.Add(Reasons.CertificateNotValidNow);
        }

        CheckPath(
            certificate, helpers, at, options,
            new(SealReasons.SignerNotForSigning, Reasons.CertificateUntrusted, SealReasons.SignerChainInvalid), findings);
    }

    /// <summary>A seal maker's certificate at the moment it must have been valid.</summary>
    public static void CheckMaker(GmCertificate certificate, DateTimeOffset at, ValidationOptions options, Findings findings)
    {
        if (!certificate.IsValidAt(at))
        {
            findings.Add(SealReasons.MakerNotValid);
        }
        else if (!certificate.IsValidAt(options.AsOf))
        {
            findings.Add(SealReasons.MakerExpiredNow);
        }

        CheckPath(
            certificate, [], at, options,
            new(SealReasons.MakerNotForSigning, SealReasons.MakerUntrusted, SealReasons.MakerChainInvalid), findings);
    }

    private static void CheckPath(
        GmCertificate certificate,
        IReadOnlyList<GmCertificate> helpers,
        DateTimeOffset at,
        ValidationOptions options,
        PathReasons reasons,
        Findings findings)
    {
        if (!certificate.MaySign)
        {
            findings.Add(reasons.NotForSigning);
        }

        var chain = GmChain.Build(certificate, helpers, Anchors(options.TrustAnchors), at);
        if ((chain.Problems & GmChainProblems.NoAnchor) != 0)
        {
            findings.Add(reasons.Untrusted);
        }
        else if ((chain.Problems & GmChainProblems.RuleBroken) != 0
            || chain.Path.Skip(1).Any(issuer => !issuer.IsValidAt(at)))
        {
            findings.Add(reasons.ChainInvalid);
        }

        findings.Add(certificate.OffersRevocation ? Reasons.RevocationUnknown : Reasons.RevocationNotOffered);
    }

    private sealed record PathReasons(Reason NotForSigning, Reason Untrusted, Reason ChainInvalid);
}
