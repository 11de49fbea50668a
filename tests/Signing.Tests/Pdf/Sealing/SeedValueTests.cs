using Market.Signing.Tests.Levels;
using Market.Signing.Tests.Testing;

namespace Market.Signing.Tests.Pdf.Sealing;

/// <summary>What an empty field asks of its signer is done, or refused in words.</summary>
public sealed class SeedValueTests
{
    [Theory]
    [InlineData("/Ff 1/Filter/Adobe.PPKLite")]
    [InlineData("/Ff 2/SubFilter[/adbe.pkcs7.detached/ETSI.CAdES.detached]")]
    [InlineData("/Ff 4/V 3")]
    [InlineData("/Ff 8/Reasons[(Approved)(Reviewed)]")]
    [InlineData("/Ff 32/AddRevInfo true")]
    [InlineData("/Ff 64/DigestMethod[(SHA1)(SHA256)]")]
    [InlineData("/MDP<</P 0>>")]
    [InlineData("/TimeStamp<</URL(http://tsa)/Ff 1>>")]
    [InlineData("/Filter/Other/SubFilter[/other]/Reasons[(Other)]/DigestMethod[(SHA512)]/Cert<</Issuer[(x)]>>")]
    public async Task What_is_met_or_only_recommended_is_signed(string seeds)
    {
        var bytes = await LevelFiles.SealAsync(Document(seeds), PadesLevel.BLT, options: Options);

        Assert.NotEmpty(bytes);
    }

    [Theory]
    [InlineData("/Ff 1/Filter/GM.PKILite", "the handler GM.PKILite")]
    [InlineData("/Ff 2/SubFilter[/adbe.pkcs7.detached]", "one of the forms adbe.pkcs7.detached")]
    [InlineData("/Ff 4/V 4", "a newer kind of signature")]
    [InlineData("/Ff 8/Reasons[(Other)]", "one of the reasons Other")]
    [InlineData("/Ff 8/Reasons[(.)]", "no reason")]
    [InlineData("/Ff 64/DigestMethod[(SHA384)(SHA512)]", "one of the digests SHA384, SHA512")]
    [InlineData("/Ff 128/LockDocument/true", "the whole document to be locked")]
    [InlineData("/MDP<</P 2>>", "a certification with P = 2")]
    [InlineData("/Cert<</Ff 2/Issuer[(x)]>>", "particular certificates")]
    [InlineData("/TimeStamp<</URL(http://tsa)/Ff 1>>", "a time stamp")]
    [InlineData("/Ff 32/AddRevInfo true", "proofs of revocation state (level B-LT)")]
    public async Task What_is_required_and_not_met_is_refused_in_words(string seeds, string words)
    {
        var refused = await Assert.ThrowsAsync<SealRefusedException>(() => LevelFiles.SealAsync(Document(seeds), PadesLevel.BB, options: Options));

        Assert.Equal(SealRefusedException.SeedValue, refused.Code);
        Assert.Equal($"The field 'Own' asks for {words}.", refused.Message);
    }

    [Fact]
    public async Task A_field_that_asks_for_a_certification_gets_it_and_one_that_forbids_it_does_not()
    {
        var certifying = Options with { Certification = Certification.FillAndSign };

        await LevelFiles.SealAsync(Document("/MDP<</P 2>>"), PadesLevel.BB, options: certifying);

        await Assert.ThrowsAsync<SealRefusedException>(() => LevelFiles.SealAsync(Document("/MDP<</P 0>>"), PadesLevel.BB, options: certifying));
    }

    private static SealOptions Options => new() { ClaimedAt = TestPki.Now, FieldName = "Own", Reason = "Approved" };

    private static byte[] Document(string seeds) => PdfText.OnePage("/AcroForm<</Fields[8 0 R]>>")
        .Object(8, $"<</FT/Sig/T(Own)/SV<</Type/SV{seeds}>>>>").End("/Size 9/Root 1 0 R").Bytes;
}
