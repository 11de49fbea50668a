using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Market.Signing.Cms;
using Market.Signing.Revocation;

namespace Market.Signing.Validation;

/// <summary>Finds out whether certificates were revoked at a moment (EN 319 102-1, 5.2.6 and 5.6.2.2): first by what the file
/// carries, then by asking, where asking is allowed.</summary>
internal sealed class RevocationCheck(ValidationMaterial material, ProofsOfExistence proofs, ValidationOptions options) : IDisposable
{
    private const int HoldReason = 6; // certificateHold, RFC 5280, 5.3.1
    private const int DeepestResponder = 2;
    private readonly Dictionary<string, RevocationData?> _asked = new(StringComparer.Ordinal);
    private int _depth;

    /// <param name="certificate">The certificate in question.</param>
    /// <param name="authority">Its issuer.</param>
    /// <param name="at">The moment at which it was used.</param>
    /// <param name="isProven">Whether that moment is proven; otherwise it is the moment of asking, and only current answers count.</param>
    public RevocationOutcome Check(X509Certificate2 certificate, X509Certificate2 authority, DateTimeOffset at, bool isProven)
    {
        var best = new RevocationOutcome(NamesSource(certificate) ? RevocationState.Unknown : RevocationState.NotOffered);
        foreach (var item in material.Revocations)
        {
            best = Better(best, Judge(item.Data, proofs.Of(item.End), certificate, authority, at, isProven));
        }

        // What was good then may have been revoked since, with effect from before; so whoever may ask does ask.
        if (best.State != RevocationState.Revoked && options.Revocation is not null && options.AsOf <= certificate.NotAfter
            && Ask(certificate, authority) is { } answer)
        {
            best = Better(best, Judge(answer, null, certificate, authority, at, isProven));
        }

        return best;
    }

    public void Dispose()
    {
        foreach (var data in _asked.Values)
        {
            data?.Dispose();
        }
    }

    private RevocationOutcome? Judge(
        RevocationData data, DateTimeOffset? knownAt, X509Certificate2 certificate, X509Certificate2 authority, DateTimeOffset at, bool isProven)
    {
        if (data.StandingOf(certificate, authority) is not { } claimed)
        {
            return null;
        }

        if (data.ProvenStandingOf(certificate, authority) is not { } standing
            || data.Digest is not { } digest
            || !AlgorithmPolicy.IsGood(digest, knownAt ?? options.AsOf)
            || claimed.ThisUpdate > options.AsOf + CertificateStanding.ClockTolerance
            || IsResponderRevoked(data, authority))
        {
            return new RevocationOutcome(RevocationState.Unproven);
        }

        return standing.State switch
        {
            CertificateState.Revoked => new RevocationOutcome(
                isProven && !standing.WasRevokedAt(at) ? RevocationState.RevokedLater
                : standing.Reason == HoldReason ? RevocationState.OnHold
                : RevocationState.Revoked,
                standing),
            CertificateState.Good => new RevocationOutcome(
                SpeaksFor(standing, certificate, at) ? RevocationState.Good : RevocationState.Stale, standing),
            _ => null,
        };
    }

    // Said at that moment or later; or before, as long as no newer word was due. Without a nextUpdate newer word is there at
    // any time (RFC 6960, 4.2.2.1). Authorities forget certificates that expired, so "good" counts only until then.
    private static bool SpeaksFor(CertificateStanding standing, X509Certificate2 certificate, DateTimeOffset at) =>
        standing.ThisUpdate <= certificate.NotAfter
        && (standing.ThisUpdate >= at - CertificateStanding.ClockTolerance
            || (standing.NextUpdate is { } next && at <= next + CertificateStanding.ClockTolerance));

    // RFC 6960, 4.2.2.2.1: unless its certificate says that it needs no check.
    private bool IsResponderRevoked(RevocationData data, X509Certificate2 authority)
    {
        if (data.IssuerOf(authority) is not { IsDelegated: true, NeedsNoCheck: false } signer || _depth == DeepestResponder)
        {
            return false;
        }

        _depth++;
        var outcome = Check(signer.Certificate, authority, data.ProducedAt, isProven: true);
        _depth--;
        return outcome.State is RevocationState.Revoked or RevocationState.OnHold;
    }

    // A word that the certificate is revoked outweighs every other; then the one that says most.
    private static RevocationOutcome Better(RevocationOutcome best, RevocationOutcome? other) =>
        other is not null && other.State > best.State ? other : best;

    private RevocationData? Ask(X509Certificate2 certificate, X509Certificate2 authority)
    {
        var key = certificate.Thumbprint;
        if (_asked.TryGetValue(key, out var known))
        {
            return known;
        }

        try
        {
            var evidence = options.Revocation!.GetAsync(certificate, authority, options.AsOf, CancellationToken.None).GetAwaiter().GetResult();
            known = RevocationData.Parse(evidence.Format, evidence.Encoded);
        }
        catch (Exception exception) when (exception is RevocationException or RevocationFormatException)
        {
            // No answer now; asking later may help.
        }

        return _asked[key] = known;
    }

    /// <summary>Whether the certificate says where its state can be asked for.</summary>
    public static bool NamesSource(X509Certificate2 certificate)
    {
        try
        {
            return certificate.Extensions.Any(extension =>
                extension.Oid?.Value == Oids.CrlDistributionPoints
                || (extension is X509AuthorityInformationAccessExtension access && access.EnumerateOcspUris().Any()));
        }
        catch (CryptographicException)
        {
            return true;
        }
    }
}
