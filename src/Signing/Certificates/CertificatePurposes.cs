using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Market.Signing.Cms;

namespace Market.Signing.Certificates;

/// <summary>What a certificate says it is for (RFC 5280, 4.2.1.12). Authorities name many purposes for seals, or none; so what counts
/// is whether every purpose named is something else: a web server, a program, a time stamp, a revocation answer.</summary>
internal static class CertificatePurposes
{
    private static readonly HashSet<string> OtherThanSealing = new(StringComparer.Ordinal)
    {
        Oids.ServerAuthentication, Oids.CodeSigning, Oids.TimeStamping, Oids.OcspSigning,
    };

    public static bool AllowSealing(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().FirstOrDefault() is not { } usage
        || AllowSealing([.. usage.EnhancedKeyUsages.Cast<Oid>().Select(purpose => purpose.Value ?? "")]);

    /// <param name="purposes">Object identifiers of the extended key usage; null when there is none.</param>
    public static bool AllowSealing(IReadOnlyList<string>? purposes) =>
        purposes is null or [] || purposes.Any(purpose => !OtherThanSealing.Contains(purpose));
}
