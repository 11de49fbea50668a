using System.Security.Cryptography.X509Certificates;
using Market.Signing.GuoMi;

namespace Market.Development;

/// <summary>Signs certificates with an authority's SM2 key (GB/T 20518).</summary>
internal static class Sm2Authority
{
    /// <summary>A certificate authority; without an issuer it is its own root.</summary>
    public static X509Certificate2 IssueAuthority(
        string name, Sm2PrivateKey key, X509Certificate2? issuer, Sm2PrivateKey issuerKey, DateTimeOffset from, DateTimeOffset to,
        (Uri List, Uri Certificate)? above = null)
    {
        var request = Request(CertificateProfile.Authority(name), key.PublicKey);
        CertificateProfile.AddAuthorityExtensions(request, isRoot: issuer is null, above);
        return Sign(request, issuer, issuerKey, from, to);
    }

    public static X509Certificate2 Issue(
        X500DistinguishedName subject,
        Sm2PublicKey key,
        X509Certificate2 issuer,
        Sm2PrivateKey issuerKey,
        IssueOptions options,
        DateTimeOffset from,
        DateTimeOffset to)
    {
        var request = Request(subject, key);
        CertificateProfile.AddSignerExtensions(request, options);
        return Sign(request, issuer, issuerKey, from, to);
    }

    private static CertificateRequest Request(X500DistinguishedName subject, Sm2PublicKey key) =>
        new(subject, Sm2CertificateGenerator.PublicKeyOf(key), Sm3.Name);

    private static X509Certificate2 Sign(
        CertificateRequest request, X509Certificate2? issuer, Sm2PrivateKey issuerKey, DateTimeOffset from, DateTimeOffset to)
    {
        if (issuer is not null)
        {
            request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(
                issuer, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        }

        return request.Create(
            issuer?.SubjectName ?? request.SubjectName, new Sm2CertificateGenerator(issuerKey), from, to, DevelopmentPki.NewSerialNumber());
    }
}
