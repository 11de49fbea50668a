using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Market.Signing.Certificates;
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
            new(SealReasons.SignerNotForSigning, Reasons.CertificateUntrusted, SealReasons.SignerChainInvalid), findings,
            path => PathRevocation.Report(Revocation(path, options, provenAt ?? options.AsOf, provenAt is not null), provenAt ?? options.AsOf, provenAt is not null, findings));
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
            new(SealReasons.MakerNotForSigning, SealReasons.MakerUntrusted, SealReasons.MakerChainInvalid), findings,
            path => ReportMaker(Revocation(path, options, at, isProven: true), at, findings));
    }

    // GM/T 0031-2025: what counts is the moment of making; a later revocation is worth a note.
    private static void ReportMaker(List<RevocationOutcome> outcomes, DateTimeOffset at, Findings findings)
    {
        if (outcomes[0].State is RevocationState.Revoked or RevocationState.OnHold)
        {
            findings.Add(SealReasons.MakerRevoked);
        }
        else
        {
            PathRevocation.Report(outcomes, at, isProven: true, findings);
        }
    }

    /// <summary>What is known of the revocation of each certificate of a path but the last.</summary>
    internal static List<RevocationOutcome> Revocation(GmChain chain, ValidationOptions options, DateTimeOffset at, bool isProven)
    {
        using var own = options.KnownRevocation is null ? TrustContext.Bare(options) : null;
        var path = new List<X509Certificate2>();
        try
        {
            path.AddRange(chain.Path.Select(certificate => X509CertificateLoader.LoadCertificate(certificate.Encoded.Span)));
            return PathRevocation.Check(path, options.KnownRevocation ?? own!.Revocation, at, isProven);
        }
        catch (CryptographicException)
        {
            // A certificate that only our own reader reads: nobody can be asked about it.
            return [new RevocationOutcome(RevocationState.Unknown)];
        }
        finally
        {
            path.ForEach(certificate => certificate.Dispose());
        }
    }

    private static void CheckPath(
        GmCertificate certificate,
        IReadOnlyList<GmCertificate> helpers,
        DateTimeOffset at,
        ValidationOptions options,
        PathReasons reasons,
        Findings findings,
        Action<GmChain> checkRevocation)
    {
        if (!certificate.MaySign || !CertificatePurposes.AllowSealing(certificate.ExtendedKeyUsage))
        {
            findings.Add(reasons.NotForSigning);
        }

        var chain = GmChain.Build(certificate, [.. helpers, .. options.KnownIssuers?.Invoke() ?? []], Anchors(options.TrustAnchors), at);
        if ((chain.Problems & GmChainProblems.NoAnchor) != 0)
        {
            findings.Add(reasons.Untrusted);
        }
        else if ((chain.Problems & GmChainProblems.RuleBroken) != 0
            || chain.Path.Skip(1).Any(issuer => !issuer.IsValidAt(at)))
        {
            findings.Add(reasons.ChainInvalid);
        }

        if ((chain.Problems & GmChainProblems.NoAnchor) == 0 && chain.Path.Count > 1)
        {
            checkRevocation(chain);
        }
        else
        {
            // Nobody known speaks for this certificate, or it is itself the anchor.
            findings.Add(certificate.OffersRevocation ? Reasons.RevocationUnknown : Reasons.RevocationNotOffered);
        }
    }

    private sealed record PathReasons(Reason NotForSigning, Reason Untrusted, Reason ChainInvalid);
}
