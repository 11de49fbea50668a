using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Market.Signing.Certificates;
using Market.Signing.Revocation;

namespace Market.Signing;

/// <summary>Downloads the issuer's certificate from where a certificate says it is (caIssuers; RFC 5280, 4.2.2.1). Addresses come
/// from certificates, so only <c>http</c> and <c>https</c> are opened, and little is read.</summary>
/// <param name="http">Sends the requests; its own time-out should be longer than <see cref="Timeout"/>.</param>
public sealed class HttpIssuerSource(HttpClient http) : IIssuerSource
{
    private const int MostCertificates = 16;

    /// <summary>How long one address may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest answer read, in bytes: a certificate, or a bundle of some.</summary>
    public int LargestAnswer { get; init; } = 64 * 1024;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<X509Certificate2>> GetAsync(X509Certificate2 certificate, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        foreach (var address in RevocationAddresses.IssuersOf(certificate))
        {
            try
            {
                var bytes = await new BoundedRequest(http, Timeout, LargestAnswer)
                    .SendAsync(address, to => new HttpRequestMessage(HttpMethod.Get, to), ct).ConfigureAwait(false);
                if (CertificateFile.Read(bytes) is { Count: > 0 and <= MostCertificates } found)
                {
                    return found;
                }
            }
            catch (Exception exception) when (exception is AddressFailure or CryptographicException or FormatException)
            {
                // The next address may do better; whoever asked says that the issuer is missing.
            }
        }

        return [];
    }
}
