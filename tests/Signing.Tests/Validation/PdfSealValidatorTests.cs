using System.Text;
using Market.Development;
using Market.Signing.Tests.Samples;
using Market.Signing.Tests.Testing;

namespace Market.Signing.Tests.Validation;

public sealed class PdfSealValidatorTests
{
    [Fact]
    public async Task A_file_sealed_by_practitioner_and_unit_passes()
    {
        var report = SealedFiles.Judge(await SealedFiles.TwiceAsync());

        Assert.Equal(Indication.TotalPassed, report.Verdict);
        Assert.True(report.Readable);
        Assert.Equal(4, report.PageCount);
        Assert.Empty(report.Reasons);
        Assert.Equal([SealedFiles.PractitionerField, SealedFiles.UnitField], report.Signatures.Select(seal => seal.FieldName));
        Assert.All(report.Signatures, seal =>
        {
            Assert.True(seal is { Intact: true, CoversRevision: true, CoversWholeFile: true, Trusted: true }, string.Join(' ', seal.Reasons));
            Assert.Equal(SubIndication.None, seal.SubIndication);
            Assert.Equal(TestPki.Now, seal.SignedAt);
            Assert.Equal(TestPki.Now, seal.ClaimedAt);
            Assert.Equal([1], seal.Pages);
            Assert.Empty(seal.Modifications);
            Assert.Equal(["revocation-not-offered"], seal.Reasons);
        });
    }

    [Fact]
    public async Task The_report_names_the_holders()
    {
        var report = SealedFiles.Judge(await SealedFiles.TwiceAsync());

        var practitioner = report.Signatures[0];
        Assert.Equal("周敏（演示）", practitioner.SignerName);
        Assert.Equal("注册城乡规划师", practitioner.SignerTitle);
        Assert.Equal("0412430123", practitioner.SignerRegistrationNumber);
        Assert.Equal(TestPki.AgencyCode, practitioner.SignerOrganisationCode);
        var unit = report.Signatures[1];
        Assert.Equal(TestPki.AgencyName, unit.SignerOrganisation);
        Assert.Equal(TestPki.AgencyCode, unit.SignerOrganisationCode);
        Assert.Equal("Market 演示时间戳", unit.Timestamp?.Authority);
    }

    [Fact]
    public async Task Another_holder_shows_in_the_report()
    {
        var other = TestPki.Pki.IssueUnitSeal("别家测绘有限公司", "91430100MA4L0000X2", new IssueOptions { Key = SealKeyKind.EcdsaP256 });

        var report = SealedFiles.Judge(await SealedFiles.SealAsync(Letter(), other.Open()));

        Assert.Equal(Indication.TotalPassed, report.Verdict);
        Assert.Equal("91430100MA4L0000X2", report.Signatures[0].SignerOrganisationCode);
    }

    [Fact]
    public async Task The_files_embedded_before_sealing_are_handed_out()
    {
        var report = SealedFiles.Judge(await SealedFiles.TwiceAsync());

        var file = Assert.Single(report.Attachments);
        Assert.Equal("market.json", file.Name);
        Assert.Equal("application/json", file.MediaType);
        Assert.Equal(SealedFiles.MarketJson, file.Bytes.ToArray());
    }

    [Fact]
    public async Task The_first_seals_revision_can_be_cut_out_and_passes_by_itself()
    {
        var twice = await SealedFiles.TwiceAsync();
        var length = (int)SealedFiles.Judge(twice).Signatures[0].RevisionLength!.Value;

        var report = SealedFiles.Judge(twice[..length]);

        Assert.Equal(Indication.TotalPassed, report.Verdict);
        Assert.Single(report.Signatures);
    }

    [Theory]
    [InlineData("letter.pdf")]
    [InlineData("sunlight-review.pdf")]
    [InlineData("site-plan-a1.pdf")]
    public async Task Both_forms_of_cross_reference_pass(string sample)
    {
        var once = await SealedFiles.SealAsync(File.ReadAllBytes(SampleDocuments.PathOf(sample)), TestPki.UnitKey());
        var twice = await SealedFiles.SealAsync(once, TestPki.UnitKey(kind: SealKeyKind.EcdsaP256));

        var report = SealedFiles.Judge(twice);

        Assert.Equal(Indication.TotalPassed, report.Verdict);
        Assert.Equal(2, report.Signatures.Count);
    }

    [Fact]
    public void A_file_without_a_seal_is_not_passed()
    {
        var report = SealedFiles.Judge(Letter());

        Assert.Equal(Indication.Indeterminate, report.Verdict);
        Assert.Equal(["no-signature"], report.Reasons);
        Assert.Empty(report.Signatures);
    }

    [Theory]
    [InlineData("not-a-pdf.pdf", "not-a-pdf")]
    [InlineData("damaged.pdf", "pdf-damaged")]
    public void A_file_that_cannot_be_read_fails_with_its_reason(string sample, string reason)
    {
        var report = SealedFiles.Judge(File.ReadAllBytes(SampleDocuments.PathOf(Path.Combine("bad", sample))));

        Assert.Equal(Indication.TotalFailed, report.Verdict);
        Assert.False(report.Readable);
        Assert.Equal([reason], report.Reasons);
    }

    [Theory]
    [InlineData("")]
    [InlineData("%PDF-1.7")]
    [InlineData("%PDF-1.7\nstartxref\n0\n%%EOF")]
    public void Almost_nothing_is_answered_with_a_report(string content)
    {
        var report = SealedFiles.Judge(Encoding.ASCII.GetBytes(content));

        Assert.NotEqual(Indication.TotalPassed, report.Verdict);
        Assert.False(report.Readable);
        Assert.Single(report.Reasons);
    }

    private static byte[] Letter() => File.ReadAllBytes(SampleDocuments.PathOf("letter.pdf"));
}
