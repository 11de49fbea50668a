using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Market.Signing.Certificates;

namespace Market.Signing;

/// <summary>The issuers of a certificate, put together for a key that does not bring them, as one on a token.</summary>
/// <param name="Issuers">Nearest first, up to a self-signed one where it was found; owned by whoever asked.</param>
/// <param name="IsComplete">Whether the last one is self-signed.</param>
public sealed record IssuerChain(IReadOnlyList<X509Certificate2> Issuers, bool IsComplete)
{
    private const int Longest = 10;

    /// <summary>Reads certificates as authorities hand them out: one in DER, some in PEM, or a bundle (.p7b).</summary>
    /// <exception cref="CryptographicException">It is none of these.</exception>
    public static IReadOnlyList<X509Certificate2> Read(byte[] file)
    {
        ArgumentNullException.ThrowIfNull(file);
        try
        {
            return CertificateFile.Read(file) is { Count: > 0 } found ? found : throw new CryptographicException("The file holds no certificate.");
        }
        catch (FormatException exception)
        {
            throw new CryptographicException("A PEM block is no base64.", exception);
        }
    }

    /// <summary>Finds the issuers among certificates at hand, and downloads those that are not. Only the signature that it verifies
    /// makes a certificate the issuer of another, whoever handed it out.</summary>
    /// <param name="certificate">Whose issuers.</param>
    /// <param name="atHand">Certificates in any order; they stay the caller's.</param>
    /// <param name="source">Where to ask for those missing; null stays off the network.</param>
    /// <param name="ct">Gives up waiting.</param>
    public static async Task<IssuerChain> CompleteAsync(
        X509Certificate2 certificate, IReadOnlyList<X509Certificate2> atHand, IIssuerSource? source, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        ArgumentNullException.ThrowIfNull(atHand);
        var issuers = new List<X509Certificate2>();
        var current = certificate;
        while (issuers.Count < Longest && !SignedStructure.IsIssuedBy(current, current))
        {
            var issuer = atHand.FirstOrDefault(candidate => SignedStructure.IsIssuedBy(current, candidate)) is { } known
                ? X509CertificateLoader.LoadCertificate(known.RawData)
                : await DownloadAsync(current, source, ct).ConfigureAwait(false);
            if (issuer is null)
            {
                return new IssuerChain(issuers, IsComplete: false);
            }

            issuers.Add(issuer);
            current = issuer;
        }

        return new IssuerChain(issuers, SignedStructure.IsIssuedBy(current, current));
    }

    private static async Task<X509Certificate2?> DownloadAsync(X509Certificate2 certificate, IIssuerSource? source, CancellationToken ct)
    {
        X509Certificate2? issuer = null;
        foreach (var found in source is null ? [] : await source.GetAsync(certificate, ct).ConfigureAwait(false))
        {
            if (issuer is null && SignedStructure.IsIssuedBy(certificate, found))
            {
                issuer = found;
            }
            else
            {
                found.Dispose();
            }
        }

        return issuer;
    }
}
