using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Market.Signing.Cms;

/// <summary>The certificates that came with a signature; those that cannot be read are left out.</summary>
internal sealed class CertificatePool : IDisposable
{
    private const int LargestCertificate = 64 * 1024;
    private readonly List<X509Certificate2> _certificates = [];

    public CertificatePool(IEnumerable<ReadOnlyMemory<byte>> encoded)
    {
        foreach (var bytes in encoded)
        {
            Add(bytes.Span);
        }
    }

    public IReadOnlyList<X509Certificate2> Certificates => _certificates;

    public void Add(ReadOnlySpan<byte> encoded)
    {
        if (encoded.Length > LargestCertificate)
        {
            return;
        }

        X509Certificate2? certificate = null;
        try
        {
            certificate = X509CertificateLoader.LoadCertificate(encoded);
            if (IsReadable(certificate))
            {
                _certificates.Add(certificate);
                certificate = null;
            }
        }
        catch (CryptographicException)
        {
            // A certificate nobody needs may be odd; one that is needed will be missed.
        }
        finally
        {
            certificate?.Dispose();
        }
    }

    /// <summary>The certificate a SignerInfo names; null when it is not here.</summary>
    public X509Certificate2? Find(CmsSignerInfo signer) => _certificates.Find(certificate =>
        signer.SubjectKeyIdentifier is { } keyIdentifier
            ? KeyIdentifierOf(certificate) is { } own && own.Span.SequenceEqual(keyIdentifier.Span)
            : signer.Issuer is { } issuer
                && certificate.IssuerName.RawData.AsSpan().SequenceEqual(issuer.Span)
                && new BigInteger(certificate.SerialNumberBytes.Span, isBigEndian: true) == signer.SerialNumber);

    public void Dispose()
    {
        foreach (var certificate in _certificates)
        {
            certificate.Dispose();
        }
    }

    // The platform reads these parts when they are first asked for, and throws then.
    private static bool IsReadable(X509Certificate2 certificate) =>
        certificate.NotBefore <= certificate.NotAfter && certificate.Extensions.Count >= 0 && certificate.SignatureAlgorithm.Value is not null;

    private static ReadOnlyMemory<byte>? KeyIdentifierOf(X509Certificate2 certificate)
    {
        try
        {
            return certificate.Extensions.OfType<X509SubjectKeyIdentifierExtension>().FirstOrDefault()?.SubjectKeyIdentifierBytes;
        }
        catch (Exception exception) when (exception is CryptographicException or AsnContentException)
        {
            return null;
        }
    }
}
