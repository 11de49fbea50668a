using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Market.Development;
using Market.Signing.Tests.Levels;
using Market.Signing.Tests.Pdf;
using Market.Signing.Tests.Testing;

namespace Market.Signing.Tests.Certificates;

public sealed class SealCertificateRulesTests
{
    [Fact]
    public async Task An_ordinary_certificate_seals_without_a_word()
    {
        using var key = TestPki.UnitKey();

        Assert.Empty((await SealAsync(key)).Warnings);
    }

    [Fact]
    public async Task A_self_signed_certificate_seals_with_a_warning()
    {
        using var key = SelfSigned(2048);

        Assert.Equal([SealWarning.SelfSigned], (await SealAsync(key)).Warnings.Select(warning => warning.Code));
    }

    [Theory]
    [InlineData(29, true)]
    [InlineData(31, false)]
    public async Task A_certificate_that_ends_within_thirty_days_warns(int days, bool warns)
    {
        using var key = TestPki.Issue(new IssueOptions { NotAfter = TestPki.Now.AddDays(days) }).Open();

        var warnings = (await SealAsync(key)).Warnings;

        Assert.Equal(warns ? [SealWarning.ExpiresSoon] : [], warnings.Select(warning => warning.Code));
        Assert.All(warnings, warning => Assert.Contains("2026-04-14", warning.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_short_key_is_refused_before_anything_is_written()
    {
        using var key = SelfSigned(1024);
        using var output = new MemoryStream();

        var refused = await Assert.ThrowsAsync<SealRefusedException>(() => SealAsync(key, output));

        Assert.Equal("key-too-weak", refused.Code);
        Assert.Equal(0, output.Length);
    }

    [Fact]
    public async Task A_certificate_issued_with_sha1_is_refused()
    {
        using var issuerKey = RSA.Create(2048);
        using var leafKey = RSA.Create(2048);
        var request = new CertificateRequest("CN=Old", leafKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.Create(
            new X500DistinguishedName("CN=Old authority"), new Sha1Generator(issuerKey),
            TestPki.Now.AddDays(-1), TestPki.Now.AddYears(1), [1, 2, 3, 4]);
        using var withKey = certificate.CopyWithPrivateKey(leafKey);
        using var key = Pkcs12SealKey.Open(withKey.Export(X509ContentType.Pkcs12, "x"), "x");

        Assert.Equal(SealRefusedException.CertificateTooWeak, (await Assert.ThrowsAsync<SealRefusedException>(() => SealAsync(key))).Code);
    }

    [Fact]
    public async Task A_certificate_for_a_web_server_is_refused()
    {
        using var key = TestPki.Issue(new IssueOptions { ExtendedKeyUsage = ["1.3.6.1.5.5.7.3.1"] }).Open();

        Assert.Equal("certificate-not-for-signing", (await Assert.ThrowsAsync<SealRefusedException>(() => SealAsync(key))).Code);
    }

    [Fact]
    public async Task A_curve_that_nobody_recommends_for_signatures_is_refused()
    {
        using var ecdsa = ECDsa.Create(ECCurve.CreateFromFriendlyName("secP256k1"));
        var request = new CertificateRequest("CN=Own", ecdsa, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(TestPki.Now.AddDays(-1), TestPki.Now.AddYears(1));
        using var key = Pkcs12SealKey.Open(certificate.Export(X509ContentType.Pkcs12, "x"), "x");

        Assert.Equal("key-unsupported", (await Assert.ThrowsAsync<SealRefusedException>(() => SealAsync(key))).Code);
    }

    private static Task<SealOutcome> SealAsync(ISealKey key, Stream? output = null) => PdfSealer.SealAsync(
        new MemoryStream(PdfText.OnePage().Bytes), output ?? Stream.Null, key, new SealOptions { ClaimedAt = TestPki.Now }, LevelFiles.Services,
        TestContext.Current.CancellationToken);

    private static Pkcs12SealKey SelfSigned(int bits)
    {
        using var rsa = RSA.Create(bits);
        var request = new CertificateRequest("CN=Own", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(TestPki.Now.AddDays(-1), TestPki.Now.AddYears(1));
        return Pkcs12SealKey.Open(certificate.Export(X509ContentType.Pkcs12, "x"), "x");
    }

    /// <summary>.NET no longer makes such signatures by itself.</summary>
    private sealed class Sha1Generator(RSA key) : X509SignatureGenerator
    {
        // SEQUENCE { sha1WithRSAEncryption, NULL }
        public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm) => Convert.FromHexString("300D06092A864886F70D0101050500");

        public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) => key.SignData(data, HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1);

        protected override PublicKey BuildPublicKey() => new(key);
    }
}
