using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Market.Development;
using Market.Signing.Cms;
using Market.Signing.Keys;
using Market.Signing.Tests.Testing;

namespace Market.Signing.Tests.Keys;

public sealed class Pkcs11SealKeyTests(SoftHsm token) : IClassFixture<SoftHsm>
{
    private static readonly byte[] Digest = SHA256.HashData("规划方案技术审查报告"u8);

    [Theory]
    [InlineData(SealKeyKind.Rsa2048, SignatureFamily.RsaPkcs1)]
    [InlineData(SealKeyKind.Rsa2048, SignatureFamily.RsaPss)]
    [InlineData(SealKeyKind.EcdsaP256, SignatureFamily.Ecdsa)]
    public async Task A_key_on_a_token_makes_a_cms_signature_that_openssl_verifies(SealKeyKind kind, SignatureFamily family)
    {
        RequireToken();
        using var directory = new TemporaryDirectory();
        var scheme = SignatureScheme.All.First(known => known.Family == family && known.Digest == HashAlgorithmName.SHA256);
        using var key = SoftHsm.Open(kind, scheme);

        var cms = await CmsSigner.SignAsync(Digest, key, TestPki.Now, tsa: null, TestContext.Current.CancellationToken);

        var (exitCode, output) = await OpenSsl.RunAsync(
            "cms", "-verify", "-binary", "-inform", "DER", "-in", directory.Write("cms.der", cms),
            "-content", directory.Write("content", "规划方案技术审查报告"u8), "-out", directory.File("out"),
            "-CAfile", directory.Write("root.pem", System.Text.Encoding.ASCII.GetBytes(TestPki.Pki.Root.ExportCertificatePem())),
            "-attime", TestPki.Now.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture), "-purpose", "any");
        Assert.True(exitCode == 0, output);
    }

    [Theory]
    [InlineData(SealKeyKind.Rsa2048, "RsaPkcs1-SHA256")]
    [InlineData(SealKeyKind.EcdsaP256, "Ecdsa-SHA256")]
    public void The_scheme_follows_the_certificates_key(SealKeyKind kind, string scheme)
    {
        RequireToken();
        using var key = SoftHsm.Open(kind);

        Assert.Equal(scheme, key.Scheme.ToString());
    }

    [Fact]
    public async Task Several_threads_share_one_key()
    {
        RequireToken();
        using var key = SoftHsm.Open(SealKeyKind.Rsa2048);

        var values = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ =>
            Task.Run(() => key.SignDigestAsync(Digest, TestContext.Current.CancellationToken).AsTask())));

        using var rsa = key.Certificate.GetRSAPublicKey()!;
        Assert.All(values, value => Assert.True(rsa.VerifyHash(Digest, value, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)));
    }

    [Fact]
    public void A_wrong_or_missing_pin_a_missing_key_and_a_missing_token_are_told_apart_without_telling_the_pin()
    {
        RequireToken();
        using var certificate = X509CertificateLoader.LoadCertificate(TestPki.Unit().Certificate.RawData);
        var wrongPin = Assert.Throws<SealRefusedException>(() => SoftHsm.OpenClosed(SealKeyKind.Rsa2048, "98765432"));
        var noPin = Assert.Throws<SealRefusedException>(() => SoftHsm.OpenClosed(SealKeyKind.Rsa2048, null));
        var noKey = Assert.Throws<SealRefusedException>(() => Pkcs11SealKey.Open("pkcs11:token=market;object=none", SoftHsm.Pin, certificate, []));
        var noToken = Assert.Throws<SealRefusedException>(() => Pkcs11SealKey.Open("pkcs11:token=none;object=Rsa2048", SoftHsm.Pin, certificate, []));

        Assert.Equal(["pin-wrong", "pin-missing", "key-unreachable", "token-absent"], new[] { wrongPin.Code, noPin.Code, noKey.Code, noToken.Code });
        Assert.DoesNotContain("98765432", wrongPin.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_of_another_key_and_a_foreign_scheme_are_refused()
    {
        RequireToken();
        using var other = RSA.Create(2048);
        using var foreign = new CertificateRequest("CN=other", other, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(TestPki.Now.AddDays(-1), TestPki.Now.AddDays(1));

        Assert.Equal("certificate-of-other-key", CodeOf(() => Pkcs11SealKey.Open(SoftHsm.UriOf(SealKeyKind.Rsa2048), SoftHsm.Pin, foreign, [])));
        Assert.Equal("key-unsupported", CodeOf(() => SoftHsm.Open(SealKeyKind.EcdsaP256, SignatureScheme.RsaPkcs1Sha256)));
        Assert.Equal("key-unsupported", CodeOf(() => SoftHsm.Open(SealKeyKind.Rsa2048, SignatureScheme.Sm2Sm3)));
    }

    /// <summary>SoftHSM never locks, so the answers of tokens that do are taken from the standard (PKCS #11 2.40, 5.1.6).</summary>
    [Theory]
    [InlineData(0xA0, "pin-wrong")]
    [InlineData(0xA2, "pin-wrong")]
    [InlineData(0xA4, "token-locked")]
    [InlineData(0xA3, "token-locked")]
    [InlineData(0x102, "token-locked")]
    [InlineData(0x0, null)]
    [InlineData(0x100, null)]
    public void The_answer_to_a_log_in_is_named(uint answer, string? code) => Assert.Equal(code, Pkcs11Token.Refusal(answer)?.Code);

    [Fact]
    public void The_certificates_on_the_token_are_found_beside_the_key()
    {
        RequireToken();
        var before = Pkcs11SealKey.CertificatesBeside(SoftHsm.UriOf(SealKeyKind.EcdsaP256));
        SoftHsm.AddCertificates(SealKeyKind.EcdsaP256);

        var (own, others) = Pkcs11SealKey.CertificatesBeside(SoftHsm.UriOf(SealKeyKind.EcdsaP256));

        Assert.Null(before.Own);
        Assert.Equal(TestPki.Unit(SealKeyKind.EcdsaP256).Certificate.RawData, own!.RawData);
        Assert.Equal([TestPki.Pki.Chain[0].RawData], others.Select(other => other.RawData));
        Assert.Null(Pkcs11SealKey.CertificatesBeside(SoftHsm.UriOf(SealKeyKind.Rsa2048)).Own);
    }

    [Fact]
    public void A_module_that_is_missing_is_named()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Tokens are used on Linux only.");
        Assert.Equal("token-module-missing", CodeOf(() => Pkcs11Module.Use("/usr/lib/no-such-module.so")));
        Assert.Equal("token-module-missing", CodeOf(() => Pkcs11Module.Use("/bin/sh")));
    }

    [Theory]
    [InlineData("pkcs11:token=%e5%8d%b0%E7%AB%A0;object=k", "印章")]
    [InlineData("pkcs11:token=a%20b%;object=k", "a b%")]
    [InlineData("pkcs11:object=k", null)]
    public void Attributes_of_an_address_are_decoded(string uri, string? token) =>
        Assert.Equal(token, Pkcs11KeyUri.Parse(uri).Attribute("token") is { } octets ? System.Text.Encoding.UTF8.GetString(octets) : null);

    [Theory]
    [InlineData("a path", "/dev/token")]
    [InlineData("no key", "pkcs11:token=market")]
    [InlineData("a certificate", "pkcs11:token=market;object=Rsa2048;type=cert")]
    [InlineData("a line break", "pkcs11:token=market;object=a\nb")]
    public void Other_addresses_are_refused(string why, string uri)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Tokens are used on Linux only.");
        using var certificate = X509CertificateLoader.LoadCertificate(TestPki.Unit().Certificate.RawData);

        Assert.True(CodeOf(() => Pkcs11SealKey.Open(uri, null, certificate, [])) == "key-unreachable", why);
    }

    [Fact]
    public void Elsewhere_than_on_linux_tokens_are_refused()
    {
        Assert.SkipWhen(OperatingSystem.IsLinux(), "Tokens are used here.");
        using var certificate = X509CertificateLoader.LoadCertificate(TestPki.Unit().Certificate.RawData);

        Assert.Equal("platform-unsupported", CodeOf(() => Pkcs11SealKey.Open(SoftHsm.UriOf(SealKeyKind.Rsa2048), null, certificate, [])));
    }

    private static string CodeOf(Action open) => Assert.Throws<SealRefusedException>(open).Code;

    private void RequireToken() => Assert.SkipWhen(token.Missing is not null, token.Missing ?? "");
}
