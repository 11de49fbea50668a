using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Market.Signing.Certificates;

namespace Market.Signing;

/// <summary>Trust anchors kept as files: <c>.cer</c>, <c>.crt</c>, <c>.der</c>, <c>.pem</c> with one or many certificates, and
/// <c>.p7b</c> or <c>.p7c</c>, each in DER or PEM; RSA, elliptic curves and SM2 alike.</summary>
/// <param name="Anchors">Every certificate found, none twice.</param>
/// <param name="Unreadable">Files with the right ending that hold no certificate this library can read.</param>
public sealed record TrustFolder(IReadOnlyList<X509Certificate2> Anchors, IReadOnlyList<string> Unreadable)
{
    private const int LargestFile = 16 << 20;
    private static readonly string[] Endings = [".cer", ".crt", ".der", ".pem", ".p7b", ".p7c"];

    /// <summary>Reads a folder, without the folders in it; or one file.</summary>
    /// <exception cref="DirectoryNotFoundException">There is neither a folder nor a file of that name.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static TrustFolder Read(string path)
    {
        IEnumerable<string> files = File.Exists(path) ? [path]
            : Directory.Exists(path) ? Directory.EnumerateFiles(path).Where(HasEnding).Order(StringComparer.Ordinal)
            : throw new DirectoryNotFoundException($"There is no folder {path}.");
        var (anchors, unreadable) = (new Dictionary<string, X509Certificate2>(StringComparer.Ordinal), new List<string>());
        foreach (var file in files)
        {
            try
            {
                var found = CertificatesIn(file);
                if (found.Count == 0)
                {
                    unreadable.Add(file);
                }

                foreach (var certificate in found)
                {
                    anchors.TryAdd(certificate.GetCertHashString(HashAlgorithmName.SHA256), certificate);
                }
            }
            catch (CryptographicException)
            {
                unreadable.Add(file);
            }
        }

        return new TrustFolder([.. anchors.Values], unreadable);
    }

    private static bool HasEnding(string file) => Endings.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase);

    private static List<X509Certificate2> CertificatesIn(string file)
    {
        if (new FileInfo(file).Length is 0 or > LargestFile)
        {
            return [];
        }

        return CertificateFile.Read(File.ReadAllBytes(file));
    }
}
