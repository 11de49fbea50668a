using System.Security.Cryptography.X509Certificates;

namespace Market.Marketplace.Seals;

/// <summary>What a page says about a certificate.</summary>
internal sealed record CertificateFacts(string Subject, string Issuer, string SerialNumber)
{
    public static CertificateFacts Of(byte[] der)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(der);
        return new CertificateFacts(
            certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false),
            certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: true), certificate.SerialNumber);
    }
}
