using System.Text;
using Market.Development;
using Market.Signing.Tests.Testing;

namespace Market.Signing.Tests.Certificates;

public sealed class DevelopmentPkiTests
{
    private readonly ManualClock _clock = new(TestPki.Now);

    [Fact]
    public void Opening_again_keeps_the_keys()
    {
        using var directory = new TemporaryDirectory();
        using var first = DevelopmentPki.OpenOrCreate(directory.Path, _clock);

        using var second = DevelopmentPki.OpenOrCreate(directory.Path, _clock);

        Assert.Equal(first.Root.Thumbprint, second.Root.Thumbprint);
        Assert.Equal(first.Chain[0].Thumbprint, second.Chain[0].Thumbprint);
        Assert.Equal(first.TimestampAuthority.Certificate.Thumbprint, second.TimestampAuthority.Certificate.Thumbprint);
    }

    [Fact]
    public void Files_are_readable_by_their_owner_only()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("File modes are a matter of Unix.");
        }

        using var directory = new TemporaryDirectory();
        var pki = directory.File("pki");
        DevelopmentPki.OpenOrCreate(pki, _clock).Dispose();

        Assert.All(
            Directory.EnumerateFiles(pki).Where(path => !path.EndsWith(".lock", StringComparison.Ordinal)),
            path => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, ModeOf(path)));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, ModeOf(pki));
    }

    [Theory]
    [InlineData("root.p12")]
    [InlineData("timestamp.p12")]
    [InlineData("password")]
    public void A_damaged_file_is_named_and_nothing_is_replaced(string name)
    {
        using var directory = new TemporaryDirectory();
        DevelopmentPki.OpenOrCreate(directory.Path, _clock).Dispose();
        var path = directory.File(name);
        var bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(path, bytes);

        var failure = Assert.Throws<DevelopmentPkiException>(() => DevelopmentPki.OpenOrCreate(directory.Path, _clock));

        Assert.Contains(path, failure.Message, StringComparison.Ordinal);
        Assert.Equal(bytes, File.ReadAllBytes(path));
    }

    [Theory]
    [InlineData("root.p12")]
    [InlineData("pki.json.new")]
    [InlineData("holiday.txt")]
    public void A_directory_without_a_complete_manifest_is_refused(string leftOver)
    {
        using var directory = new TemporaryDirectory();
        directory.Write(leftOver, [1, 2, 3]);

        Assert.Throws<DevelopmentPkiException>(() => DevelopmentPki.OpenOrCreate(directory.Path, _clock));
    }

    [Fact]
    public void A_manifest_that_is_not_one_is_refused()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("pki.json", "{"u8);

        Assert.Throws<DevelopmentPkiException>(() => DevelopmentPki.OpenOrCreate(directory.Path, _clock));
    }

    [Fact]
    public void Every_subject_says_that_it_is_a_demonstration()
    {
        var practitioner = TestPki.Pki.IssuePractitionerSeal(
            "周敏", "注册城乡规划师", "0412430123", TestPki.AgencyName, TestPki.AgencyCode, new IssueOptions { Key = SealKeyKind.EcdsaP256 });

        Assert.All(
            [TestPki.Pki.Root, TestPki.Pki.Chain[0], TestPki.Pki.TimestampAuthority.Certificate, TestPki.Unit().Certificate, practitioner.Certificate],
            certificate => Assert.Contains("演示", certificate.Subject, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Openssl_builds_the_chain_of_a_seal_certificate()
    {
        using var directory = new TemporaryDirectory();

        var (exitCode, output) = await OpenSsl.RunAsync(
            "verify", "-x509_strict",
            "-CAfile", directory.Write("root.pem", Encoding.ASCII.GetBytes(TestPki.Pki.Root.ExportCertificatePem())),
            "-untrusted", directory.Write("issuing.pem", Encoding.ASCII.GetBytes(TestPki.Pki.Chain[0].ExportCertificatePem())),
            "-attime", TestPki.Now.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture),
            directory.Write("seal.pem", Encoding.ASCII.GetBytes(TestPki.Unit().Certificate.ExportCertificatePem())));

        Assert.True(exitCode == 0, output);
    }

    private static UnixFileMode ModeOf(string path) =>
        OperatingSystem.IsWindows() ? throw new PlatformNotSupportedException() : File.GetUnixFileMode(path);
}
