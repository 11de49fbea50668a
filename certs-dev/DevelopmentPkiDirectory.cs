using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace Market.Development;

/// <summary>The files of the development PKI: three PKCS#12 files, their password, the root for other tools, a manifest.</summary>
/// <remarks>The manifest is written last and lists the SHA-256 of each file, so that a half-written or damaged directory
/// is recognised instead of quietly getting new keys, which would orphan every seal made before.</remarks>
internal static class DevelopmentPkiDirectory
{
    private const string Manifest = "pki.json";
    private const string PasswordFile = "password";
    private const string RootFile = "root.p12";
    private const string IssuerFile = "issuing.p12";
    private const string TimestampFile = "timestamp.p12";
    private const string RootCertificate = "root.pem";
    private const string ChainCertificates = "chain.pem";
    private const string LockFile = ".lock";
    private const int RootYears = 20;
    private const int IssuerYears = 10;
    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(30);
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>The three certificates with their keys.</summary>
    public sealed record Contents(X509Certificate2 Root, X509Certificate2 Issuer, X509Certificate2 Timestamp);

    public static Contents OpenOrCreate(string directory, TimeProvider clock, Uri? revocationAddress)
    {
        CreatePrivate(directory);
        using var exclusive = Lock(directory);
        if (File.Exists(Path.Combine(directory, Manifest)))
        {
            return Open(directory);
        }

        var strangers = Directory.EnumerateFileSystemEntries(directory)
            .Select(Path.GetFileName)
            .Where(name => name != LockFile)
            .ToList();
        if (strangers.Count > 0)
        {
            throw new DevelopmentPkiException(
                $"The directory {directory} holds files but no complete development PKI ({Manifest} is missing), perhaps because "
                + "its first start was interrupted. Move its content away and start again.");
        }

        Create(directory, clock.GetUtcNow(), revocationAddress);
        return Open(directory);
    }

    private static void Create(string directory, DateTimeOffset now, Uri? revocationAddress)
    {
        var password = DevelopmentPki.NewPassword();
        var start = now.AddDays(-1);

        using var rootKeys = KeyPair.Generate(SealKeyKind.Rsa3072);
        var rootRequest = rootKeys.Request(CertificateProfile.Authority("Market 演示根 CA"));
        CertificateProfile.AddAuthorityExtensions(rootRequest, isRoot: true);
        using var root = rootRequest.CreateSelfSigned(start, now.AddYears(RootYears));

        using var issuerKeys = KeyPair.Generate(SealKeyKind.Rsa3072);
        var issuerRequest = issuerKeys.Request(CertificateProfile.Authority("Market 演示签发 CA"));
        CertificateProfile.AddAuthorityExtensions(issuerRequest, isRoot: false, revocationAddress);
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

        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal)
        {
            [PasswordFile] = System.Text.Encoding.ASCII.GetBytes(password),
            [RootFile] = Export(root, password),
            [IssuerFile] = Export(issuer, password),
            [TimestampFile] = Export(timestamp, password),
            [RootCertificate] = Pem(root),
            [ChainCertificates] = [.. Pem(issuer), .. Pem(root)],
        };
        foreach (var (name, bytes) in files)
        {
            WritePrivate(Path.Combine(directory, name), bytes);
        }

        var digests = files.ToDictionary(file => file.Key, file => Convert.ToHexStringLower(SHA256.HashData(file.Value)));
        var unfinished = Path.Combine(directory, Manifest + ".new");
        WritePrivate(unfinished, JsonSerializer.SerializeToUtf8Bytes(digests, Indented));
        File.Move(unfinished, Path.Combine(directory, Manifest));
    }

    private static Contents Open(string directory)
    {
        try
        {
            var digests = JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllBytes(Path.Combine(directory, Manifest)))!;
            foreach (var (name, digest) in digests)
            {
                var path = Path.Combine(directory, Path.GetFileName(name));
                if (!File.Exists(path) || Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))) != digest)
                {
                    throw new DevelopmentPkiException(
                        $"The file {path} of the development PKI is missing or damaged. Restore it, or move the directory away "
                        + "to make new keys; seals made with the old keys will then no longer be trusted.");
                }
            }

            // macOS has no ephemeral key sets.
            var flags = OperatingSystem.IsMacOS() ? X509KeyStorageFlags.DefaultKeySet : X509KeyStorageFlags.EphemeralKeySet;
            var password = File.ReadAllText(Path.Combine(directory, PasswordFile));
            return new Contents(Load(RootFile), Load(IssuerFile), Load(TimestampFile));

            X509Certificate2 Load(string name) =>
                X509CertificateLoader.LoadPkcs12FromFile(Path.Combine(directory, name), password, flags);
        }
        catch (Exception exception) when (exception is JsonException or CryptographicException or FileNotFoundException)
        {
            throw new DevelopmentPkiException(
                $"The development PKI in {directory} cannot be read. Restore the directory, or move it away to make new keys.", exception);
        }
    }

    private static byte[] Export(X509Certificate2 certificate, string password) =>
        certificate.ExportPkcs12(Pkcs12ExportPbeParameters.Pbes2Aes256Sha256, password);

    private static byte[] Pem(X509Certificate2 certificate) =>
        System.Text.Encoding.ASCII.GetBytes(certificate.ExportCertificatePem() + "\n");

    private static void CreatePrivate(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
        }
        else
        {
            Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static void WritePrivate(string path, byte[] bytes)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var stream = new FileStream(path, options);
        stream.Write(bytes);
        stream.Flush(flushToDisk: true);
    }

    // Two processes may start on one directory: the second waits for the first to finish.
    private static FileStream Lock(string directory)
    {
        var path = Path.Combine(directory, LockFile);
        for (var waited = TimeSpan.Zero; ; waited += TimeSpan.FromMilliseconds(50))
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (waited < LockPatience)
            {
                Thread.Sleep(50);
            }
        }
    }
}
