using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Market.Signing;
using Market.Signing.GuoMi;

namespace Market.Development;

/// <summary>The files of the SM2 half: four PKCS#12 files, their password, the root for other tools, and the manifest.</summary>
internal static class DevelopmentSm2Directory
{
    private const string PasswordFile = "password";
    private const string RootFile = "root.p12";
    private const string IssuerFile = "issuing.p12";
    private const string MakerFile = "maker.p12";
    private const string TimestampFile = "timestamp.p12";
    private const string RootCertificate = "root.pem";
    private const int RootYears = 20;
    private const int IssuerYears = 10;

    /// <summary>The password has 192 random bits; stretching it would only cost time.</summary>
    private const int Iterations = 1000;

    /// <summary>The authorities' certificates and keys, and the keys of those who sign.</summary>
    public sealed record Contents(
        X509Certificate2 Root, X509Certificate2 Issuer, Sm2PrivateKey RootKey, Sm2PrivateKey IssuerKey, Sm2SealKey Maker, Sm2SealKey Timestamp);

    public static Contents OpenOrCreate(string directory, TimeProvider clock, Uri? revocationAddress)
    {
        using var folder = PkiFolder.Open(directory);
        if (!folder.IsComplete)
        {
            folder.Write(Create(clock.GetUtcNow(), revocationAddress));
        }

        return Open(folder);
    }

    private static SortedDictionary<string, byte[]> Create(DateTimeOffset now, Uri? revocationAddress)
    {
        var password = DevelopmentPki.NewPassword();
        var (start, end) = (now.AddDays(-1), now.AddYears(IssuerYears));
        var (rootKey, issuerKey) = (Sm2PrivateKey.Generate(), Sm2PrivateKey.Generate());
        using var root = Sm2Authority.IssueAuthority("Market 演示国密根 CA", rootKey, null, rootKey, start, now.AddYears(RootYears));
        using var issuer = Sm2Authority.IssueAuthority("Market 演示国密签发 CA", issuerKey, root, rootKey, start, end,
            revocationAddress is null ? null
            : (new Uri(revocationAddress, DevelopmentSm2Revocation.RootListPath), new Uri(revocationAddress, DevelopmentSm2Revocation.RootCertificatePath)));
        return new SortedDictionary<string, byte[]>(StringComparer.Ordinal)
        {
            [PasswordFile] = Encoding.ASCII.GetBytes(password),
            [RootFile] = Sm2Pkcs12.Write(rootKey, [root.RawData], password, Iterations),
            [IssuerFile] = Sm2Pkcs12.Write(issuerKey, [issuer.RawData, root.RawData], password, Iterations),
            [MakerFile] = NewKey("Market 演示印章制作中心", new IssueOptions()),
            [TimestampFile] = NewKey("Market 演示国密时间戳", new IssueOptions
            {
                KeyUsage = X509KeyUsageFlags.DigitalSignature,
                ExtendedKeyUsage = [CertificateProfile.TimeStamping],
            }),
            [RootCertificate] = Encoding.ASCII.GetBytes(root.ExportCertificatePem() + "\n"),
        };

        byte[] NewKey(string name, IssueOptions options)
        {
            var key = Sm2PrivateKey.Generate();
            using var certificate = Sm2Authority.Issue(
                CertificateProfile.Authority(name), key.PublicKey, issuer, issuerKey, options.AtSm2(revocationAddress), start, end);
            return Sm2Pkcs12.Write(key, [certificate.RawData, issuer.RawData, root.RawData], password, Iterations);
        }
    }

    private static Contents Open(PkiFolder folder)
    {
        try
        {
            folder.Check();
            var password = Encoding.ASCII.GetString(folder.Read(PasswordFile));
            var (issuerKey, issuer, above) = Sm2Pkcs12.Read(folder.Read(IssuerFile), password);
            var (rootKey, _, _) = Sm2Pkcs12.Read(folder.Read(RootFile), password);
            return new Contents(
                X509CertificateLoader.LoadCertificate(above[0]),
                X509CertificateLoader.LoadCertificate(issuer),
                rootKey,
                issuerKey,
                Sm2SealKey.OpenPkcs12(folder.Read(MakerFile), password),
                Sm2SealKey.OpenPkcs12(folder.Read(TimestampFile), password));
        }
        catch (Exception exception) when (exception is CryptographicException or SealRefusedException or FileNotFoundException)
        {
            throw folder.Unreadable(exception);
        }
    }
}
