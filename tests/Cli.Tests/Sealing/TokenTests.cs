using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;

namespace Market.Cli.Tests.Sealing;

/// <summary>A key on a PKCS#11 token, here SoftHSM. The tool runs as a process of its own, because the token's library reads its
/// settings from the environment and writes to the error output past .NET.</summary>
public sealed class TokenTests(SealedFiles files)
{
    private const string Pin = "5678";
    private const string WrongPin = "86420975";

    [Fact]
    public async Task A_key_on_a_token_seals_and_its_pin_is_never_printed()
    {
        Assert.SkipUnless(
            File.Exists("/usr/bin/softhsm2-util")
            && Directory.GetDirectories("/usr/lib", "*-linux-gnu").Any(folder => File.Exists(Path.Combine(folder, "engines-3", "pkcs11.so"))),
            "Left out: SoftHSM (softhsm2) or OpenSSL's pkcs11 engine (libengine-pkcs11-openssl) is not installed.");
        var folder = files.Folder();
        var settings = await WriteAsync(folder, "softhsm2.conf", $"directories.tokendir = {Directory.CreateDirectory(Path.Combine(folder, "tokens")).FullName}\n");
        var certificates = await ImportAsync(folder, settings);
        var output = Path.Combine(folder, "sealed.pdf");
        string[] command =
        [
            Path.Combine(AppContext.BaseDirectory, "market-seal.dll"), "seal", SealedFiles.Sample("letter.pdf"), "--out", output,
            "--key", "pkcs11:token=seals;object=unit", "--key-certificate", certificates, "--password-file",
        ];

        var refused = await RunAsync(settings, "dotnet", [.. command, await WriteAsync(folder, "wrong", WrongPin)]);
        var done = await RunAsync(settings, "dotnet", [.. command, await WriteAsync(folder, "pin", Pin)]);

        Assert.Equal(ExitCodes.Refused, refused.ExitCode);
        Assert.Contains("pin-wrong", refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(WrongPin, refused.Output + refused.Error, StringComparison.Ordinal);
        Assert.True(done.ExitCode == ExitCodes.Done, done.Error);
        await Judges.AssertValidAsync(output);
    }

    private async Task<string> ImportAsync(string folder, string settings)
    {
        var cancel = TestContext.Current.CancellationToken;
        var password = (await File.ReadAllTextAsync(files.PasswordFile, cancel)).Trim();
        var certificates = X509CertificateLoader.LoadPkcs12CollectionFromFile(files.Key, password, X509KeyStorageFlags.Exportable);
        var own = certificates.Single(certificate => certificate.HasPrivateKey);
        using var key = own.GetRSAPrivateKey()!;
        var keyFile = await WriteAsync(folder, "key.pem", key.ExportPkcs8PrivateKeyPem());
        await RunAsync(settings, "softhsm2-util", ["--init-token", "--free", "--label", "seals", "--pin", Pin, "--so-pin", "12345678"]);
        await RunAsync(settings, "softhsm2-util", ["--import", keyFile, "--token", "seals", "--label", "unit", "--id", "01", "--pin", Pin]);
        var issuers = certificates.Where(certificate => certificate != own).Select(certificate => certificate.ExportCertificatePem());
        return await WriteAsync(folder, "chain.pem", string.Join('\n', issuers.Prepend(own.ExportCertificatePem())));
    }

    private static async Task<string> WriteAsync(string folder, string name, string text)
    {
        var path = Path.Combine(folder, name);
        await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
        return path;
    }

    private static async Task<Run> RunAsync(string settings, string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["SOFTHSM2_CONF"] = settings;
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new Run(process.ExitCode, await output, await error);
    }
}
