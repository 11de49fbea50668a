using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Market.Signing.Revocation;

/// <summary>Who signed an OCSP answer or a revocation list, and was entitled to.</summary>
/// <param name="Certificate">Owned by the object that named it.</param>
/// <param name="IsDelegated">A responder with a certificate of its own, instead of the authority itself.</param>
/// <param name="NeedsNoCheck">The authority says that the responder's own certificate needs no revocation check
/// (id-pkix-ocsp-nocheck); true for the authority itself.</param>
internal sealed record RevocationSigner(X509Certificate2 Certificate, bool IsDelegated, bool NeedsNoCheck);

/// <summary>An OCSP answer (RFC 6960) or a certificate revocation list (RFC 5280) as read. It is a claim: only
/// <see cref="ProvenStandingOf"/> also asks who signed it.</summary>
internal abstract class RevocationData : IDisposable
{
    /// <summary>The bytes it was read from.</summary>
    public required ReadOnlyMemory<byte> Encoded { get; init; }

    public abstract RevocationFormat Format { get; }

    /// <summary>When it was signed; of a list, its thisUpdate.</summary>
    public abstract DateTimeOffset ProducedAt { get; }

    /// <summary>The digest its signature relies on; null when the algorithm is not known here.</summary>
    public abstract HashAlgorithmName? Digest { get; }

    /// <summary>Reads an answer or a list.</summary>
    /// <exception cref="RevocationFormatException">It is something else, or asks for more than a reader should spend.</exception>
    public static RevocationData Parse(RevocationFormat format, ReadOnlyMemory<byte> encoded) => format switch
    {
        RevocationFormat.Ocsp => OcspResponse.Parse(encoded),
        RevocationFormat.RevocationList => RevocationList.Parse(encoded),
        _ => throw new ArgumentOutOfRangeException(nameof(format)),
    };

    /// <summary>Who signed this, when it was someone who may speak for the authority's certificates; else null.</summary>
    /// <param name="authority">The issuer of the certificates in question.</param>
    public abstract RevocationSigner? IssuerOf(X509Certificate2 authority);

    /// <summary>What is claimed about a certificate; null when nothing is.</summary>
    /// <param name="certificate">The certificate in question.</param>
    /// <param name="authority">Its issuer.</param>
    public abstract CertificateStanding? StandingOf(X509Certificate2 certificate, X509Certificate2 authority);

    /// <summary>What is claimed about a certificate by someone who may claim it; null otherwise. A certificate never
    /// vouches for itself.</summary>
    public CertificateStanding? ProvenStandingOf(X509Certificate2 certificate, X509Certificate2 authority) =>
        StandingOf(certificate, authority) is { } standing
        && IssuerOf(authority) is { } signer
        && !signer.Certificate.RawDataMemory.Span.SequenceEqual(certificate.RawDataMemory.Span)
            ? standing
            : null;

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }
}
