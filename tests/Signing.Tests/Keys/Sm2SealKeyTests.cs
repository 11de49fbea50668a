using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Market.Signing.Cms;
using Market.Signing.GuoMi;
using Market.Signing.Tests.GuoMi;
using Market.Signing.Tests.Testing;
using CmsSigner = Market.Signing.Cms.CmsSigner;

namespace Market.Signing.Tests.Keys;

public sealed class Sm2SealKeyTests
{
    private const string Password = "seal-password";
    private static readonly byte[] Content = Encoding.UTF8.GetBytes("规划方案技术审查报告");

    [Fact]
    public async Task A_pkcs12_file_written_by_us_is_opened_with_its_chain()
    {
        var (key, certificate) = NewKey();

        using var opened = Sm2SealKey.OpenPkcs12(
            Sm2Pkcs12.Write(key, [certificate.RawData, Sm2Pki.Root.RawData, Sm2Pki.Issuing.RawData], Password), Password);

        Assert.Equal(certificate.RawData, opened.Certificate.RawData);
        Assert.Equal([Sm2Pki.Issuing.RawData, Sm2Pki.Root.RawData], opened.Chain.Select(issuer => issuer.RawData));
        await AssertSignsAsync(opened, key.PublicKey);
    }

    [Fact]
    public async Task A_pkcs12_file_written_by_openssl_is_opened()
    {
        using var directory = new TemporaryDirectory();
        var (key, certificate) = NewKey();
        var keyFile = directory.Write("key.pem", Encoding.ASCII.GetBytes(PemEncoding.WriteString("PRIVATE KEY", key.EncodePkcs8())));
        var certificateFile = directory.Write("certificate.pem", Encoding.ASCII.GetBytes(certificate.ExportCertificatePem()));
        var file = directory.File("key.p12");
        var (exitCode, output) = await OpenSsl.RunAsync(
            "pkcs12", "-export", "-inkey", keyFile, "-in", certificateFile, "-out", file, "-passout", "pass:" + Password);
        Assert.True(exitCode == 0, output);

        using var opened = Sm2SealKey.OpenPkcs12(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken), Password);

        await AssertSignsAsync(opened, key.PublicKey);
    }

    [Fact]
    public async Task Pem_is_opened_in_all_three_forms()
    {
        var (key, certificate) = NewKey();
        var protection = new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000);
        var encrypted = Pkcs8PrivateKeyInfo.Decode(key.EncodePkcs8(), out _).Encrypt(Password, protection);
        string[] forms =
        [
            PemEncoding.WriteString("PRIVATE KEY", key.EncodePkcs8()),
            PemEncoding.WriteString("EC PRIVATE KEY", key.EncodeEcPrivateKey()),
            PemEncoding.WriteString("ENCRYPTED PRIVATE KEY", encrypted),
        ];

        foreach (var form in forms)
        {
            using var opened = Sm2SealKey.OpenPem(form, Password, certificate.ExportCertificatePem());

            await AssertSignsAsync(opened, key.PublicKey);
        }
    }

    [Fact]
    public void Of_a_signing_and_an_encryption_certificate_the_signing_one_is_taken()
    {
        var (key, signing) = NewKey();
        var encryption = NewCertificate(key, new() { Usage = X509KeyUsageFlags.KeyEncipherment });

        using var opened = Sm2SealKey.OpenPkcs12(Sm2Pkcs12.Write(key, [encryption.RawData, signing.RawData], Password), Password);

        Assert.Equal(signing.RawData, opened.Certificate.RawData);
    }

    [Fact]
    public void A_wrong_password_a_missing_key_and_a_foreign_key_have_their_codes()
    {
        var (key, certificate) = NewKey();
        var (other, _) = NewKey();
        var file = Sm2Pkcs12.Write(key, [certificate.RawData], Password);
        using var rsa = RSA.Create(2048);

        Assert.Equal("key-unreadable", CodeOf(() => Sm2SealKey.OpenPkcs12(file, "wrong")));
        Assert.Equal("key-unreadable", CodeOf(() => Sm2SealKey.OpenPkcs12(new byte[] { 1, 2, 3 }, Password)));
        Assert.Equal("key-missing", CodeOf(() => Sm2SealKey.OpenPkcs12(Sm2Pkcs12.Write(other, [certificate.RawData], Password), Password)));
        Assert.Equal("key-missing", CodeOf(() => Sm2SealKey.OpenPem("", null, certificate.ExportCertificatePem())));
        Assert.Equal("certificate-of-other-key", CodeOf(() => Sm2SealKey.OpenPem(Pem(other), null, certificate.ExportCertificatePem())));
        Assert.Equal("key-unsupported", CodeOf(() => Sm2SealKey.OpenPem(rsa.ExportPkcs8PrivateKeyPem(), null, certificate.ExportCertificatePem())));
    }

    [Fact]
    public async Task The_readers_of_other_keys_refuse_an_sm2_key_and_say_what_opens_it()
    {
        using var directory = new TemporaryDirectory();
        var (key, certificate) = NewKey();
        var pem = Pem(key) + "\n" + certificate.ExportCertificatePem();
        var byOpenSsl = directory.File("key.p12");
        var (exitCode, output) = await OpenSsl.RunAsync(
            "pkcs12", "-export", "-in", directory.Write("key.pem", Encoding.ASCII.GetBytes(pem)), "-out", byOpenSsl, "-passout", "pass:" + Password);
        Assert.True(exitCode == 0, output);

        Assert.Equal("key-is-sm2", CodeOf(() => Pkcs12SealKey.Open(Sm2Pkcs12.Write(key, [certificate.RawData], Password), Password)));
        Assert.Equal("key-is-sm2", CodeOf(() => Pkcs12SealKey.Open(byOpenSsl, Password)));
        Assert.Equal("key-is-sm2", CodeOf(() => PemSealKey.Parse(pem)));
        Assert.Equal("key-unreadable", CodeOf(() => Pkcs12SealKey.Open(byOpenSsl, "wrong")));
    }

    [Fact]
    public async Task It_makes_a_cms_signature_that_openssl_verifies_over_the_signed_attributes()
    {
        using var directory = new TemporaryDirectory();
        var (key, certificate) = NewKey();
        using var sealKey = Sm2SealKey.Create(key, certificate.RawData, []);

        var bytes = await CmsSigner.SignAsync(Sm3.HashData(Content), sealKey, Sm2Pki.Now, tsa: null, TestContext.Current.CancellationToken);

        var signer = Assert.Single(CmsSignedData.Parse(bytes).Signers);
        Assert.Equal(GuoMiOids.Sm3, signer.Digest.Oid);
        Assert.Equal(GuoMiOids.Sm2WithSm3, signer.SignatureAlgorithm.Oid);
        Assert.Equal(Sm3.HashData(Content), CmsMessageDigest(signer));
        var attributes = directory.Write("attributes", signer.SignedAttributesEncoding!.Value.Span);
        var value = directory.Write("value", signer.Signature.Span);
        var (exitCode, output) = await OpenSsl.RunAsync(
            "dgst", "-sm3", "-verify", directory.WritePublicKey(key.PublicKey), "-sigopt", "distid:1234567812345678", "-signature", value, attributes);
        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public async Task An_expired_certificate_does_not_seal()
    {
        var key = Sm2PrivateKey.Generate();
        using var certificate = NewCertificate(key, new() { NotBefore = Sm2Pki.Now.AddYears(-1), NotAfter = Sm2Pki.Now.AddDays(-1) });
        using var sealKey = Sm2SealKey.Create(key, certificate.RawData, []);

        var refusal = await Assert.ThrowsAsync<SealRefusedException>(() =>
            CmsSigner.SignAsync(Sm3.HashData(Content), sealKey, Sm2Pki.Now, tsa: null, TestContext.Current.CancellationToken));

        Assert.Equal("certificate-expired", refusal.Code);
    }

    private static byte[] CmsMessageDigest(CmsSignerInfo signer) =>
        [.. signer.SignedAttributes.Single(Oids.MessageDigest)!.Value.Span[2..]];

    private static (Sm2PrivateKey Key, X509Certificate2 Certificate) NewKey()
    {
        var key = Sm2PrivateKey.Generate();
        return (key, NewCertificate(key, new()));
    }

    private static X509Certificate2 NewCertificate(Sm2PrivateKey key, Sm2Profile profile) => Sm2Pki.IssueBelow("CN=测试", key.PublicKey, profile);

    private static string Pem(Sm2PrivateKey key) => PemEncoding.WriteString("PRIVATE KEY", key.EncodePkcs8());

    private static string CodeOf(Action action) => Assert.Throws<SealRefusedException>(action).Code;

    private static async Task AssertSignsAsync(Sm2SealKey key, Sm2PublicKey expected)
    {
        var value = await key.SignDigestAsync(expected.Digest(Content), TestContext.Current.CancellationToken);

        Assert.True(expected.Verify(Content, Sm2SignatureValue.TryRead(value)!));
        Assert.Equal(SignatureScheme.Sm2Sm3, key.Scheme);
    }
}
