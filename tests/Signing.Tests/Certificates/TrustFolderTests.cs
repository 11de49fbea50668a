using System.Security.Cryptography.X509Certificates;
using Market.Signing.Tests.GuoMi;
using Market.Signing.Tests.Testing;

namespace Market.Signing.Tests.Certificates;

public sealed class TrustFolderTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    private static X509Certificate2 Root => TestPki.Pki.Root;

    private static X509Certificate2 Issuer => TestPki.Pki.Chain[0];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Certificates_are_read_from_DER_and_PEM_alike_and_none_twice()
    {
        _folder.Write("root.cer", Root.RawData);
        _folder.Write("chain.pem", System.Text.Encoding.ASCII.GetBytes(Issuer.ExportCertificatePem() + "\n" + Root.ExportCertificatePem()));

        var trust = TrustFolder.Read(_folder.Path);

        Assert.Empty(trust.Unreadable);
        Assert.Equal(new[] { Root.Thumbprint, Issuer.Thumbprint }.Order(), trust.Anchors.Select(anchor => anchor.Thumbprint).Order());
    }

    [Theory]
    [InlineData("DER")]
    [InlineData("PEM")]
    public async Task Bundles_made_by_others_are_read(string form)
    {
        var pem = _folder.Write("chain.txt", System.Text.Encoding.ASCII.GetBytes(Issuer.ExportCertificatePem() + "\n" + Root.ExportCertificatePem()));
        var (code, output) = await OpenSsl.RunAsync(
            "crl2pkcs7", "-nocrl", "-certfile", pem, "-outform", form, "-out", _folder.File("bundle.p7b"));
        Assert.True(code == 0, output);

        var trust = TrustFolder.Read(_folder.Path);

        Assert.Equal(2, trust.Anchors.Count);
    }

    [Fact]
    public void A_root_with_an_SM2_key_is_read()
    {
        _folder.Write("sm2.cer", Sm2Pki.Root.RawData);

        Assert.Equal(Sm2Pki.Root.RawData, Assert.Single(TrustFolder.Read(_folder.Path).Anchors).RawData);
    }

    [Fact]
    public void What_is_no_certificate_is_named_and_other_files_are_left_alone()
    {
        var broken = _folder.Write("broken.cer", "not a certificate"u8);
        var empty = _folder.Write("empty.pem", []);
        _folder.Write("README.md", "# Roots"u8);
        _folder.Write("root.crt", Root.RawData);

        var trust = TrustFolder.Read(_folder.Path);

        Assert.Equal([broken, empty], trust.Unreadable);
        Assert.Single(trust.Anchors);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_told() =>
        Assert.Throws<DirectoryNotFoundException>(() => TrustFolder.Read(_folder.File("nowhere")));
}
