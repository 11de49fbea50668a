using System.Security.Cryptography.X509Certificates;

namespace Market.Signing;

/// <summary>Finds the certificates of issuers that neither a signature nor its document brings.</summary>
public interface IIssuerSource
{
    /// <summary>Certificates that may be the issuer's; nobody relies on one before its signature has been checked.</summary>
    /// <param name="certificate">The certificate whose issuer is missing.</param>
    /// <param name="ct">Gives up waiting.</param>
    /// <returns>None where nothing usable came back.</returns>
    Task<IReadOnlyList<X509Certificate2>> GetAsync(X509Certificate2 certificate, CancellationToken ct);
}
