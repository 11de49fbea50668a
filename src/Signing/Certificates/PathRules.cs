using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Market.Signing.Cms;

namespace Market.Signing.Certificates;

/// <summary>What a path must fulfil beyond signatures and validity (RFC 5280, 6.1.4): issuers may issue, and nobody states a
/// critical condition that is not understood here.</summary>
internal static class PathRules
{
    private static readonly HashSet<string> Understood = new(StringComparer.Ordinal)
    {
        Oids.BasicConstraints, Oids.KeyUsage, Oids.ExtendedKeyUsage, Oids.SubjectKeyIdentifier, Oids.AuthorityKeyIdentifier,
        Oids.CrlDistributionPoints, Oids.AuthorityInformationAccess, Oids.CertificatePolicies, Oids.OcspNoCheck,
        Oids.SubjectAlternativeName, Oids.IssuerAlternativeName, Oids.QcStatements, Oids.PolicyMappings,
    };

    // Conditions on names and policies are left to the platform, which knows them.
    private static readonly HashSet<string> Conditions = new(StringComparer.Ordinal)
    {
        Oids.NameConstraints, Oids.PolicyConstraints, Oids.InhibitAnyPolicy,
    };

    /// <param name="path">The leaf first, the anchor last.</param>
    /// <param name="anchors">The configured anchors.</param>
    /// <param name="at">The moment at which the path must hold.</param>
    public static bool Hold(IReadOnlyList<X509Certificate2> path, IReadOnlyList<X509Certificate2> anchors, DateTimeOffset at)
    {
        try
        {
            var isConditional = false;
            var below = 0;
            for (var i = 0; i < path.Count; i++)
            {
                foreach (var extension in path[i].Extensions)
                {
                    var oid = extension.Oid?.Value ?? "";
                    isConditional |= Conditions.Contains(oid);
                    if (extension.Critical && !Understood.Contains(oid) && !Conditions.Contains(oid))
                    {
                        return false;
                    }
                }

                if (i > 0 && !MayIssue(path[i], below, isAnchor: i == path.Count - 1))
                {
                    return false;
                }

                // Self-issued certificates do not count (6.1.4 (l)).
                below += i > 0 && !IsSelfIssued(path[i]) ? 1 : 0;
            }

            return !isConditional || HoldsForPlatform(path, anchors, at);
        }
        catch (CryptographicException)
        {
            // An extension that cannot be read states nothing anybody could rely on.
            return false;
        }
    }

    // An anchor from before version 3 has no extensions and is trusted as it is; everybody else must be named an authority.
    private static bool MayIssue(X509Certificate2 certificate, int below, bool isAnchor)
    {
        var constraints = certificate.Extensions.OfType<X509BasicConstraintsExtension>().FirstOrDefault();
        var usage = certificate.Extensions.OfType<X509KeyUsageExtension>().FirstOrDefault();
        return (usage is null || usage.KeyUsages.HasFlag(X509KeyUsageFlags.KeyCertSign))
            && (constraints is null
                ? isAnchor && certificate.Version < 3
                : constraints.CertificateAuthority && (!constraints.HasPathLengthConstraint || below <= constraints.PathLengthConstraint));
    }

    private static bool IsSelfIssued(X509Certificate2 certificate) =>
        certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);

    private static bool HoldsForPlatform(IReadOnlyList<X509Certificate2> path, IReadOnlyList<X509Certificate2> anchors, DateTimeOffset at)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(anchors.ToArray());
        chain.ChainPolicy.ExtraStore.AddRange(path.Skip(1).ToArray());
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = at.UtcDateTime;
        var holds = chain.Build(path[0]);
        foreach (var element in chain.ChainElements)
        {
            element.Certificate.Dispose();
        }

        return holds;
    }
}
