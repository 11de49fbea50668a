using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Market.Development;
using Market.Signing.Tests.Testing;

namespace Market.Signing.Tests.Keys;

/// <summary>A software token for the whole run, with the unit's keys on it.</summary>
/// <remarks>SoftHSM finds its tokens through SOFTHSM2_CONF, read when the module is loaded. .NET keeps its own copy of the
/// environment, so the variable is set in the C library, once, before anything loads the module; p11-kit and OpenSSL's
/// default engine folder do the rest and <c>dotnet test</c> needs no settings.</remarks>
public sealed class SoftHsm : IDisposable
{
    public const string Pin = "5678";
    private const string Token = "market";

    /// <summary>A second token that nobody logs in to: a log-in counts for a whole process, so on the first one a wrong PIN
    /// is not even looked at once a right one was given.</summary>
    private const string ClosedToken = "closed";

    private static readonly SealKeyKind[] Kinds = [SealKeyKind.Rsa2048, SealKeyKind.EcdsaP256];
    private readonly TemporaryDirectory _directory = new();

    public SoftHsm()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists("/usr/bin/softhsm2-util"))
        {
            Missing = "Left out: SoftHSM (softhsm2) is not installed.";
            return;
        }

        var engines = Directory.GetDirectories("/usr/lib", "*-linux-gnu").Select(folder => Path.Combine(folder, "engines-3", "pkcs11.so"));
        if (!engines.Any(File.Exists))
        {
            Missing = "Left out: OpenSSL's pkcs11 engine (libengine-pkcs11-openssl) is not installed.";
            return;
        }

        var tokens = Directory.CreateDirectory(_directory.File("tokens")).FullName;
        var configuration = _directory.Write("softhsm2.conf", Encoding.UTF8.GetBytes(
            $"directories.tokendir = {tokens}\nobjectstore.backend = file\nlog.level = ERROR\n"));
        Assert.Equal(0, SetNativeVariable("SOFTHSM2_CONF", configuration, overwrite: 1));
        foreach (var token in new[] { Token, ClosedToken })
        {
            Run("--init-token", "--free", "--label", token, "--pin", Pin, "--so-pin", "12345678");
            foreach (var kind in Kinds)
            {
                Import(kind, token);
            }
        }
    }

    /// <summary>Why the token cannot be used; null when it can.</summary>
    public string? Missing { get; }

    public static string UriOf(SealKeyKind kind) => UriOf(kind, Token);

    public static Pkcs11SealKey Open(SealKeyKind kind, SignatureScheme? scheme = null) => Open(UriOf(kind), Pin, kind, scheme);

    public static Pkcs11SealKey OpenClosed(SealKeyKind kind, string pin) => Open(UriOf(kind, ClosedToken), pin, kind, null);

    public void Dispose() => _directory.Dispose();

    private static string UriOf(SealKeyKind kind, string token) => $"pkcs11:token={token};object={kind};type=private";

    private static Pkcs11SealKey Open(string uri, string pin, SealKeyKind kind, SignatureScheme? scheme) =>
        Pkcs11SealKey.Open(
            uri,
            pin,
            X509CertificateLoader.LoadCertificate(TestPki.Unit(kind).Certificate.RawData),
            [.. TestPki.Pki.Chain.Select(issuer => X509CertificateLoader.LoadCertificate(issuer.RawData))],
            scheme);

    [DllImport("libc", EntryPoint = "setenv", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int SetNativeVariable(string name, string value, int overwrite);

    private void Import(SealKeyKind kind, string token)
    {
        var issued = TestPki.Unit(kind);
        using var certificate = X509CertificateLoader.LoadPkcs12(issued.Pkcs12, issued.Password, X509KeyStorageFlags.Exportable);
        using AsymmetricAlgorithm key = (AsymmetricAlgorithm?)certificate.GetRSAPrivateKey() ?? certificate.GetECDsaPrivateKey()!;
        var file = _directory.Write($"{token}-{kind}.pem", Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem()));
        var id = ((int)kind + 0xA0).ToString("X2", CultureInfo.InvariantCulture);
        Run("--import", file, "--token", token, "--label", kind.ToString(), "--id", id, "--pin", Pin);
    }

    private void Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("softhsm2-util", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["SOFTHSM2_CONF"] = _directory.File("softhsm2.conf");
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, output);
    }
}
