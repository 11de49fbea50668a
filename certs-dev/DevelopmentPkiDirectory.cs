using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Market.Development;

/// <summary>The files of the development PKI: three PKCS#12 files, their password, the root for other tools, a manifest.</summary>
internal static class DevelopmentPkiDirectory
{
    private const string PasswordFile = "password";
    private const string RootFile = "root.p12";
    private const string IssuerFile = "issuing.p12";
    private const string TimestampFile = "timestamp.p12";
    private const string RootCertificate = "root.pem";
    private const string ChainCertificates = "chain.pem";
    private const int RootYears = 20;
    private const int IssuerYears = 10;

    /// <summary>The three certificates with their keys.</summary>
    public sealed record Contents(X509Certificate2 Root, X509Certificate2 Issuer, X509Certificate2 Timestamp);

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
        var start = now.AddDays(-1);

        using var rootKeys = KeyPair.Generate(SealKeyKind.Rsa3072);
        var rootRequest = rootKeys.Request(CertificateProfile.Authority("Market 演示根 CA"));
        CertificateProfile.AddAuthorityExtensions(rootRequest, isRoot: true);
        using var root = rootRequest.CreateSelfSigned(start, now.AddYears(RootYears));

        using var issuerKeys = KeyPair.Generate(SealKeyKind.Rsa3072);
        var issuerRequest = issuerKeys.Request(CertificateProfile.Authority("Market 演示签发 CA"));
        CertificateProfile.AddAuthorityExtensions(
            issuerRequest, isRoot: false, revocationAddress is null ? null
            : (new Uri(revocationAddress, DevelopmentRevocation.RootListPath), new Uri(revocationAddress, DevelopmentRevocation.RootCertificatePath)));
        using var issuerPublic = Authority.Sign(issuerRequest, root, start, now.AddYears(IssuerYears));
        using var issuer = issuerKeys.Attach(issuerPublic);

        using var timestampKeys = KeyPair.Generate(SealKeyKind.Rsa2048);
        var timestampRequest = timestampKeys.Request(CertificateProfile.Authority("Market 演示时间戳"));
        CertificateProfile.AddSignerExtensions(timestampRequest, new IssueOptions
        {
            KeyUsage = X509KeyUsageFlags.DigitalSignature,
            ExtendedKeyUsage = [CertificateProfile.TimeStamping],
        }.At(revocationAddress));
        using var timestampPublic = Authority.Sign(timestampRequest, issuer, start, now.AddYears(IssuerYears));
        using var timestamp = timestampKeys.Attach(timestampPublic);

        return new SortedDictionary<string, byte[]>(StringComparer.Ordinal)
        {
            [PasswordFile] = System.Text.Encoding.ASCII.GetBytes(password),
            [RootFile] = Export(root, password),
            [IssuerFile] = Export(issuer, password),
            [TimestampFile] = Export(timestamp, password),
            [RootCertificate] = Pem(root),
            [ChainCertificates] = [.. Pem(issuer), .. Pem(root)],
        };
    }

    private static Contents Open(PkiFolder folder)
    {
        try
        {
            folder.Check();

            // macOS has no ephemeral key sets.
            var flags = OperatingSystem.IsMacOS() ? X509KeyStorageFlags.DefaultKeySet : X509KeyStorageFlags.EphemeralKeySet;
            var password = File.ReadAllText(folder.PathOf(PasswordFile));
            return new Contents(Load(RootFile), Load(IssuerFile), Load(TimestampFile));

            X509Certificate2 Load(string name) =>
                X509CertificateLoader.LoadPkcs12FromFile(folder.PathOf(name), password, flags);
        }
        catch (Exception exception) when (exception is CryptographicException or FileNotFoundException)
        {
            throw folder.Unreadable(exception);
        }
    }

    private static byte[] Export(X509Certificate2 certificate, string password) =>
        certificate.ExportPkcs12(Pkcs12ExportPbeParameters.Pbes2Aes256Sha256, password);

    private static byte[] Pem(X509Certificate2 certificate) =>
        System.Text.Encoding.ASCII.GetBytes(certificate.ExportCertificatePem() + "\n");
}
