using System.Security.Cryptography.X509Certificates;

namespace Market.Signing;

/// <summary>Finds out whether certificates are revoked (吊销状态).</summary>
public interface IRevocationSource
{
    /// <summary>Asks for proof of a certificate's state.</summary>
    /// <param name="certificate">The certificate in question.</param>
    /// <param name="issuer">The certificate of its issuer.</param>
    /// <param name="at">The moment of asking; the proof must be the current one then.</param>
    /// <param name="ct">Gives up waiting.</param>
    /// <returns>An authentic, current answer or list, which may well say that the certificate is revoked.</returns>
    /// <exception cref="RevocationException">No usable proof came back.</exception>
    Task<RevocationEvidence> GetAsync(X509Certificate2 certificate, X509Certificate2 issuer, DateTimeOffset at, CancellationToken ct);
}
