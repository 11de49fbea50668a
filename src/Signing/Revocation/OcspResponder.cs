using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Market.Signing.Certificates;
using Market.Signing.Cms;

namespace Market.Signing.Revocation;

/// <summary>When a responder other than the authority may answer for it (RFC 6960, 4.2.2.2).</summary>
internal static class OcspResponder
{
    /// <summary>Whether the authority itself issued this certificate for answering, and it was valid when it did.</summary>
    public static bool IsDelegatedBy(X509Certificate2 responder, X509Certificate2 authority, DateTimeOffset producedAt)
    {
        try
        {
            return responder.NotBefore <= producedAt
                && producedAt <= responder.NotAfter
                && HasPurpose(responder)
                && SealCertificateRules.MaySign(responder)
                && SignedStructure.IsIssuedBy(responder, authority);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    /// <summary>RFC 6960, 4.2.2.2.1: the authority says that the responder's certificate needs no check for its lifetime.</summary>
    public static bool NeedsNoCheck(X509Certificate2 responder) => responder.Extensions.Any(extension => extension.Oid?.Value == Oids.OcspNoCheck);

    // The purpose must be named; anyExtendedKeyUsage is not enough.
    private static bool HasPurpose(X509Certificate2 responder) => responder.Extensions
        .OfType<X509EnhancedKeyUsageExtension>()
        .Any(extension => extension.EnhancedKeyUsages.OfType<Oid>().Any(usage => usage.Value == Oids.OcspSigning));
}
