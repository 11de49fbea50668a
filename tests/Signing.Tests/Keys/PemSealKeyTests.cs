using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Market.Development;
using Market.Signing.Tests.Levels;
using Market.Signing.Tests.Pdf;
using Market.Signing.Tests.Testing;
using Market.Signing.Tests.Validation;

namespace Market.Signing.Tests.Keys;

public sealed class PemSealKeyTests
{
    private const string Password = "印章口令 1";

    [Theory]
    [InlineData(SealKeyKind.Rsa2048)]
    [InlineData(SealKeyKind.EcdsaP256)]
    public async Task A_key_in_pem_seals_with_its_chain(SealKeyKind kind)
    {
        var text = Text(kind, key => key.ExportPkcs8PrivateKeyPem());
        using var key = PemSealKey.Parse(text);

        var bytes = await LevelFiles.SealAsync(PdfText.OnePage().Bytes, PadesLevel.BLT, key);

        Assert.Equal(2, key.Chain.Count);
        Assert.Equal(TestPki.Unit(kind).Certificate.RawData, key.Certificate.RawData);
        Assert.Equal(Indication.TotalPassed, SealedFiles.Judge(bytes).Verdict);
    }

    [Theory]
    [InlineData(SealKeyKind.Rsa2048)]
    [InlineData(SealKeyKind.EcdsaP256)]
    public void An_encrypted_key_needs_its_password(SealKeyKind kind)
    {
        var text = Text(kind, key => key.ExportEncryptedPkcs8PrivateKeyPem(
            Password, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 10_000)));

        using var key = PemSealKey.Parse(text, Password);

        Assert.Equal(2, key.Chain.Count);
        Assert.Equal("key-unreadable", Refused(() => PemSealKey.Parse(text, "wrong")));
        Assert.Equal("key-unreadable", Refused(() => PemSealKey.Parse(text)));
    }

    [Fact]
    public async Task Keys_that_openssl_wrote_are_read_from_files()
    {
        using var directory = new TemporaryDirectory();
        var p12 = directory.Write("unit.p12", TestPki.Unit().Pkcs12);
        var password = $"pass:{TestPki.Unit().Password}";
        await RunAsync("pkcs12", "-in", p12, "-passin", password, "-nodes", "-out", directory.File("all.pem"));
        await RunAsync("rsa", "-in", directory.File("all.pem"), "-traditional", "-out", directory.File("pkcs1.pem"));
        await RunAsync("pkcs8", "-topk8", "-in", directory.File("all.pem"), "-v2", "aes-256-cbc", "-passout", "pass:secret", "-out", directory.File("secret.pem"));

        using var together = PemSealKey.Open(directory.File("all.pem"));
        using var old = PemSealKey.Open(directory.File("pkcs1.pem"), directory.File("all.pem") is var all ? Certificates(all, directory) : null);
        using var secret = PemSealKey.Open(directory.File("secret.pem"), Certificates(all, directory), "secret", SignatureScheme.RsaPssSha384);

        Assert.All([together, old, secret], key => Assert.Equal(2, key.Chain.Count));
        Assert.Equal(SignatureScheme.RsaPssSha384, secret.Scheme);

        static async Task RunAsync(params string[] arguments)
        {
            var (exitCode, output) = await OpenSsl.RunAsync(arguments);
            Assert.True(exitCode == 0, output);
        }
    }

    [Fact]
    public void What_is_missing_or_does_not_fit_has_its_code()
    {
        var text = Text(SealKeyKind.Rsa2048, key => key.ExportPkcs8PrivateKeyPem());
        using var other = RSA.Create(2048);

        Assert.Equal("key-missing", Refused(() => PemSealKey.Parse(TestPki.Unit().Certificate.ExportCertificatePem())));
        Assert.Equal("key-missing", Refused(() => PemSealKey.Parse("")));
        Assert.Equal("key-ambiguous", Refused(() => PemSealKey.Parse(text + other.ExportPkcs8PrivateKeyPem())));
        Assert.Equal("certificate-of-other-key", Refused(() => PemSealKey.Parse(other.ExportPkcs8PrivateKeyPem() + "\n" + TestPki.Unit().Certificate.ExportCertificatePem())));
        Assert.Equal("key-unsupported", Refused(() => PemSealKey.Parse(text, scheme: SignatureScheme.EcdsaSha256)));
        Assert.Equal("key-unsupported", Refused(() => PemSealKey.Parse(text, scheme: SignatureScheme.Sm2Sm3)));
        Assert.Equal("key-unreadable", Refused(() => PemSealKey.Parse(PemEncoding.WriteString("PRIVATE KEY", [0x30, 0x00]))));
    }

    private static string Certificates(string all, TemporaryDirectory directory)
    {
        var collection = new X509Certificate2Collection();
        collection.ImportFromPemFile(all);
        return directory.Write("certificates.pem", System.Text.Encoding.ASCII.GetBytes(collection.ExportCertificatePems()));
    }

    private static string Text(SealKeyKind kind, Func<AsymmetricAlgorithm, string> export)
    {
        var issued = TestPki.Unit(kind);
        using var certificate = X509CertificateLoader.LoadPkcs12Collection(issued.Pkcs12, issued.Password, X509KeyStorageFlags.EphemeralKeySet | X509KeyStorageFlags.Exportable)
            .Single(candidate => candidate.HasPrivateKey);
        using AsymmetricAlgorithm key = (AsymmetricAlgorithm?)certificate.GetRSAPrivateKey() ?? certificate.GetECDsaPrivateKey()!;
        return $"{export(key)}\n{issued.Certificate.ExportCertificatePem()}\n{string.Join('\n', TestPki.Pki.Chain.Select(issuer => issuer.ExportCertificatePem()))}\n";
    }

    private static string Refused(Func<PemSealKey> open) => Assert.Throws<SealRefusedException>(() => open().Dispose()).Code;
}
