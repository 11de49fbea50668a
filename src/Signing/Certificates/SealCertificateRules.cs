using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;
using Market.Signing.Cms;
using Market.Signing.GuoMi;
using Market.Signing.Validation;

namespace Market.Signing.Certificates;

/// <summary>What a certificate and its key must be before they may seal.</summary>
internal static class SealCertificateRules
{
    /// <summary>Shortest RSA modulus accepted for new seals, in bits (TS 119 312).</summary>
    public const int SmallestRsaKey = 2048;

    /// <summary>Shortest elliptic-curve key accepted for new seals, in bits.</summary>
    public const int SmallestEcKey = 256;

    private static readonly TimeSpan ExpiresSoon = TimeSpan.FromDays(30);

    private static readonly ConditionalWeakTable<X509Certificate2, object> StrongEnough = [];

    /// <summary>Throws with a stable code when the key may not seal at this moment.</summary>
    public static void RequireUsable(ISealKey key, DateTimeOffset at)
    {
        var certificate = key.Certificate;
        if (at < certificate.NotBefore)
        {
            throw new SealRefusedException("certificate-not-yet-valid", Sentence("is valid only from", certificate.NotBefore));
        }

        if (at > certificate.NotAfter)
        {
            throw new SealRefusedException("certificate-expired", Sentence("expired on", certificate.NotAfter));
        }

        if (!MaySeal(certificate))
        {
            throw new SealRefusedException("certificate-not-for-signing", "The certificate's key usage, or the purpose it names, does not allow sealing.");
        }

        RequireStrength(certificate);
        if (IsWeaklyIssued(certificate, at) && !IsSelfIssued(certificate))
        {
            throw new SealRefusedException(
                SealRefusedException.CertificateTooWeak, $"The certificate was issued with {certificate.SignatureAlgorithm.FriendlyName}, which is no longer good enough.");
        }
    }

    /// <summary>What the holder should know although the certificate may seal.</summary>
    public static IEnumerable<SealWarning> WarningsFor(X509Certificate2 certificate, DateTimeOffset at)
    {
        if (IsSelfIssued(certificate))
        {
            yield return new SealWarning(SealWarning.SelfSigned, "The certificate was issued by its own holder; nobody vouches for it.");
        }

        if (certificate.NotAfter - at < ExpiresSoon)
        {
            yield return new SealWarning(SealWarning.ExpiresSoon, Sentence("ends on", certificate.NotAfter));
        }
    }

    /// <summary>RFC 5280, 4.2.1.3: without the extension every use is allowed.</summary>
    public static bool MaySign(X509Certificate2 certificate)
    {
        var usage = certificate.Extensions.OfType<X509KeyUsageExtension>().FirstOrDefault();
        return usage is null
            || (usage.KeyUsages & (X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation)) != 0;
    }

    /// <summary>Whether it may sign, and names no purpose but others than documents.</summary>
    public static bool MaySeal(X509Certificate2 certificate) => MaySign(certificate) && CertificatePurposes.AllowSealing(certificate);

    private static void RequireStrength(X509Certificate2 certificate)
    {
        // Taking the public key out costs as much as half a signature, and its size never changes.
        if (StrongEnough.TryGetValue(certificate, out _))
        {
            return;
        }

        if (Sm2Certificates.IsSm2(certificate))
        {
            // The recommended curve is the only one there is; asking .NET for the key would throw.
            return;
        }

        using var rsa = certificate.GetRSAPublicKey();
        using var ecdsa = rsa is null ? certificate.GetECDsaPublicKey() : null;
        if (rsa is null && ecdsa is null)
        {
            throw new SealRefusedException("key-unsupported", "The certificate's key is neither RSA nor ECDSA nor SM2.");
        }

        if (ecdsa is not null && PublicKeySize.OfCurve(certificate) is null)
        {
            throw new SealRefusedException("key-unsupported", "The certificate's elliptic curve is none of those in use for signatures.");
        }

        var (bits, smallest) = rsa is not null ? (rsa.KeySize, SmallestRsaKey) : (ecdsa!.KeySize, SmallestEcKey);
        if (bits < smallest)
        {
            throw new SealRefusedException("key-too-weak", $"The key has {bits} bits; at least {smallest} are needed.");
        }

        StrongEnough.AddOrUpdate(certificate, true);
    }

    // SHA-1 and older; algorithms not known here are left to whoever trusts the issuer.
    private static bool IsWeaklyIssued(X509Certificate2 certificate, DateTimeOffset at) =>
        certificate.SignatureAlgorithm.Value is Oids.Md5WithRsa or Oids.Sha1WithRsa or Oids.EcdsaWithSha1
        && !AlgorithmPolicy.IsGoodIssue(certificate, at);

    private static bool IsSelfIssued(X509Certificate2 certificate) =>
        certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);

    private static string Sentence(string what, DateTime moment) =>
        string.Create(CultureInfo.InvariantCulture, $"The certificate {what} {moment.ToUniversalTime():yyyy-MM-dd HH:mm} UTC.");
}
