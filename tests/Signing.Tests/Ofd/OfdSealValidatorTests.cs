using Market.Signing.Tests.GuoMi;
using Market.Signing.Tests.Testing;

namespace Market.Signing.Tests.Ofd;

public sealed class OfdSealValidatorTests
{
    [Theory]
    [InlineData(ElectronicSealVersion.Gbt38540Of2020, "SM3")]
    [InlineData(ElectronicSealVersion.Gmt0031Of2025, "SM3")]
    [InlineData(ElectronicSealVersion.Gmt0031Of2025, "1.2.156.10197.1.401")]
    [InlineData(ElectronicSealVersion.Gmt0031Of2025, "SHA256")]
    public async Task A_sealed_package_passes_with_the_facts_of_any_other_seal(ElectronicSealVersion version, string method)
    {
        var package = await new OfdFiles().SealAsync(await TestSeals.SealAsync(TestSeals.SealContent(version)), method);

        var report = OfdFiles.Judge(package.ToZip());

        var signature = Assert.Single(report.Signatures);
        Assert.True(report.Verdict == Indication.TotalPassed, string.Join(' ', report.Reasons.Concat(signature.Reasons)));
        Assert.Equal((SealedFileFormat.Ofd, true, 2), (report.Format, report.Readable, report.PageCount));
        Assert.True(signature is { Intact: true, Trusted: true, CoversRevision: true, CoversWholeFile: true });
        Assert.Equal(("0", TestPki.AgencyName, TestPki.AgencyCode), (signature.FieldName, signature.SignerName, signature.SignerOrganisationCode));
        Assert.Equal((TestSeals.Now, TestSeals.Now), (signature.SignedAt, signature.ClaimedAt));
        Assert.Equal([2], signature.Pages);
        Assert.Equal(version, signature.ElectronicSeal!.Seal!.Version);
        Assert.Equal(["revocation-not-offered"], signature.Reasons);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_package_with_signed_data_passes(bool carriesDigest)
    {
        var package = await new OfdFiles().SealAsync(sign: digest =>
            Task.FromResult(carriesDigest ? GmForge.EmbeddedDigest(digest) : GmForge.SignedAttributes(digest)));

        var report = OfdFiles.Judge(package.ToZip(), GuoMiFiles.Trusting with { RequireTimestamp = false });

        Assert.True(report.Verdict == Indication.TotalPassed, string.Join(' ', report.Signatures[0].Reasons));
        Assert.Null(report.Signatures[0].ElectronicSeal);
    }

    [Fact]
    public async Task A_later_signature_leaves_the_earlier_one_valid()
    {
        var report = OfdFiles.Judge((await (await new OfdFiles().SealAsync()).SealAsync()).ToZip());

        Assert.Equal(Indication.TotalPassed, report.Verdict);
        Assert.Equal(["0", "1"], report.Signatures.Select(signature => signature.FieldName));
        Assert.All(report.Signatures, signature => Assert.Empty(signature.UncoveredFiles));
    }

    [Fact]
    public async Task A_changed_page_fails_and_is_named()
    {
        var package = (await new OfdFiles().SealAsync()).Replace("Doc_0/Pages/Page_1/Content.xml", "符合", "不符");

        var signature = OfdFiles.Judge(package.ToZip()).Signatures.Single();

        Assert.Equal((Indication.TotalFailed, SubIndication.HashFailure), (signature.Indication, signature.SubIndication));
        Assert.Equal([new Modification("ofd-file-changed", Detail: "/Doc_0/Pages/Page_1/Content.xml")], signature.Modifications);
        Assert.False(signature.Intact || signature.CoversWholeFile);
    }

    [Fact]
    public async Task A_page_exchanged_together_with_its_digest_fails_at_the_seal()
    {
        var package = await new OfdFiles().SealAsync();
        var before = Convert.ToBase64String(OfdFiles.Digest("SM3", package.Files[OfdFiles.Page]));
        package.Replace(OfdFiles.Page, "规划", "建设");
        package.Replace("Doc_0/Signs/Sign_0/Signature.xml", before, Convert.ToBase64String(OfdFiles.Digest("SM3", package.Files[OfdFiles.Page])));

        var signature = OfdFiles.Judge(package.ToZip()).Signatures.Single();

        Assert.Equal((Indication.TotalFailed, SubIndication.HashFailure), (signature.Indication, signature.SubIndication));
        Assert.Contains("ses-digest-mismatch", signature.Reasons);
    }

    [Fact]
    public async Task A_file_that_is_gone_fails_and_is_named()
    {
        var package = await new OfdFiles().SealAsync();
        package.Files.Remove("Doc_0/Res/Font1.ttf");

        var signature = OfdFiles.Judge(package.ToZip()).Signatures.Single();

        Assert.Equal(Indication.TotalFailed, signature.Indication);
        Assert.Equal([new Modification("ofd-file-missing", Detail: "/Doc_0/Res/Font1.ttf")], signature.Modifications);
    }

    [Fact]
    public async Task A_file_nobody_signed_keeps_it_open_and_is_named()
    {
        var package = await new OfdFiles().SealAsync(covers: name => name != "Doc_0/Res/Font1.ttf");
        package.Files["Doc_0/Res/Added.png"] = [1];

        var signature = OfdFiles.Judge(package.ToZip()).Signatures.Single();

        Assert.Equal((Indication.Indeterminate, SubIndication.SigConstraintsFailure), (signature.Indication, signature.SubIndication));
        Assert.Equal(["Doc_0/Res/Added.png", "Doc_0/Res/Font1.ttf"], signature.UncoveredFiles);
        Assert.True(signature.Intact);
        Assert.False(signature.CoversWholeFile);
    }

    [Fact]
    public async Task A_signature_taken_off_the_list_shows_as_files_nobody_signed()
    {
        var package = (await (await new OfdFiles().SealAsync()).SealAsync()).Unlist(1);

        var report = OfdFiles.Judge(package.ToZip());

        Assert.Equal(Indication.Indeterminate, report.Verdict);
        Assert.Contains("Doc_0/Signs/Sign_1/SignedValue.dat", report.Signatures.Single().UncoveredFiles);
    }

    [Fact]
    public async Task Another_seal_shown_than_signed_fails()
    {
        var package = await new OfdFiles().SealAsync(covers: name => !name.EndsWith("Seal.esl", StringComparison.Ordinal));
        package.Files["Doc_0/Signs/Sign_0/Seal.esl"] = (await TestSeals.SealAsync(TestSeals.SealContent() with { Name = "别家" })).Encoded.ToArray();

        Assert.Contains("ofd-seal-differs", OfdFiles.Judge(package.ToZip()).Signatures.Single().Reasons);
    }

    [Fact]
    public async Task A_signature_moved_to_another_place_says_so()
    {
        var package = await new OfdFiles().SealAsync();
        package.Files["Doc_0/Moved.xml"] = package.Files["Doc_0/Signs/Sign_0/Signature.xml"];
        package.Files.Remove("Doc_0/Signs/Sign_0/Signature.xml");
        package.Replace(OfdFiles.List, "Sign_0/Signature.xml", "/Doc_0/Moved.xml");

        Assert.Contains("ofd-property-unusual", OfdFiles.Judge(package.ToZip()).Signatures.Single().Reasons);
    }

    [Fact]
    public async Task Digests_of_md5_are_too_weak()
    {
        var signature = OfdFiles.Judge((await new OfdFiles().SealAsync(method: "MD5")).ToZip()).Signatures.Single();

        Assert.Equal((Indication.Indeterminate, SubIndication.CryptoConstraintsFailureNoPoe), (signature.Indication, signature.SubIndication));
    }

    [Fact]
    public async Task Nothing_referenced_nothing_signed_and_an_unknown_digest_never_pass()
    {
        var empty = OfdFiles.Judge((await new OfdFiles().SealAsync(covers: _ => false)).ToZip()).Signatures.Single();
        var unknown = OfdFiles.Judge((await new OfdFiles().SealAsync(method: "CRC32")).ToZip()).Signatures.Single();
        var unsigned = new OfdFiles();
        unsigned.Replace("OFD.xml", "<ofd:Signatures>/Doc_0/Signs/Signatures.xml</ofd:Signatures>", "");

        Assert.Contains("ofd-no-references", empty.Reasons);
        Assert.False(empty.Intact);
        Assert.Contains("algorithm-unsupported", unknown.Reasons);
        Assert.False(unknown.Intact);
        Assert.Equal((Indication.Indeterminate, "no-signature"), (OfdFiles.Judge(unsigned.ToZip()).Verdict, OfdFiles.Judge(unsigned.ToZip()).Reasons.Single()));
    }

    [Theory]
    [InlineData("Doc_0/Signs/Sign_0/SignedValue.dat")]
    [InlineData("Doc_0/Signs/Sign_0/Signature.xml")]
    [InlineData("Doc_0/Signs/Signatures.xml")]
    public async Task A_signature_that_is_listed_and_not_there_fails(string gone)
    {
        var package = await new OfdFiles().SealAsync();
        package.Files.Remove(gone);

        var report = OfdFiles.Judge(package.ToZip());

        Assert.Equal(Indication.TotalFailed, report.Verdict);
        Assert.Contains("ofd-signature-missing", report.Reasons.Concat(report.Signatures.SelectMany(signature => signature.Reasons)));
    }

    [Fact]
    public async Task A_signature_listed_twice_is_refused()
    {
        var package = (await new OfdFiles().SealAsync()).Replace(
            OfdFiles.List, "</ofd:Signatures>", "<ofd:Signature ID=\"9\" BaseLoc=\"/Doc_0/Signs/Sign_0/Signature.xml\"/></ofd:Signatures>");

        Assert.Equal(["signature-shared"], OfdFiles.Judge(package.ToZip()).Reasons);
    }

    [Fact]
    public async Task An_unknown_value_in_place_of_the_signature_stays_open()
    {
        var package = await new OfdFiles().SealAsync();
        package.Files["Doc_0/Signs/Sign_0/SignedValue.dat"] = [1, 2, 3];

        var signature = OfdFiles.Judge(package.ToZip()).Signatures.Single();

        Assert.Equal(Indication.Indeterminate, signature.Indication);
        Assert.Contains("ofd-value-unknown", signature.Reasons);
        Assert.False(signature.Intact);
    }
}
