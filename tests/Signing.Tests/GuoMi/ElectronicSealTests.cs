using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using Market.Signing.GuoMi;
using Market.Signing.Tests.Testing;

namespace Market.Signing.Tests.GuoMi;

public sealed class ElectronicSealTests
{
    private static readonly Sm2TimestampAuthority Authority = new(TestSeals.Now.AddDays(-29));

    [Theory]
    [InlineData(ElectronicSealVersion.Gbt38540Of2020)]
    [InlineData(ElectronicSealVersion.Gmt0031Of2025)]
    public async Task A_seal_we_make_says_what_it_was_given_and_passes(ElectronicSealVersion version)
    {
        var content = TestSeals.SealContent(version);

        var seal = await TestSeals.SealAsync(content);
        var report = ElectronicSeal.Verify(seal.Encoded, TestSeals.Trusting);

        Assert.Equal(Indication.TotalPassed, report.Indication);
        Assert.Equal((version, content.Id, content.VendorId, content.Name), (seal.Version, seal.Id, seal.VendorId, seal.Name));
        Assert.Equal((content.CreatedAt, content.ValidFrom, content.ValidTo), (seal.CreatedAt, seal.ValidFrom, seal.ValidTo));
        Assert.Equal(("PNG", 40, 40), (seal.Picture.Format, seal.Picture.WidthMillimetres, seal.Picture.HeightMillimetres));
        Assert.Equal(content.Picture.Bytes.ToArray(), seal.Picture.Bytes.ToArray());
        Assert.Equal(Sm2Pki.Maker.Certificate.RawData, seal.MakerCertificate.ToArray());
        Assert.Equal([.. Enum.GetValues<ElectronicSealStep>().Where(step => report.OutcomeOf(step) is not null)], report.Checks.Select(check => check.Step));
    }

    [Fact]
    public async Task Openssl_verifies_the_makers_value_over_the_seal_info()
    {
        using var directory = new TemporaryDirectory();
        var seal = await TestSeals.SealAsync();
        var info = new AsnReader(seal.Encoded, AsnEncodingRules.DER).ReadSequence().ReadEncodedValue();

        var (exitCode, output) = await OpenSsl.RunAsync(
            "dgst", "-sm3", "-verify", directory.WritePublicKey(Sm2Certificates.PublicKeyOf(Sm2Pki.Maker.Certificate)),
            "-sigopt", "distid:1234567812345678", "-signature", directory.Write("value", seal.SignatureValue.Span), directory.Write("info", info.Span));

        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public async Task A_stamped_seal_passes_and_its_stamp_is_a_step()
    {
        var seal = await TestSeals.SealAsync(tsa: Authority);

        var report = ElectronicSeal.Verify(seal.Encoded, TestSeals.Trusting);

        Assert.Equal(Indication.TotalPassed, report.Indication);
        Assert.Equal(Indication.TotalPassed, report.OutcomeOf(ElectronicSealStep.SealTimestamp));
    }

    [Fact]
    public async Task A_stamp_of_something_else_or_from_before_the_making_fails_the_seal()
    {
        var foreign = await TestSeals.SealAsync(tsa: new Sm2TimestampAuthority(TestSeals.Now) { StampsSomethingElse = true });
        var early = await TestSeals.SealAsync(tsa: new Sm2TimestampAuthority(TestSeals.Now.AddDays(-31)));

        Assert.Contains("seal-timestamp-invalid", AssertFails(foreign, TestSeals.Trusting));
        Assert.Contains("seal-made-after-timestamp", AssertFails(early, TestSeals.Trusting));
    }

    [Fact]
    public async Task A_stamp_of_an_unknown_authority_leaves_the_seal_unsure()
    {
        var seal = await TestSeals.SealAsync(tsa: Authority);

        var report = ElectronicSeal.Verify(seal.Encoded, TestSeals.Trusting with { TimestampAnchors = [] });

        Assert.Equal(Indication.Indeterminate, report.Indication);
        Assert.Contains("timestamp-untrusted", report.Reasons);
    }

    [Fact]
    public async Task A_stamp_by_a_certificate_that_is_not_for_stamping_fails_the_seal()
    {
        var seal = await TestSeals.SealAsync(tsa: new Sm2TimestampAuthority(TestSeals.Now, Sm2Pki.Unit));

        Assert.Contains("timestamp-authority-unfit", AssertFails(seal, TestSeals.Trusting));
    }

    [Fact]
    public async Task Changing_any_single_byte_never_passes()
    {
        var seal = await TestSeals.SealAsync();
        var bytes = seal.Encoded.ToArray();

        for (var index = 0; index < bytes.Length; index += 7)
        {
            bytes[index] ^= 0x01;
            Assert.NotEqual(Indication.TotalPassed, ElectronicSeal.Verify(bytes, TestSeals.Trusting).Indication);
            bytes[index] ^= 0x01;
        }
    }

    [Fact]
    public async Task Without_an_anchor_the_maker_is_not_trusted()
    {
        var seal = await TestSeals.SealAsync();

        var report = ElectronicSeal.Verify(seal.Encoded, TestSeals.Trusting with { TrustAnchors = [] });

        Assert.Equal((Indication.Indeterminate, SubIndication.NoCertificateChainFound), (report.Indication, report.SubIndication));
        Assert.Contains("maker-certificate-untrusted", report.Reasons);
    }

    [Fact]
    public async Task A_seal_is_good_only_within_its_period()
    {
        var seal = await TestSeals.SealAsync();

        Assert.Contains("seal-expired", AssertFails(seal, TestSeals.Trusting with { AsOf = TestSeals.Now.AddYears(1).AddDays(1) }));
        Assert.Contains("seal-not-yet-valid", AssertFails(seal, TestSeals.Trusting with { AsOf = TestSeals.Now.AddDays(-31) }));
        Assert.Contains("seal-made-in-future", AssertFails(seal, TestSeals.Trusting with { AsOf = TestSeals.Now.AddDays(-31) }));
    }

    [Theory]
    [InlineData(ElectronicSealVersion.Gbt38540Of2020, Indication.TotalFailed, "maker-certificate-not-valid")]
    [InlineData(ElectronicSealVersion.Gmt0031Of2025, Indication.TotalPassed, "maker-certificate-expired-now")]
    public async Task An_expired_makers_certificate_fails_the_old_version_and_is_noted_in_the_new(
        ElectronicSealVersion version, Indication verdict, string reason)
    {
        using var maker = Sm2Pki.NewKey("CN=短期制章者", new() { NotAfter = TestSeals.Now.AddDays(-1) });
        var seal = await ElectronicSeal.IssueAsync(
            TestSeals.SealContent(version), maker, tsa: null, TestContext.Current.CancellationToken);

        var report = ElectronicSeal.Verify(seal.Encoded, TestSeals.Trusting);

        Assert.Equal(verdict, report.Indication);
        Assert.Contains(reason, report.Reasons);
    }

    [Fact]
    public async Task A_makers_certificate_for_encryption_fails()
    {
        var seal = await TestSeals.SealAsync();
        using var maker = Sm2Pki.NewKey("CN=加密证书", new() { Usage = X509KeyUsageFlags.KeyEncipherment });
        var forged = SesForge.Seal(seal, maker: maker);

        Assert.Contains("maker-certificate-not-for-signing", AssertFails(forged, TestSeals.Trusting));
    }

    [Fact]
    public async Task Content_that_makes_no_seal_is_refused()
    {
        var content = TestSeals.SealContent();
        var refusal = async (ElectronicSealContent wrong, ITimestampAuthority? tsa) =>
            (await Assert.ThrowsAsync<SealRefusedException>(() => TestSeals.SealAsync(wrong, tsa))).Code;

        Assert.Equal("seal-version-not-made", await refusal(content with { Version = ElectronicSealVersion.Gmt0031Of2014 }, null));
        Assert.Equal("seal-content-invalid", await refusal(content with { SignerCertificates = [] }, null));
        Assert.Equal("seal-content-invalid", await refusal(content with { ValidTo = content.ValidFrom.AddDays(-1) }, null));
        Assert.Equal("seal-content-invalid", await refusal(content with { Id = "编号" }, null));
        Assert.Equal("seal-content-invalid", await refusal(content with { Version = ElectronicSealVersion.Gbt38540Of2020 }, Authority));
    }

    [Theory]
    [InlineData("nothing", "")]
    [InlineData("an empty sequence", "3000")]
    [InlineData("a number", "020105")]
    [InlineData("a length beyond the end", "30840FFFFFFF")]
    [InlineData("a length beyond all bounds", "3084FFFFFFFF")]
    [InlineData("an endless sequence", "3080")]
    public void Garbage_is_a_verdict_and_no_exception(string why, string bytes)
    {
        var report = ElectronicSeal.Verify(Convert.FromHexString(bytes), TestSeals.Trusting);

        Assert.True(report.Indication == Indication.TotalFailed, why);
        Assert.Null(report.Seal);
        Assert.StartsWith("ses-", Assert.Single(report.Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_behind_a_seal_and_truncation_are_refused()
    {
        var seal = await TestSeals.SealAsync();

        Assert.Equal("ses-trailing-data", Assert.Throws<SealRefusedException>(() => ElectronicSeal.Open((byte[])[.. seal.Encoded.Span, 0])).Code);
        Assert.Equal("ses-unreadable", Assert.Throws<SealRefusedException>(() => ElectronicSeal.Open(seal.Encoded[..^1])).Code);
    }

    private static IReadOnlyList<string> AssertFails(ElectronicSeal seal, ValidationOptions options)
    {
        var report = ElectronicSeal.Verify(seal.Encoded, options);
        Assert.Equal(Indication.TotalFailed, report.Indication);
        return report.Reasons;
    }
}
