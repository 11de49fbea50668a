using System.IO.Compression;
using Market.Signing.GuoMi;

namespace Market.Signing.Tests.GuoMi;

/// <summary>Judges collected seals of other producers, where a folder of them is at hand; the project does not need it.</summary>
public sealed class GmSampleTests(ITestOutputHelper output)
{
    private const string SamplePassword = "777777";
    private static readonly DateTimeOffset AfterAll = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string? Corpus = Environment.GetEnvironmentVariable("MARKET_CORPUS");

    [Theory]
    [InlineData("ofdrw__UserV1.esl", ElectronicSealVersion.Gmt0031Of2014, Indication.TotalPassed, Indication.TotalFailed)]
    [InlineData("ofdrw__UserV4.esl", ElectronicSealVersion.Gbt38540Of2020, Indication.TotalPassed, Indication.TotalFailed)]
    [InlineData("ofdrw__UserV5.esl", ElectronicSealVersion.Gmt0031Of2025, Indication.TotalPassed, Indication.TotalPassed)]
    [InlineData("ofdrw__UserV5_ts.esl", ElectronicSealVersion.Gmt0031Of2025, Indication.TotalPassed, Indication.TotalPassed)]
    [InlineData("ofdrw__SESealData.DER", ElectronicSealVersion.Gbt38540Of2020, Indication.TotalFailed, Indication.TotalFailed)]
    public void Seals_are_read_and_judged(string name, ElectronicSealVersion version, Indication value, Indication period)
    {
        var report = ElectronicSeal.Verify(Sample(name), new ValidationOptions { AsOf = AfterAll });

        Describe(name, report);
        Assert.Equal(version, report.Seal!.Version);
        Assert.Equal(Indication.TotalPassed, report.OutcomeOf(ElectronicSealStep.Format));
        Assert.Equal(value, report.OutcomeOf(ElectronicSealStep.SealValue));
        Assert.Equal(period, report.OutcomeOf(ElectronicSealStep.SealPeriod));
        Assert.NotEqual(Indication.TotalPassed, report.Indication);
    }

    [Fact]
    public void A_dummy_in_place_of_the_time_stamp_fails_the_seal()
    {
        var report = ElectronicSeal.Verify(Sample("ofdrw__UserV5_ts.esl"), new ValidationOptions { AsOf = AfterAll });

        Assert.Equal(Indication.TotalFailed, report.Indication);
        Assert.Equal(Indication.TotalFailed, report.OutcomeOf(ElectronicSealStep.SealTimestamp));
        Assert.Contains("seal-timestamp-invalid", report.Reasons);
    }

    [Theory]
    [InlineData("ofdrw__SignedValueV4.dat", Indication.Indeterminate)]
    [InlineData("ofdrw__SignedValueV5.dat", Indication.TotalFailed, "maker-certificate-not-valid", "certificate-expired-then")]
    public void Signatures_hold_and_certificates_are_judged_at_their_time(string name, Indication verdict, params string[] reasons)
    {
        var bytes = Sample(name);
        var stated = ElectronicSealSignature.Verify(bytes, null, new ValidationOptions { AsOf = AfterAll }).Signature!.DataHash;

        var report = ElectronicSealSignature.Verify(bytes, stated, new ValidationOptions { AsOf = AfterAll });

        Describe(name, report);
        AssertHolds(report, verdict);
        Assert.All(reasons, reason => Assert.Contains(reason, report.Reasons));
    }

    [Theory]
    [InlineData("ofdrw__allprotected.ofd", "Doc_0/Signs/Sign_0/", false)]
    [InlineData("ofdrw__keyword.ofd", "Doc_0/Signs/Sign_1/", true)]
    public async Task Seal_signatures_in_ofd_files_hold_over_their_signature_file(string name, string folder, bool isPlain)
    {
        using var package = await ZipFile.OpenReadAsync(PathOf(name), TestContext.Current.CancellationToken);
        var content = Sm3.HashData(Read(package, folder + "Signature.xml"));

        var report = ElectronicSealSignature.Verify(
            Read(package, folder + "SignedValue.dat"), content, new ValidationOptions { AsOf = AfterAll });

        Describe(name, report);
        AssertHolds(report, Indication.Indeterminate);
        Assert.Equal(isPlain, report.Reasons.Contains("sm2-value-plain"));
        Assert.Equal("/" + folder + "Signature.xml", report.Signature!.PropertyInfo);
    }

    [Fact]
    public async Task Signed_data_with_the_digest_inside_holds()
    {
        using var package = await ZipFile.OpenReadAsync(PathOf("ofdrw__keyword.ofd"), TestContext.Current.CancellationToken);
        var content = Sm3.HashData(Read(package, "Doc_0/Signs/Sign_3/Signature.xml"));

        var report = GmSignedDataVerification.Verify(
            Read(package, "Doc_0/Signs/Sign_3/SignedValue.dat"), content, new ValidationOptions { AsOf = AfterAll });

        output.WriteLine($"{report.Profile}, intact {report.IsIntact}: {string.Join(", ", report.Findings.Codes)}");
        Assert.Equal(GmSignedDataProfile.EmbeddedDigest, report.Profile);
        Assert.True(report.IsIntact);
        Assert.Equal(Indication.Indeterminate, report.Findings.Indication);
    }

    [Theory]
    [InlineData("ofdrw__allprotected.ofd", 1, Indication.Indeterminate)]
    [InlineData("ofdrw__keyword.ofd", 2, Indication.TotalFailed, "/OFD.xml", "/Doc_0/Document.xml", "/Doc_0/Pages/Page_0/Content.xml")]
    public void Whole_ofd_files_are_judged(string name, int signatures, Indication verdict, params string[] changed)
    {
        using var stream = File.OpenRead(PathOf(name));

        var report = SealValidator.Validate(stream, new ValidationOptions { AsOf = AfterAll });

        output.WriteLine($"{name}: {report.Verdict}, {report.PageCount} pages [{string.Join(' ', report.Reasons)}]");
        foreach (var signature in report.Signatures)
        {
            output.WriteLine($"  {signature.FieldName} {signature.SignerName} {signature.Indication} {signature.SubIndication} intact={signature.Intact} [{string.Join(' ', signature.Reasons)}]");
            output.WriteLine($"    pages {string.Join(' ', signature.Pages)}; changed {string.Join(' ', signature.Modifications.Select(change => change.Detail))}; not covered {string.Join(' ', signature.UncoveredFiles)}");
        }

        Assert.Equal((true, verdict), (report.Readable, report.Verdict));
        Assert.Equal(signatures, report.Signatures.Count);
        Assert.All(report.Signatures, signature =>
        {
            Assert.Equal(changed, signature.Modifications.Select(change => change.Detail));
            Assert.Equal(changed.Length == 0, signature.Intact);
            Assert.DoesNotContain("ofd-seal-differs", signature.Reasons);
        });
    }

    [Theory]
    [InlineData("ofdrw__SealBuilder.p12")]
    [InlineData("ofdrw__USER.p12")]
    public async Task Keys_of_other_producers_sign(string name)
    {
        using var key = Sm2SealKey.OpenPkcs12(Sample(name), SamplePassword);

        var publicKey = Sm2Certificates.PublicKeyOf(key.Certificate);
        var value = await key.SignDigestAsync(publicKey.Digest([1]), TestContext.Current.CancellationToken);

        Assert.True(publicKey.Verify([1], Sm2SignatureValue.TryRead(value)!));
    }

    [Fact]
    public void A_key_and_a_certificate_in_pem_are_opened()
    {
        using var key = Sm2SealKey.OpenPem(
            File.ReadAllText(PathOf("ofdrw__sign_key.pem")), null, File.ReadAllText(PathOf("ofdrw__sign_cert.pem")));

        Assert.Equal(SignatureScheme.Sm2Sm3, key.Scheme);
    }

    [Fact]
    public void A_certificate_that_is_itself_an_anchor_is_trusted()
    {
        using var maker = Sm2SealKey.OpenPkcs12(Sample("ofdrw__SealBuilder.p12"), SamplePassword);
        var report = ElectronicSealSignature.Verify(
            Sample("ofdrw__SignedValueV5.dat"),
            null,
            new ValidationOptions { AsOf = AfterAll, RequireTimestamp = false, TrustAnchors = [maker.Certificate] });

        Describe("V5 with the maker trusted", report);
        Assert.DoesNotContain("maker-certificate-untrusted", report.Reasons);
    }

    private static void AssertHolds(ElectronicSealReport report, Indication verdict)
    {
        Assert.Equal(Indication.TotalPassed, report.OutcomeOf(ElectronicSealStep.Format));
        Assert.Equal(Indication.TotalPassed, report.OutcomeOf(ElectronicSealStep.SignatureValue));
        Assert.Equal(Indication.TotalPassed, report.OutcomeOf(ElectronicSealStep.SealValue));
        Assert.Equal(Indication.TotalPassed, report.OutcomeOf(ElectronicSealStep.SignerInSeal));
        Assert.Equal(Indication.TotalPassed, report.OutcomeOf(ElectronicSealStep.SealPeriod));
        Assert.Equal(Indication.TotalPassed, report.OutcomeOf(ElectronicSealStep.ContentDigest));
        Assert.Equal(verdict, report.Indication);
    }

    private static string PathOf(string name)
    {
        if (Corpus is null || !File.Exists(Path.Combine(Corpus, "gm-ses", name)))
        {
            Assert.Skip("Left out: MARKET_CORPUS names no folder with gm-ses samples.");
        }

        return Path.Combine(Corpus, "gm-ses", name);
    }

    private static byte[] Sample(string name) => File.ReadAllBytes(PathOf(name));

    private static byte[] Read(ZipArchive package, string entry)
    {
        using var stream = package.GetEntry(entry)!.Open();
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    private void Describe(string name, ElectronicSealReport report)
    {
        output.WriteLine($"{name}: {report.Indication} {report.SubIndication}; {report.Seal?.Version} {report.Seal?.Name}; signer {report.SignerName}");
        foreach (var check in report.Checks)
        {
            output.WriteLine($"  {check.Step}: {check.Outcome} {string.Join(", ", check.Reasons)}");
        }
    }
}
