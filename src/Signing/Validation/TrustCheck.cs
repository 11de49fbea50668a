using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Market.Signing.Certificates;
using Market.Signing.Cms;

namespace Market.Signing.Validation;

/// <summary>Checks a signer's certificate at the proven time, or now where none is proven (EN 319 102-1, 5.2.6 and 5.5).</summary>
internal static class TrustCheck
{
    /// <returns>Whether the certificate leads to an anchor and was good at that time.</returns>
    public static bool Check(
        X509Certificate2 certificate,
        IEnumerable<X509Certificate2> helpers,
        HashAlgorithmName digest,
        DateTimeOffset? provenAt,
        ValidationOptions options,
        Findings findings)
    {
        var at = provenAt ?? options.AsOf;
        CheckValidity(certificate, provenAt, at, findings);
        if (!SealCertificateRules.MaySign(certificate))
        {
            findings.Add(Reasons.CertificateNotForSigning);
        }

        var chain = ChainBuilder.Build(certificate, helpers, options.TrustAnchors, at);
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
        findings.Add(NamesRevocationSource(certificate) ? Reasons.RevocationUnknown : Reasons.RevocationNotOffered);
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
        var isGood = AlgorithmPolicy.IsGood(digest, at) && AlgorithmPolicy.IsGoodKey(certificate, at);

        // The anchor is trusted as it is; everything below it must have been issued with good algorithms.
        for (var i = 0; i < chain.Certificates.Count - 1 && isGood; i++)
        {
            using var element = X509CertificateLoader.LoadCertificate(chain.Certificates[i]);
            isGood = AlgorithmPolicy.IsGoodIssue(element, at) && AlgorithmPolicy.IsGoodKey(element, at);
        }

        if (!isGood)
        {
            findings.Add(provenAt is null ? Reasons.AlgorithmTooWeakNow : Reasons.AlgorithmTooWeak);
        }
    }

    private static bool NamesRevocationSource(X509Certificate2 certificate)
    {
        try
        {
            return certificate.Extensions.Any(extension =>
                extension.Oid?.Value == Oids.CrlDistributionPoints
                || (extension is X509AuthorityInformationAccessExtension access && access.EnumerateOcspUris().Any()));
        }
        catch (CryptographicException)
        {
            return true;
        }
    }
}
