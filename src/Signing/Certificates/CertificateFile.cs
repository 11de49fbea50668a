using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Market.Signing.Certificates;

/// <summary>Certificates as they are handed out: one in DER, any number in PEM, or a bundle (.p7b, .p7c).</summary>
internal static class CertificateFile
{
    private static readonly string[] BundleLabels = ["PKCS7", "CMS"];

    /// <exception cref="CryptographicException">It is none of these.</exception>
    /// <exception cref="FormatException">A PEM block is no base64.</exception>
    public static List<X509Certificate2> Read(byte[] bytes) =>
        bytes.AsSpan().IndexOf("-----BEGIN "u8) >= 0 ? FromPem(Encoding.UTF8.GetString(bytes))
        : X509Certificate2.GetCertContentType(bytes) == X509ContentType.Pkcs7 ? FromBundle(bytes)
        : [X509CertificateLoader.LoadCertificate(bytes)];

    private static List<X509Certificate2> FromPem(string text)
    {
        var certificates = new List<X509Certificate2>();
        var rest = text.AsSpan();
        while (PemEncoding.TryFind(rest, out var fields))
        {
            var label = rest[fields.Label].ToString();
            if (label is "CERTIFICATE" or "X509 CERTIFICATE")
            {
                certificates.Add(X509CertificateLoader.LoadCertificate(Convert.FromBase64String(rest[fields.Base64Data].ToString())));
            }
            else if (BundleLabels.Contains(label))
            {
                certificates.AddRange(FromBundle(Convert.FromBase64String(rest[fields.Base64Data].ToString())));
            }

            rest = rest[fields.Location.End..];
        }

        return certificates;
    }

    // RFC 5652, 5.1: SignedData without content or signers is how certificates are handed out together.
    private static List<X509Certificate2> FromBundle(byte[] der)
    {
        var bundle = new SignedCms();
        bundle.Decode(der);
        return [.. bundle.Certificates];
    }
}
