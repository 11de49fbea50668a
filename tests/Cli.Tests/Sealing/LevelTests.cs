using System.Security.Cryptography.X509Certificates;
using Market.Development;

namespace Market.Cli.Tests.Sealing;

public sealed class LevelTests(SealedFiles files)
{
    [Fact]
    public async Task A_file_goes_from_B_T_over_B_LT_to_B_LTA_and_is_then_checked_without_network()
    {
        var folder = files.Folder();
        await using var server = new ServiceServer();
        using var pki = DevelopmentPki.OpenOrCreate(Path.Combine(folder, "pki"), TimeProvider.System, new Uri(server.Address));
        server.Serve(pki);
        var (key, password, trust) = await WriteAsync(folder, pki);
        string[] steps = [Path.Combine(folder, "t.pdf"), Path.Combine(folder, "lt.pdf"), Path.Combine(folder, "lta.pdf")];

        var stamped = await Tool.RunAsync(
            "seal", SealedFiles.Sample("letter.pdf"), "--out", steps[0], "--key", key, "--password-file", password, "--tsa", server.Tsa, "--json");
        var longTerm = await Tool.RunAsync("extend", steps[0], "--out", steps[1], "--level", "B-LT", "--tsa", server.Tsa, "--json");
        var archive = await Tool.RunAsync("extend", steps[1], "--out", steps[2], "--tsa", server.Tsa, "--json");

        Assert.Equal(["B-T", "B-LT", "B-LTA"], new[] { stamped, longTerm, archive }.Select(run => run.Json.Single().GetProperty("level").GetString()));
        Assert.Equal(ExitCodes.Refused, (await Tool.RunAsync("verify", steps[0], "--trust", trust, "--no-network")).ExitCode);
        Assert.Equal(ExitCodes.Done, (await Tool.RunAsync("verify", steps[0], "--trust", trust)).ExitCode);
        Assert.Equal(ExitCodes.Done, (await Tool.RunAsync("verify", steps[1], steps[2], "--trust", trust, "--no-network")).ExitCode);
        await Judges.AssertValidAsync(steps[2]);
    }

    [Fact]
    public async Task A_seal_is_made_at_B_LTA_in_one_go_and_a_revoked_certificate_makes_none()
    {
        var folder = files.Folder();
        await using var server = new ServiceServer();
        using var pki = DevelopmentPki.OpenOrCreate(Path.Combine(folder, "pki"), TimeProvider.System, new Uri(server.Address));
        server.Serve(pki);
        var (key, password, trust) = await WriteAsync(folder, pki);
        string[] command =
        [
            "seal", SealedFiles.Sample("letter.pdf"), "--key", key, "--password-file", password, "--tsa", server.Tsa, "--level", "B-LTA", "--json",
        ];
        var (good, late) = (Path.Combine(folder, "good.pdf"), Path.Combine(folder, "late.pdf"));

        var made = await Tool.RunAsync([.. command, "--out", good]);
        using (var opened = Signing.Pkcs12SealKey.Open(key, (await File.ReadAllTextAsync(password, TestContext.Current.CancellationToken)).Trim()))
        {
            pki.Revocation.Revoke(opened.Certificate);
        }

        var refused = await Tool.RunAsync([.. command, "--out", late]);

        Assert.Equal("B-LTA", made.Json.Single().GetProperty("level").GetString());
        Assert.Equal(ExitCodes.Done, (await Tool.RunAsync("verify", good, "--trust", trust, "--no-network")).ExitCode);
        Assert.Equal(ExitCodes.Refused, refused.ExitCode);
        Assert.Equal("certificate-revoked", refused.Json.Single().GetProperty("code").GetString());
        Assert.False(File.Exists(late));
    }

    [Fact]
    public async Task Issuers_that_the_key_file_lacks_are_downloaded_from_where_the_certificates_say()
    {
        var folder = files.Folder();
        await using var server = new ServiceServer();
        using var pki = DevelopmentPki.OpenOrCreate(Path.Combine(folder, "pki"), TimeProvider.System, new Uri(server.Address));
        server.Serve(pki);

        // Stamps of another PKI: those of the same one would bring the same issuers.
        await using var stamps = new ServiceServer();
        using var other = DevelopmentPki.OpenOrCreate(Path.Combine(folder, "other"), TimeProvider.System, new Uri(stamps.Address));
        stamps.Serve(other);
        var (key, password, trust) = await WriteAsync(folder, pki);
        var secret = await File.ReadAllTextAsync(password, TestContext.Current.CancellationToken);
        using (var own = X509CertificateLoader.LoadPkcs12FromFile(key, secret, X509KeyStorageFlags.Exportable))
        {
            await File.WriteAllBytesAsync(key, own.ExportPkcs12(Pkcs12ExportPbeParameters.Pbes2Aes256Sha256, secret), TestContext.Current.CancellationToken);
        }

        await File.WriteAllTextAsync(Path.Combine(trust, "stamps.pem"), other.Root.ExportCertificatePem(), TestContext.Current.CancellationToken);
        var output = Path.Combine(folder, "lt.pdf");
        string[] command =
        [
            "seal", SealedFiles.Sample("letter.pdf"), "--out", output, "--key", key, "--password-file", password, "--tsa", stamps.Tsa, "--level", "B-LT", "--json",
        ];

        var offline = await Tool.RunAsync([.. command, "--no-issuer-download"]);
        var made = await Tool.RunAsync(command);

        Assert.Equal((ExitCodes.Refused, "issuer-missing"), (offline.ExitCode, offline.Json.Single().GetProperty("code").GetString()));
        Assert.True(made.ExitCode == ExitCodes.Done, made.Output + made.Error);
        Assert.Equal("B-LT", made.Json.Single().GetProperty("level").GetString());
        Assert.Equal(ExitCodes.Done, (await Tool.RunAsync("verify", output, "--trust", trust, "--no-network")).ExitCode);
        await Judges.AssertValidAsync(output);
    }

    [Fact]
    public async Task What_is_not_sealed_cannot_be_extended()
    {
        await using var server = new ServiceServer();
        server.Serve(files.Pki);

        var run = await Tool.RunAsync("extend", SealedFiles.Sample("letter.pdf"), "--out", files.Folder(), "--tsa", server.Tsa, "--json");

        Assert.Equal(ExitCodes.Refused, run.ExitCode);
        Assert.Equal("not-sealed", run.Json.Single().GetProperty("code").GetString());
    }

    private static async Task<(string Key, string Password, string Trust)> WriteAsync(string folder, DevelopmentPki pki)
    {
        var issued = pki.IssueUnitSeal("云谷规划设计咨询有限公司", "91430100MA4L1AB12X");
        var (key, password, trust) = (Path.Combine(folder, "k.p12"), Path.Combine(folder, "pw"), Directory.CreateDirectory(Path.Combine(folder, "trust")).FullName);
        await File.WriteAllBytesAsync(key, issued.Pkcs12.ToArray());
        await File.WriteAllTextAsync(password, issued.Password);
        await File.WriteAllTextAsync(Path.Combine(trust, "root.pem"), pki.Root.ExportCertificatePem());
        return (key, password, trust);
    }
}
