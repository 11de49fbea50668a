using Market.Signing.Cms;
using Market.Signing.GuoMi;
using Market.Signing.Pdf.Reading;
using Market.Signing.Pdf.Signatures;
using Market.Signing.Tests.Pdf;
using Market.Signing.Tests.Testing;

namespace Market.Signing.Tests.GuoMi;

/// <summary>PDF files sealed with SM2 and SM3.</summary>
public sealed class GuoMiPdfTests
{
    private static readonly SealOptions Usual = new() { ClaimedAt = TestSeals.Now };

    [Fact]
    public async Task A_document_sealed_with_sm2_passes_with_the_facts_of_any_other_seal()
    {
        var report = GuoMiFiles.Judge(await GuoMiFiles.SealAsync(Usual));

        Assert.Equal(Indication.TotalPassed, report.Verdict);
        var seal = Assert.Single(report.Signatures);
        Assert.True(seal is { Intact: true, CoversRevision: true, CoversWholeFile: true, Trusted: true });
        Assert.Equal(["revocation-not-offered"], seal.Reasons);
        Assert.Equal((TestPki.AgencyName, TestPki.AgencyCode), (seal.SignerName, seal.SignerOrganisationCode));
        Assert.Equal((TestSeals.Now, TestSeals.Now), (seal.SignedAt, seal.ClaimedAt));
        Assert.Equal("演示国密时间戳", seal.Timestamp?.Authority);
        Assert.Equal(Sm2Pki.Unit.Certificate.RawData, seal.SignerCertificate!.Value.ToArray());
    }

    [Fact]
    public async Task Without_a_time_stamp_it_stays_open()
    {
        var seal = GuoMiFiles.Judge(await GuoMiFiles.SealAsync(Usual, stamped: false)).Signatures.Single();

        Assert.Equal((Indication.Indeterminate, SubIndication.NoPoe), (seal.Indication, seal.SubIndication));
        Assert.Contains("timestamp-missing", seal.Reasons);
        Assert.True(seal.Intact);
    }

    [Fact]
    public async Task A_changed_byte_fails()
    {
        var bytes = await GuoMiFiles.SealAsync(Usual);
        bytes[9] ^= 1;

        var seal = GuoMiFiles.Judge(bytes).Signatures.Single();

        Assert.Equal((Indication.TotalFailed, SubIndication.HashFailure), (seal.Indication, seal.SubIndication));
        Assert.False(seal.Intact);
    }

    [Fact]
    public async Task A_stranger_is_not_trusted()
    {
        var options = GuoMiFiles.Trusting with { TrustAnchors = [TestPki.Pki.Root] };

        var seal = GuoMiFiles.Judge(await GuoMiFiles.SealAsync(Usual), options).Signatures.Single();

        Assert.Equal((Indication.Indeterminate, SubIndication.NoCertificateChainFound), (seal.Indication, seal.SubIndication));
        Assert.True(seal is { Intact: true, Trusted: false });
    }

    [Fact]
    public async Task An_expired_certificate_does_not_matter_behind_a_time_stamp()
    {
        var key = Sm2Pki.NewKey("CN=一年期", new() { NotAfter = TestSeals.Now.AddDays(1) });
        var later = GuoMiFiles.Trusting with { AsOf = TestSeals.Now.AddMonths(6) };

        var stamped = GuoMiFiles.Judge(await GuoMiFiles.SealAsync(Usual, key), later).Signatures.Single();
        var bare = GuoMiFiles.Judge(await GuoMiFiles.SealAsync(Usual, key, stamped: false), later).Signatures.Single();

        Assert.Equal(Indication.TotalPassed, stamped.Indication);
        Assert.Contains("certificate-not-valid-now", bare.Reasons);
        Assert.Equal(Indication.Indeterminate, bare.Indication);
    }

    [Theory]
    [InlineData(null, null, GuoMiOids.SignedData)]
    [InlineData("Adobe.PPKLite", "adbe.pkcs7.detached", Oids.SignedData)]
    [InlineData("Our.Handler", "GM.sm2cms.detached", GuoMiOids.SignedData)]
    public async Task The_names_can_be_chosen_and_the_identifiers_follow(string? filter, string? subFilter, string structure)
    {
        var names = filter is null ? null : new SignatureNames(filter, subFilter!);

        var bytes = await GuoMiFiles.SealAsync(Usual with { Names = names });

        using var file = PdfFile.Open(new MemoryStream(bytes));
        var dictionary = file.Current.Dictionary(SignatureFields.Read(file, file.Current).Single().Value)!;
        Assert.Equal(filter ?? "GM.PKILite", file.Current.Name(dictionary["Filter"]));
        Assert.Equal(subFilter ?? "GM.SM2", file.Current.Name(dictionary["SubFilter"]));
        Assert.Equal(structure, GuoMiFiles.LastCms(bytes).StructureType);
        var seal = GuoMiFiles.Judge(bytes).Signatures.Single();
        Assert.Equal(Indication.TotalPassed, seal.Indication);
        Assert.Equal(structure == Oids.SignedData, seal.Reasons.Contains("gm-international-identifiers"));
        Assert.DoesNotContain("gm-names-unusual", seal.Reasons);
    }

    [Fact]
    public async Task Openssl_confirms_the_value_over_the_signed_attributes_and_qpdf_the_file()
    {
        Assert.SkipUnless(Tools.Has("qpdf"), "qpdf is not installed.");
        var bytes = await GuoMiFiles.SealAsync(Usual);

        await GuoMiFiles.AssertOpenSslVerifiesAsync(GuoMiFiles.LastCms(bytes));

        using var file = new TemporaryFile(bytes);
        var qpdf = Tools.Run("qpdf", "--check", file.Path);
        Assert.True(qpdf.ExitCode == 0, qpdf.Output);
    }

    [Fact]
    public async Task A_key_elsewhere_seals_in_two_steps()
    {
        using var prepared = new MemoryStream();
        var waiting = await PdfSealer.PrepareAsync(
            new MemoryStream(GuoMiFiles.Letter()), prepared, Usual, Sm3.Name, TestContext.Current.CancellationToken);
        var cms = await CmsSigner.SignAsync(
            waiting.Digest, Sm2Pki.Unit, isInternational: false, TestSeals.Now, GuoMiFiles.Stamps, TestContext.Current.CancellationToken);

        await PreparedSeal.FromJson(waiting.ToJson()).CompleteAsync(prepared, cms, TestContext.Current.CancellationToken);

        Assert.Equal(Indication.TotalPassed, GuoMiFiles.Judge(prepared.ToArray()).Verdict);
    }

    [Fact]
    public async Task An_rsa_time_stamp_with_an_sm3_imprint_proves_the_time_too()
    {
        var bytes = await GuoMiFiles.SealAsync(Usual, tsa: TestPki.Pki.TimestampAuthority);

        var seal = GuoMiFiles.Judge(bytes).Signatures.Single();

        Assert.Equal((Indication.TotalPassed, TestPki.Now), (seal.Indication, seal.SignedAt));
    }
}
