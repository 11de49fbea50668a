using System.Security.Cryptography.X509Certificates;

namespace Market.Development;

/// <summary>A development certificate with its key, as it would come from a certification authority.</summary>
/// <param name="Pkcs12">Certificate, private key and issuers.</param>
/// <param name="Password">Opens <paramref name="Pkcs12"/>; random for each certificate.</param>
/// <param name="Certificate">The certificate alone, without its key.</param>
public sealed record IssuedCertificate(byte[] Pkcs12, string Password, X509Certificate2 Certificate);
