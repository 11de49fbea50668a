using Market.Development;
using Market.Signing.GuoMi;
using Market.Signing.Tests.GuoMi;
using Market.Signing.Tests.Testing;
using Market.Signing.Tests.Validation;

namespace Market.Signing.Tests.Certificates;

/// <summary>The Chinese half of the development PKI.</summary>
public sealed class DevelopmentSm2PkiTests
{
    private static readonly ManualClock Clock = new(TestPki.Now);

    [Fact]
    public async Task A_demonstration_seals_dually_and_passes()
    {
        using var directory = new TemporaryDirectory();
        using var pki = DevelopmentSm2Pki.OpenOrCreate(directory.File("sm2"), Clock);
        var issued = pki.IssueUnitSeal(TestPki.AgencyName, TestPki.AgencyCode);
        using var domesticKey = Sm2SealKey.OpenPkcs12(issued.Pkcs12, issued.Password);
        using var key = TestPki.UnitKey();
        var cancel = TestContext.Current.CancellationToken;
        var seal = await pki.MakeSealAsync(TestSeals.SealContent() with { SignerCertificates = [issued.Certificate], CreatedAt = TestPki.Now, ValidFrom = TestPki.Now }, cancel);
        using var output = new MemoryStream();
        var options = new SealOptions
        {
            ClaimedAt = TestPki.Now,
            DomesticSeal = new DomesticSeal { Key = domesticKey, Seal = seal, Tsa = pki.TimestampAuthority },
        };

        await PdfSealer.SealAsync(new MemoryStream(GuoMiFiles.Letter()), output, key, options, TestPki.Pki.TimestampAuthority, cancel);

        var report = SealedFiles.Judge(output.ToArray(), SealedFiles.Trusting with
        {
            TrustAnchors = [TestPki.Pki.Root, .. pki.Chain],
            TimestampAnchors = [TestPki.Pki.Root, pki.Root],
        });
        Assert.True(report.Verdict == Indication.TotalPassed, string.Join(' ', report.Signatures.SelectMany(signature => signature.Reasons)));
        Assert.Equal((TestPki.AgencyName + "（演示）", TestPki.AgencyCode), (report.Signatures[1].SignerName, report.Signatures[1].SignerOrganisationCode));
        Assert.Equal("Market 演示国密时间戳", report.Signatures[1].Timestamp?.Authority);
        Assert.Equal(Indication.TotalPassed, report.Signatures[1].ElectronicSeal!.OutcomeOf(ElectronicSealStep.SealTimestamp));
    }

    [Fact]
    public void The_same_keys_are_opened_again_and_damage_is_told()
    {
        using var directory = new TemporaryDirectory();
        using var made = DevelopmentSm2Pki.OpenOrCreate(directory.File("sm2"), Clock);

        using var opened = DevelopmentSm2Pki.OpenOrCreate(directory.File("sm2"), Clock);

        Assert.Equal((made.Root, made.Maker), (opened.Root, opened.Maker));
        File.AppendAllText(Path.Combine(directory.File("sm2"), "maker.p12"), "x");
        Assert.Throws<DevelopmentPkiException>(() => DevelopmentSm2Pki.OpenOrCreate(directory.File("sm2"), Clock));
    }

    [Fact]
    public async Task Openssl_confirms_the_chain()
    {
        using var directory = new TemporaryDirectory();
        using var pki = DevelopmentSm2Pki.OpenOrCreate(directory.File("sm2"), Clock);
        var unit = directory.Write("unit.pem", System.Text.Encoding.ASCII.GetBytes(pki.IssueUnitSeal(TestPki.AgencyName, TestPki.AgencyCode).Certificate.ExportCertificatePem()));
        var issuing = directory.Write("issuing.pem", System.Text.Encoding.ASCII.GetBytes(pki.Chain[0].ExportCertificatePem()));

        // openssl gives the signer's identifier to the certificate asked about only, so each step is asked for by itself.
        await AssertVerifiesAsync(Path.Combine(directory.File("sm2"), "root.pem"), issuing);
        await AssertVerifiesAsync(issuing, unit);
    }

    private static async Task AssertVerifiesAsync(string issuer, string certificate)
    {
        var at = TestPki.Now.AddHours(1).ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
        var (exitCode, output) = await OpenSsl.RunAsync(
            "verify", "-vfyopt", "distid:" + Sm2PublicKey.DefaultId, "-partial_chain", "-attime", at, "-trusted", issuer, certificate);
        Assert.True(exitCode == 0, output);
    }
}
