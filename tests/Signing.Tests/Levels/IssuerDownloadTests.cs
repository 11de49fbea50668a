using System.Security.Cryptography.X509Certificates;
using System.Text;
using Market.Development;
using Market.Signing.Tests.Testing;
using Market.Signing.Tests.Validation;

namespace Market.Signing.Tests.Levels;

/// <summary>The certificate between signer and root is missing, and is fetched from where the signer's certificate says.</summary>
public sealed class IssuerDownloadTests
{
    private static readonly byte[] Issuer = TestPki.Pki.Chain[0].RawData;

    // Another PKI's authority stamps: that of the shared one would bring the issuer along.
    private static readonly Lazy<DevelopmentPki> Stranger = new(() =>
    {
        using var directory = new TemporaryDirectory();
        return DevelopmentPki.OpenOrCreate(directory.File("pki"), new ManualClock(TestPki.Now));
    });

    [Theory]
    [InlineData("DER")]
    [InlineData("PEM")]
    [InlineData("bundle")]
    public async Task A_missing_issuer_is_downloaded_and_the_seal_can_be_checked_without_a_network(string form)
    {
        var body = form switch
        {
            "PEM" => Encoding.ASCII.GetBytes(TestPki.Pki.Chain[0].ExportCertificatePem()),
            "bundle" => new X509Certificate2Collection((X509Certificate2[])[.. TestPki.Pki.Chain]).Export(X509ContentType.Pkcs7)!,
            _ => Issuer,
        };
        await using var server = new LoopbackServer((path, _) => path == "/ca" ? Reply.Ok(body) : new Reply(404));
        using var http = new HttpClient();

        var sealedFile = await SealAsync(server.At("ca"), new HttpIssuerSource(http));

        Assert.True(LevelFiles.StoreOf(sealedFile).Certificates.Any(stored => stored.Span.SequenceEqual(Issuer)), form);
        Assert.Equal(Indication.TotalPassed, SealedFiles.Judge(sealedFile, SealedFiles.Trusting with { TimestampAnchors = [Stranger.Value.Root], RequireTimestamp = true }).Verdict);
        Assert.Equal(1, server.Requests);
    }

    [Theory]
    [InlineData("another's certificate")]
    [InlineData("garbage")]
    [InlineData("nothing")]
    [InlineData("too much")]
    [InlineData("never")]
    public async Task What_is_not_the_issuer_does_not_count(string answer)
    {
        await using var server = new LoopbackServer((_, _) => answer switch
        {
            "another's certificate" => Reply.Ok(TestPki.Pki.Root.RawData),
            "garbage" => Reply.Ok([1, 2, 3]),
            "too much" => Reply.Ok([.. Issuer, .. new byte[70_000]]),
            "never" => null,
            _ => new Reply(404),
        });
        using var http = new HttpClient();
        var source = new HttpIssuerSource(http) { Timeout = TimeSpan.FromMilliseconds(answer == "never" ? 300 : 10_000) };

        var refusal = await Assert.ThrowsAsync<RevocationException>(() => SealAsync(server.At("ca"), source));

        Assert.Equal(RevocationException.IssuerMissing, refusal.Code);
    }

    [Fact]
    public async Task Without_the_source_nobody_is_asked()
    {
        await using var server = new LoopbackServer((_, _) => Reply.Ok(Issuer));

        var refusal = await Assert.ThrowsAsync<RevocationException>(() => SealAsync(server.At("ca"), null));

        Assert.Equal((RevocationException.IssuerMissing, 0), (refusal.Code, server.Requests));
    }

    [Fact]
    public async Task Addresses_of_other_schemes_are_not_opened()
    {
        using var http = new HttpClient();

        var refusal = await Assert.ThrowsAsync<RevocationException>(() => SealAsync("ldap://127.0.0.1/ca", new HttpIssuerSource(http)));

        Assert.Equal(RevocationException.IssuerMissing, refusal.Code);
    }

    private static async Task<byte[]> SealAsync(string address, IIssuerSource? issuers)
    {
        var issued = TestPki.Pki.IssueUnitSeal(
            TestPki.AgencyName, TestPki.AgencyCode, new IssueOptions { Key = SealKeyKind.EcdsaP256, IssuerAddress = address, OcspAddress = "http://ocsp.invalid/" });
        using var certificate = X509CertificateLoader.LoadPkcs12(issued.Pkcs12, issued.Password, X509KeyStorageFlags.Exportable);
        using var key = certificate.GetECDsaPrivateKey()!;
        using var alone = PemSealKey.Parse($"{key.ExportPkcs8PrivateKeyPem()}\n{certificate.ExportCertificatePem()}");

        var services = new SealServices
        {
            Timestamps = Stranger.Value.TimestampAuthority,
            Revocation = new Both(TestPki.Pki.Revocation, Stranger.Value.Revocation),
            Certificates = [TestPki.Pki.Root],
            Issuers = issuers,
        };
        using var output = new MemoryStream();
        await PdfSealer.SealAsync(
            new MemoryStream(LevelFiles.Sample("letter.pdf"), writable: false), output, alone,
            new SealOptions { ClaimedAt = TestPki.Now, Level = PadesLevel.BLT }, services, TestContext.Current.CancellationToken);
        return output.ToArray();
    }

    /// <summary>Two authorities, each for its own certificates.</summary>
    private sealed class Both(IRevocationSource one, IRevocationSource other) : IRevocationSource
    {
        public async Task<RevocationEvidence> GetAsync(X509Certificate2 certificate, X509Certificate2 issuer, DateTimeOffset at, CancellationToken ct)
        {
            try
            {
                return await one.GetAsync(certificate, issuer, at, ct);
            }
            catch (RevocationException)
            {
                return await other.GetAsync(certificate, issuer, at, ct);
            }
        }
    }
}
