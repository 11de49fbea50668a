using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;

namespace Market.Cli.Tests.Sealing;

/// <summary>What the command line offers of the library beyond a plain seal.</summary>
public sealed partial class SealOptionsTests(SealedFiles files)
{
    [Fact]
    public async Task A_key_in_PEM_files_seals_with_or_without_a_password()
    {
        var folder = files.Folder();
        var (key, certificates) = await PemAsync(folder);
        var locked = Path.Combine(folder, "locked.pem");
        var password = Path.Combine(folder, "pw");
        await File.WriteAllTextAsync(password, "geheim\n", TestContext.Current.CancellationToken);
        using (var rsa = RSA.Create())
        {
            rsa.ImportFromPem(await File.ReadAllTextAsync(key, TestContext.Current.CancellationToken));
            await File.WriteAllTextAsync(
                locked, rsa.ExportEncryptedPkcs8PrivateKeyPem("geheim", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)), TestContext.Current.CancellationToken);
        }

        var plain = await SealAsync(folder, "plain.pdf", "--key", key, "--cert", certificates);
        var withPassword = await SealAsync(folder, "locked.pdf", "--key", locked, "--cert", certificates, "--password-file", password);
        var withoutCertificate = await SealAsync(folder, "none.pdf", "--key", key);

        Assert.True(plain.ExitCode == ExitCodes.Done, plain.Error);
        Assert.True(withPassword.ExitCode == ExitCodes.Done, withPassword.Error);
        Assert.Equal(ExitCodes.Refused, withoutCertificate.ExitCode);
        await Judges.AssertValidAsync(Path.Combine(folder, "plain.pdf"));
        Assert.Equal(ExitCodes.Done, (await Tool.RunAsync("verify", Path.Combine(folder, "locked.pdf"), "--trust", files.Trust)).ExitCode);
    }

    [Theory]
    [InlineData("rsassaPss", "sha384", "--pss", "--digest", "SHA384")]
    [InlineData("rsassaPss", "sha256", "--pss")]
    [InlineData("rsaEncryption", "sha512", "--digest", "SHA512")]
    public async Task Padding_and_digest_are_those_asked_for(string algorithm, string digest, params string[] options)
    {
        var folder = files.Folder();

        var run = await SealAsync(folder, "sealed.pdf", [.. Key, .. options]);

        Assert.True(run.ExitCode == ExitCodes.Done, run.Error);
        var text = await File.ReadAllTextAsync(Path.Combine(folder, "sealed.pdf"), Encoding.Latin1, TestContext.Current.CancellationToken);
        var cms = Convert.FromHexString(Contents().Matches(text).Last().Groups[1].Value);
        var der = Path.Combine(folder, "cms.der");
        await File.WriteAllBytesAsync(der, cms, TestContext.Current.CancellationToken);
        var seen = await Judges.RunAsync("openssl", "cms", "-cmsout", "-print", "-inform", "DER", "-in", der);
        var signer = seen[seen.IndexOf("signerInfos", StringComparison.Ordinal)..];
        Assert.Matches($"digestAlgorithm:\\s+algorithm: {digest}", signer);
        Assert.Matches($"signatureAlgorithm:\\s+algorithm: ({algorithm}|{digest}WithRSAEncryption)", signer);
        Assert.Equal(ExitCodes.Done, (await Tool.RunAsync("verify", Path.Combine(folder, "sealed.pdf"), "--trust", files.Trust)).ExitCode);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    [InlineData("3")]
    public async Task A_certified_document_says_what_may_still_be_changed_and_the_next_seal_obeys(string permission)
    {
        var folder = files.Folder();
        var certified = Path.Combine(folder, "certified.pdf");

        var run = await SealAsync(folder, "certified.pdf", [.. Key, "--certify", permission]);
        var next = await Tool.RunAsync(["seal", certified, "--out", Path.Combine(folder, "next.pdf"), .. Key, "--json"]);

        Assert.True(run.ExitCode == ExitCodes.Done, run.Error);
        var text = await File.ReadAllTextAsync(certified, Encoding.Latin1, TestContext.Current.CancellationToken);
        Assert.Matches($@"/TransformMethod ?/DocMDP[^>]*/P {permission}\b", text);
        Assert.Equal(permission == "1" ? ExitCodes.Refused : ExitCodes.Done, next.ExitCode);
    }

    [Fact]
    public async Task A_certification_against_every_change_does_not_go_with_the_data_of_a_long_level()
    {
        var run = await SealAsync(files.Folder(), "sealed.pdf", [.. Key, "--certify", "1", "--level", "B-LT", "--tsa", "http://127.0.0.1:1/", "--json"]);

        Assert.Equal(ExitCodes.Refused, run.ExitCode);
        Assert.Equal("certification-against-level", Assert.Single(run.Json).GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("/All", "--lock-all")]
    [InlineData("/Include", "--lock", "姓名", "--lock", "日期")]
    [InlineData("/Exclude", "--lock-except", "备注")]
    public async Task Locked_fields_are_named_and_a_seal_that_locks_all_is_the_last(string action, params string[] options)
    {
        var folder = files.Folder();

        var run = await SealAsync(folder, "locked.pdf", [.. Key, .. options]);
        var next = await Tool.RunAsync(["seal", Path.Combine(folder, "locked.pdf"), "--out", Path.Combine(folder, "next.pdf"), .. Key]);

        Assert.True(run.ExitCode == ExitCodes.Done, run.Error);
        Assert.Matches($"FieldMDP(?s:.*){action}", await File.ReadAllTextAsync(Path.Combine(folder, "locked.pdf"), Encoding.Latin1, TestContext.Current.CancellationToken));
        Assert.Equal(action == "/Include" ? ExitCodes.Done : ExitCodes.Refused, next.ExitCode);
    }

    [Theory]
    [InlineData(40, 40, "--seal-line", "技术审查专用章", "--seal-lower-line", "（1）", "--seal-number", "4301030012345")]
    [InlineData(45, 30, "--seal-shape", "oval", "--seal-line", "审图专用章")]
    [InlineData(60, 40, "--seal-shape", "oval", "--seal-line", "审图专用章", "--seal-width", "60")]
    [InlineData(50, 30, "--seal-shape", "rectangular", "--seal-line", "注册城乡规划师", "--seal-text", "李明", "--seal-number", "2026430001", "--seal-unit", "云谷规划", "--seal-until", "2028-12-31")]
    [InlineData(20, 20, "--seal-shape", "personal", "--seal-text", "李明")]
    public async Task Seals_of_every_shape_stand_on_paper_in_their_size(int width, int height, params string[] options)
    {
        var folder = files.Folder();

        var run = await SealAsync(folder, "sealed.pdf", [.. Key, "--at", "1,100,150", .. options]);

        Assert.True(run.ExitCode == ExitCodes.Done, run.Error);
        var box = Rectangle().Matches(await File.ReadAllTextAsync(Path.Combine(folder, "sealed.pdf"), Encoding.Latin1, TestContext.Current.CancellationToken)).Last();
        double[] corners = [.. box.Groups[1].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(number => double.Parse(number, CultureInfo.InvariantCulture) / 72 * 25.4)];
        Assert.Equal(width, corners[2] - corners[0], 0.01);
        Assert.Equal(height, corners[3] - corners[1], 0.01);
    }

    [Theory]
    [InlineData("site-plan-a1.pdf", 1, "--title-block", "45,40", "--pages", "1")]
    [InlineData("survey-report.pdf", 2, "--every-page", "60,100", "--pages", "2,4-5")]
    [InlineData("survey-report.pdf", 1, "--straddle", "--straddle-side", "top", "--pages", "odd")]
    public async Task A_place_is_taken_on_the_pages_asked_for(string document, int first, params string[] options)
    {
        var folder = files.Folder();
        var output = Path.Combine(folder, "sealed.pdf");

        var run = await Tool.RunAsync(["seal", SealedFiles.Sample(document), "--out", output, .. Key, .. options]);

        Assert.True(run.ExitCode == ExitCodes.Done, run.Error);
        var verified = await Tool.RunAsync("verify", output, "--trust", files.Trust, "--json");
        Assert.Equal(first, verified.Json[0].GetProperty("signatures")[0].GetProperty("pages")[0].GetInt32());
    }

    [Theory]
    [InlineData("--certify", "4")]
    [InlineData("--digest", "MD5")]
    [InlineData("--seal-width", "0")]
    [InlineData("--lock-all", "--lock", "A")]
    [InlineData("--seal-shape", "square")]
    [InlineData("--seal-shape", "oval")]
    [InlineData("--seal-shape", "personal", "--seal-number", "1")]
    [InlineData("--seal-shape", "rectangular", "--seal-line", "注册城乡规划师", "--seal-number", "1", "--seal-until", "soon")]
    [InlineData("--seal-unit", "云谷规划")]
    [InlineData("--seal-image", "x.png", "--seal-shape", "oval")]
    [InlineData("--pages", "1", "--at", "1,50,50")]
    [InlineData("--pages", "none", "--straddle")]
    [InlineData("--occurrence", "last")]
    [InlineData("--straddle-side", "left")]
    public async Task Options_that_do_not_fit_together_begin_nothing(params string[] options)
    {
        var folder = files.Folder();

        var run = await SealAsync(folder, "sealed.pdf", [.. Key, .. options]);

        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.NotEqual("", run.Error);
        Assert.Empty(Directory.EnumerateFiles(folder, "*.pdf"));
    }

    [Theory]
    [InlineData("zh-CN", "认证签名")]
    [InlineData("en", "Certify with this seal")]
    public async Task Help_tells_every_option(string language, string certification)
    {
        var help = await Tool.RunAsync("seal", "--help", "--lang", language);

        Assert.Contains(certification, help.Output, StringComparison.Ordinal);
        string[] options =
        [
            "--certify", "--lock", "--lock-all", "--lock-except", "--pss", "--digest", "--cert", "--seal-shape", "--seal-line", "--seal-lower-line", "--seal-number", "--seal-unit",
            "--seal-until", "--title-block", "--pages", "--occurrence", "--straddle-side",
        ];
        Assert.All(options, option => Assert.Contains(option, help.Output, StringComparison.Ordinal));
    }

    private string[] Key => ["--key", files.Key, "--password-file", files.PasswordFile];

    private static Task<Run> SealAsync(string folder, string name, params string[] options) =>
        Tool.RunAsync(["seal", SealedFiles.Sample("letter.pdf"), "--out", Path.Combine(folder, name), .. options]);

    private async Task<(string Key, string Certificates)> PemAsync(string folder)
    {
        var password = (await File.ReadAllTextAsync(files.PasswordFile, TestContext.Current.CancellationToken)).Trim();
        var certificates = X509CertificateLoader.LoadPkcs12CollectionFromFile(files.Key, password, X509KeyStorageFlags.Exportable);
        var own = certificates.Single(certificate => certificate.HasPrivateKey);
        using var rsa = own.GetRSAPrivateKey()!;
        var (key, chain) = (Path.Combine(folder, "key.pem"), Path.Combine(folder, "chain.pem"));
        await File.WriteAllTextAsync(key, rsa.ExportPkcs8PrivateKeyPem(), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(chain, string.Join('\n', certificates.Select(certificate => certificate.ExportCertificatePem())), TestContext.Current.CancellationToken);
        return (key, chain);
    }

    [GeneratedRegex("/Contents ?<([0-9a-f]+)>")]
    private static partial Regex Contents();

    [GeneratedRegex(@"/Rect ?\[([^\]]+)\]")]
    private static partial Regex Rectangle();
}
