using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Market.Signing.Cms;
using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Reading;

namespace Market.Signing.Validation;

/// <summary>The oldest form of signature, adbe.x509.rsa_sha1 (ISO 32000-1, 12.8.3.2): a bare RSA value beside /Cert. It can be
/// intact, but SHA-1 never passes the policy.</summary>
internal static class LegacyRsaSha1
{
    private const int MostCertificates = 20;

    /// <summary>The certificates of /Cert, the signer's first.</summary>
    public static CertificatePool ReadCertificates(PdfRevision revision, PdfDictionary signature)
    {
        var value = revision.Resolve(signature["Cert"]);
        var items = value is PdfArray array ? array.Items.Take(MostCertificates).Select(revision.Resolve) : [value];
        return new CertificatePool(items.OfType<PdfString>().Select(item => item.Bytes));
    }

    /// <summary>Whether the value, an OCTET STRING in /Contents, is the certificate's over this digest.</summary>
    public static bool Verify(X509Certificate2 signer, ReadOnlyMemory<byte> contents, byte[] sha1)
    {
        try
        {
            var value = new AsnReader(contents, AsnEncodingRules.BER).ReadOctetString();
            return new SignatureMath(SignatureFamily.RsaPkcs1, HashAlgorithmName.SHA1).Verify(signer, sha1, value) is true;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }
}
