using System.Formats.Asn1;
using System.Globalization;
using Market.Signing.GuoMi;
using Market.Signing.Tests.Testing;

namespace Market.Signing.Tests.GuoMi;

public sealed class ElectronicSealSignatureTests
{
    private static readonly Sm2TimestampAuthority Authority = new(TestSeals.Now.AddSeconds(2));

    [Theory]
    [InlineData(ElectronicSealVersion.Gbt38540Of2020, false)]
    [InlineData(ElectronicSealVersion.Gmt0031Of2025, false)]
    [InlineData(ElectronicSealVersion.Gmt0031Of2025, true)]
    public async Task A_signature_we_make_says_what_it_was_given_and_passes(ElectronicSealVersion version, bool listsDigests)
    {
        var seal = await TestSeals.SealAsync(TestSeals.SealContent(version) with { ListsDigests = listsDigests });

        var report = Verify(await TestSeals.SignAsync(seal));

        Assert.True(report.Indication == Indication.TotalPassed, string.Join(", ", report.Reasons));
        Assert.Equal(((int)version, TestSeals.PropertyInfo, TestSeals.Now), (report.Signature!.Version, report.Signature.PropertyInfo, report.Signature.ClaimedAt));
        Assert.Equal((TestPki.AgencyName, TestPki.AgencyCode), (report.SignerName, report.SignerOrganisationCode));
        Assert.Equal(seal.Encoded.ToArray(), report.Seal!.Encoded.ToArray());
        Assert.Null(report.SignedAt);
    }

    [Fact]
    public async Task Openssl_verifies_the_signers_value_over_the_data_to_be_signed()
    {
        using var directory = new TemporaryDirectory();
        var signature = Verify(await TestSeals.SignAsync()).Signature!;
        var toSign = new AsnReader(signature.Encoded, AsnEncodingRules.DER).ReadSequence().ReadEncodedValue();

        var (exitCode, output) = await OpenSsl.RunAsync(
            "dgst", "-sm3", "-verify", directory.WritePublicKey(Sm2Certificates.PublicKeyOf(Sm2Pki.Unit.Certificate)),
            "-sigopt", "distid:1234567812345678", "-signature", directory.Write("value", signature.SignatureValue.Span), directory.Write("tbs", toSign.Span));

        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public async Task A_time_stamp_proves_the_time()
    {
        var report = Verify(await TestSeals.SignAsync(tsa: Authority), TestSeals.Trusting with { RequireTimestamp = true });

        Assert.Equal(Indication.TotalPassed, report.Indication);
        Assert.Equal(TestSeals.Now.AddSeconds(2), report.SignedAt);
        Assert.Equal("演示国密时间戳", report.Timestamp!.Authority);
    }

    [Fact]
    public async Task Without_a_time_stamp_the_verdict_is_open_where_one_is_required()
    {
        var report = Verify(await TestSeals.SignAsync(), TestSeals.Trusting with { RequireTimestamp = true });

        Assert.Equal((Indication.Indeterminate, SubIndication.NoPoe), (report.Indication, report.SubIndication));
    }

    [Fact]
    public async Task A_time_stamp_of_something_else_fails()
    {
        var report = Verify(await TestSeals.SignAsync(tsa: new Sm2TimestampAuthority(TestSeals.Now) { StampsSomethingElse = true }));

        Assert.Equal(Indication.TotalFailed, report.Indication);
        Assert.Contains("ses-timestamp-invalid", report.Reasons);
        Assert.Null(report.SignedAt);
    }

    [Fact]
    public async Task Other_content_fails_and_missing_content_stays_open()
    {
        var signature = await TestSeals.SignAsync();

        var other = ElectronicSealSignature.Verify(signature, Sm3.HashData([1]), TestSeals.Trusting);
        var missing = ElectronicSealSignature.Verify(signature, null, TestSeals.Trusting);

        Assert.Equal((Indication.TotalFailed, SubIndication.HashFailure), (other.Indication, other.SubIndication));
        Assert.Equal((Indication.Indeterminate, "ses-content-not-given"), (missing.Indication, Assert.Single(missing.Reasons, code => code.StartsWith("ses-", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task Changing_any_single_byte_never_passes()
    {
        var bytes = await TestSeals.SignAsync();

        for (var index = 0; index < bytes.Length; index += 11)
        {
            bytes[index] ^= 0x01;
            Assert.NotEqual(Indication.TotalPassed, Verify(bytes).Indication);
            bytes[index] ^= 0x01;
        }
    }

    [Fact]
    public async Task Truncation_at_any_place_is_a_verdict()
    {
        var bytes = await TestSeals.SignAsync();

        for (var length = 0; length < bytes.Length; length += 13)
        {
            Assert.Equal(Indication.TotalFailed, Verify(bytes[..length]).Indication);
        }
    }

    [Fact]
    public async Task Zeros_may_follow_and_nothing_else()
    {
        var bytes = await TestSeals.SignAsync();

        Assert.Equal(Indication.TotalPassed, Verify([.. bytes, 0, 0, 0]).Indication);
        Assert.Contains("ses-trailing-data", Verify([.. bytes, 0, 0, 1]).Reasons);
    }

    [Fact]
    public async Task A_certificate_the_seal_does_not_list_fails_though_its_value_holds()
    {
        var seal = await TestSeals.SealAsync();
        var key = Sm2PrivateKey.Generate();
        using var stranger = Sm2SealKey.Create(key, Sm2Pki.IssueBelow("CN=他人", key.PublicKey, new()).RawData, []);

        var report = Verify(SesForge.Signature(seal.Encoded.ToArray(), version: 5, stranger));

        Assert.Equal(Indication.TotalPassed, report.OutcomeOf(ElectronicSealStep.SignatureValue));
        Assert.Equal(Indication.TotalFailed, report.OutcomeOf(ElectronicSealStep.SignerInSeal));
        Assert.Contains("signer-not-in-seal", report.Reasons);
    }

    [Fact]
    public async Task Plain_values_and_tagged_extensions_pass_and_other_versions_and_digest_lengths_fail()
    {
        var seal = (await TestSeals.SealAsync()).Encoded.ToArray();

        Assert.Equal(Indication.TotalPassed, Verify(SesForge.Signature(seal, version: 5, plain: true, extended: true)).Indication);
        Assert.Contains("ses-version-mismatch", Verify(SesForge.Signature(seal, version: 4)).Reasons);
        Assert.Contains("ses-digest-malformed", Verify(SesForge.Signature(seal, version: 5, dataHash: new byte[20])).Reasons);
    }

    [Fact]
    public async Task A_time_outside_the_seals_period_or_in_the_future_fails()
    {
        var expired = TestSeals.SealContent() with { ValidTo = TestSeals.Now.AddDays(-1) };
        var seal = await TestSeals.SealAsync(expired);

        Assert.Contains("seal-expired", Verify(SesForge.Signature(seal.Encoded.ToArray(), version: 5)).Reasons);
        Assert.Contains("signing-time-in-future", Verify(await TestSeals.SignAsync(), TestSeals.Trusting with { AsOf = TestSeals.Now.AddMinutes(-1) }).Reasons);
    }

    [Fact]
    public async Task A_seal_stays_good_for_old_signatures_after_its_certificate_expired_only_with_a_time_stamp()
    {
        var later = TestSeals.Trusting with { AsOf = TestSeals.Now.AddYears(3) };

        Assert.Contains("certificate-not-valid-now", Verify(await TestSeals.SignAsync(), later).Reasons);
        Assert.Equal(Indication.TotalPassed, Verify(await TestSeals.SignAsync(tsa: Authority), later).Indication);
    }

    [Fact]
    public async Task A_seal_that_may_not_be_used_is_refused_before_signing()
    {
        var seal = await TestSeals.SealAsync();
        var old = ElectronicSeal.Open(SesForge.FirstVersion(new() { HeaderVersion = 1, UsesUtcTime = true }));
        var expired = await TestSeals.SealAsync(TestSeals.SealContent() with { ValidTo = TestSeals.Now.AddDays(-1) });
        var changed = seal.Encoded.ToArray();
        changed[changed.AsSpan().IndexOf("MARKET"u8)]++;
        var refusal = async (ElectronicSeal unusable, ISealKey key) =>
            (await Assert.ThrowsAsync<SealRefusedException>(() => TestSeals.SignAsync(unusable, key))).Code;

        Assert.Equal("seal-version-not-made", await refusal(old, Sm2Pki.Unit));
        Assert.Equal("seal-expired", await refusal(expired, Sm2Pki.Unit));
        Assert.Equal("signer-not-in-seal", await refusal(seal, Sm2Pki.Maker));
        Assert.Equal("seal-value-invalid", await refusal(ElectronicSeal.Open(changed), Sm2Pki.Unit));
    }

    [Fact]
    public async Task Every_reason_is_explained_in_both_languages()
    {
        var report = Verify(await TestSeals.SignAsync(), TestSeals.Trusting with { TrustAnchors = [], RequireTimestamp = true });

        foreach (var code in report.Reasons)
        {
            Assert.NotEqual(code, ReasonCatalogue.Explain(code, CultureInfo.GetCultureInfo("zh-CN")));
            Assert.NotEqual(code, ReasonCatalogue.Explain(code, CultureInfo.GetCultureInfo("en-US")));
        }
    }

    private static ElectronicSealReport Verify(byte[] signature, ValidationOptions? options = null) =>
        ElectronicSealSignature.Verify(signature, TestSeals.ContentDigest, options ?? TestSeals.Trusting);
}
