using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Market.Signing.Revocation;

namespace Market.Signing;

/// <summary>Asks another source once for each certificate and keeps the proof while it is current, so that sealing an album of
/// hundreds of sheets does not ask hundreds of times.</summary>
/// <remarks>Only proofs that a certificate is good are kept: whoever was refused may try again at once.</remarks>
public sealed class CachedRevocationSource(IRevocationSource source) : IRevocationSource
{
    private const int MostKept = 1000;

    private readonly ConcurrentDictionary<string, Kept> _kept = new(StringComparer.Ordinal);

    /// <summary>How long a proof is used again at most, even if it is current for longer.</summary>
    public TimeSpan MaximumAge { get; init; } = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    public async Task<RevocationEvidence> GetAsync(X509Certificate2 certificate, X509Certificate2 issuer, DateTimeOffset at, CancellationToken ct)
    {
        var key = certificate.GetCertHashString(HashAlgorithmName.SHA256) + issuer.GetCertHashString(HashAlgorithmName.SHA256);
        if (_kept.TryGetValue(key, out var kept) && (at - kept.AskedAt).Duration() <= MaximumAge && kept.Standing.IsFreshAt(at))
        {
            return kept.Evidence;
        }

        var evidence = await source.GetAsync(certificate, issuer, at, ct).ConfigureAwait(false);
        if (StandingIn(evidence, certificate, issuer) is { State: CertificateState.Good } standing)
        {
            if (_kept.Count >= MostKept)
            {
                _kept.Clear();
            }

            _kept[key] = new Kept(evidence, standing, at);
        }

        return evidence;
    }

    private static CertificateStanding? StandingIn(RevocationEvidence evidence, X509Certificate2 certificate, X509Certificate2 issuer)
    {
        try
        {
            using var data = RevocationData.Parse(evidence.Format, evidence.Encoded);
            return data.ProvenStandingOf(certificate, issuer);
        }
        catch (RevocationFormatException)
        {
            return null;
        }
    }

    private sealed record Kept(RevocationEvidence Evidence, CertificateStanding Standing, DateTimeOffset AskedAt);
}
