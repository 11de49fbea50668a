using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Market.Development;

/// <summary>Signs certificates with an authority's RSA key.</summary>
internal static class Authority
{
    public static X509Certificate2 Sign(
        CertificateRequest request, X509Certificate2 issuer, DateTimeOffset notBefore, DateTimeOffset notAfter)
    {
        request.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(issuer, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        using var key = issuer.GetRSAPrivateKey() ?? throw new InvalidOperationException("The issuer's key is not at hand.");

        // CertificateRequest.Create insists that validity lies within the issuer's; expired and future certificates
        // are wanted here, so the generator is used directly.
        return request.Create(
            issuer.SubjectName,
            X509SignatureGenerator.CreateForRSA(key, RSASignaturePadding.Pkcs1),
            notBefore,
            notAfter,
            DevelopmentPki.NewSerialNumber());
    }
}
