using Market.Signing.GuoMi;
using Market.Signing.GuoMi.Seals;
using Market.Signing.Pdf.Reading;
using Market.Signing.Pdf.Signatures;
using Market.Signing.Tests.Testing;
using Market.Signing.Tests.Validation;

namespace Market.Signing.Tests.GuoMi;

/// <summary>PDF files signed with a Chinese electronic seal: SES_Signature in /Contents.</summary>
public sealed class ElectronicSealPdfTests
{
    [Theory]
    [InlineData(ElectronicSealVersion.Gbt38540Of2020)]
    [InlineData(ElectronicSealVersion.Gmt0031Of2025)]
    public async Task A_document_signed_with_a_seal_passes_step_by_step(ElectronicSealVersion version)
    {
        var report = GuoMiFiles.Judge(await SealAsync(await TestSeals.SealAsync(TestSeals.SealContent(version))));

        Assert.Equal(Indication.TotalPassed, report.Verdict);
        var signature = Assert.Single(report.Signatures);
        Assert.True(signature is { Intact: true, CoversRevision: true, CoversWholeFile: true, Trusted: true });
        Assert.Equal((TestPki.AgencyName, TestPki.AgencyCode), (signature.SignerName, signature.SignerOrganisationCode));
        Assert.Equal((TestSeals.Now, TestSeals.Now), (signature.SignedAt, signature.ClaimedAt));
        Assert.Equal(version, signature.ElectronicSeal!.Seal!.Version);
        Assert.All(signature.ElectronicSeal.Checks, check => Assert.Equal(Indication.TotalPassed, check.Outcome));
        Assert.Equal(
            [
                ElectronicSealStep.Format, ElectronicSealStep.SignatureValue, ElectronicSealStep.SignerInSeal, ElectronicSealStep.SignatureTimestamp,
                ElectronicSealStep.SealValue, ElectronicSealStep.MakerCertificate, ElectronicSealStep.SealPeriod,
                ElectronicSealStep.SignerCertificate, ElectronicSealStep.SigningTime, ElectronicSealStep.ContentDigest,
            ],
            signature.ElectronicSeal.Checks.Select(check => check.Step));
    }

    [Fact]
    public async Task It_stands_under_its_names_and_says_what_it_protects()
    {
        var bytes = await SealAsync();

        using var file = PdfFile.Open(new MemoryStream(bytes));
        var dictionary = file.Current.Dictionary(SignatureFields.Read(file, file.Current).Single().Value)!;
        Assert.Equal(("Gomain.GMPkiLite", "GM.sm2seal"), (file.Current.Name(dictionary["Filter"]), file.Current.Name(dictionary["SubFilter"])));
        var range = ByteRange.TryRead(file.Current.Resolve(dictionary["ByteRange"]))!.Value;
        var signature = SesReader.ReadSignature(GuoMiFiles.LastContents(bytes));
        Assert.Equal($"[0 {range.GapStart} {range.GapEnd} {range.End - range.GapEnd}]", signature.PropertyInfo);
        byte[] covered = [.. bytes.AsSpan(0, (int)range.GapStart), .. bytes.AsSpan((int)range.GapEnd)];
        Assert.Equal(Sm3.HashData(covered), signature.DataHash.ToArray());
    }

    [Fact]
    public async Task Openssl_confirms_signer_and_maker()
    {
        var signature = SesReader.ReadSignature(GuoMiFiles.LastContents(await SealAsync()));

        await GuoMiFiles.AssertOpenSslVerifiesAsync(
            GmCertificate.Parse(signature.SignerCertificate).PublicKey!, signature.SignedBytes, signature.SignatureValue);
        await GuoMiFiles.AssertOpenSslVerifiesAsync(
            GmCertificate.Parse(signature.Seal.MakerCertificate).PublicKey!, signature.Seal.SignedBytes, signature.Seal.SignatureValue);
    }

    [Fact]
    public async Task A_changed_byte_fails_the_digest_and_nothing_else()
    {
        var bytes = await SealAsync();
        bytes[9] ^= 1;

        var signature = GuoMiFiles.Judge(bytes).Signatures.Single();

        Assert.Equal((Indication.TotalFailed, SubIndication.HashFailure), (signature.Indication, signature.SubIndication));
        Assert.False(signature.Intact);
        var failed = Assert.Single(signature.ElectronicSeal!.Checks, check => check.Outcome == Indication.TotalFailed);
        Assert.Equal(ElectronicSealStep.ContentDigest, failed.Step);
    }

    [Fact]
    public async Task A_seal_that_ended_before_the_signature_fails_though_its_bytes_hold()
    {
        var seal = await TestSeals.SealAsync(TestSeals.SealContent() with { ValidTo = TestSeals.Now.AddHours(1) });
        var bytes = await SealAsync(seal, stamps: new Sm2TimestampAuthority(TestSeals.Now.AddHours(2)));

        var signature = GuoMiFiles.Judge(bytes, GuoMiFiles.Trusting with { AsOf = TestSeals.Now.AddHours(3) }).Signatures.Single();

        Assert.Equal((Indication.TotalFailed, SubIndication.Expired), (signature.Indication, signature.SubIndication));
        Assert.Contains("seal-expired", signature.Reasons);
        Assert.True(signature.Intact);
    }

    [Fact]
    public async Task A_maker_nobody_trusts_leaves_it_open()
    {
        var options = GuoMiFiles.Trusting with { TrustAnchors = [Sm2Pki.Unit.Certificate] };

        var signature = GuoMiFiles.Judge(await SealAsync(), options).Signatures.Single();

        Assert.Equal((Indication.Indeterminate, SubIndication.NoCertificateChainFound), (signature.Indication, signature.SubIndication));
        Assert.Equal(Indication.TotalPassed, signature.ElectronicSeal!.OutcomeOf(ElectronicSealStep.SignerCertificate));
        Assert.True(signature is { Intact: true, Trusted: false });
    }

    [Fact]
    public async Task Bytes_hidden_behind_the_signature_value_fail()
    {
        var bytes = await SealAsync();
        var (_, end) = Forgery.LastContents(bytes);
        bytes[end - 1] = (byte)'1';

        var signature = GuoMiFiles.Judge(bytes).Signatures.Single();

        Assert.Equal((Indication.TotalFailed, SubIndication.FormatFailure), (signature.Indication, signature.SubIndication));
        Assert.Contains("ses-trailing-data", signature.Reasons);
    }

    [Fact]
    public async Task A_document_time_stamp_proves_the_time_of_an_unstamped_signature()
    {
        var unstamped = await SealAsync(stamps: null);
        Assert.Contains("timestamp-missing", GuoMiFiles.Judge(unstamped).Signatures.Single().Reasons);

        var stamped = HandSigned.Stamp(unstamped, TestPki.Pki.TimestampAuthority);

        var report = GuoMiFiles.Judge(stamped);
        Assert.Equal(Indication.TotalPassed, report.Verdict);
        Assert.Equal(TestPki.Now, report.Signatures[0].SignedAt);
    }

    [Fact]
    public async Task A_key_the_seal_does_not_list_is_refused()
    {
        var stranger = Sm2Pki.NewKey("CN=别家");

        var refusal = await Assert.ThrowsAsync<SealRefusedException>(async () =>
            await GuoMiFiles.SealAsync(new SealOptions { ClaimedAt = TestSeals.Now, ElectronicSeal = await TestSeals.SealAsync() }, stranger));

        Assert.Equal("signer-not-in-seal", refusal.Code);
    }

    private static async Task<byte[]> SealAsync(ElectronicSeal? seal, ITimestampAuthority? stamps) => await GuoMiFiles.SealAsync(
        new SealOptions { ClaimedAt = TestSeals.Now, ElectronicSeal = seal ?? await TestSeals.SealAsync() }, tsa: stamps, stamped: stamps is not null);

    private static Task<byte[]> SealAsync(ElectronicSeal? seal = null) => SealAsync(seal, GuoMiFiles.Stamps);

    private static Task<byte[]> SealAsync(ITimestampAuthority? stamps) => SealAsync(null, stamps);
}
