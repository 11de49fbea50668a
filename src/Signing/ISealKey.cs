using System.Security.Cryptography.X509Certificates;

namespace Market.Signing;

/// <summary>A private key that can seal, wherever it is kept: a PKCS#12 file, a PKCS#11 token or a remote signing server.</summary>
/// <remarks>Implementations are safe for use by several threads, so that a batch of files may share one key.</remarks>
public interface ISealKey : IDisposable
{
    /// <summary>The certificate of the one who seals (签章者证书).</summary>
    X509Certificate2 Certificate { get; }

    /// <summary>The issuers to embed beside the certificate, nearest first; the certificate itself is left out.</summary>
    IReadOnlyList<X509Certificate2> Chain { get; }

    /// <summary>The digest and the signature algorithm this key signs with.</summary>
    SignatureScheme Scheme { get; }

    /// <summary>Signs a digest made with <see cref="SignatureScheme.Digest"/>.</summary>
    /// <returns>The signature value as CMS carries it: the RSA block, or the DER of r and s for elliptic curves.</returns>
    ValueTask<byte[]> SignDigestAsync(ReadOnlyMemory<byte> digest, CancellationToken ct);
}
