using System.Security.Cryptography.X509Certificates;
using Market.Signing.Cms;
using Market.Signing.GuoMi;

namespace Market.Signing.Tests.GuoMi;

/// <summary>What a certificate says it is for counts for SM2 as for every other key: at sealing and at verifying.</summary>
public sealed class Sm2PurposeTests
{
    private static readonly SealOptions Usual = new() { ClaimedAt = TestSeals.Now };

    public static TheoryData<string, bool> Purposes => new()
    {
        { Oids.ServerAuthentication, false },
        { Oids.CodeSigning, false },
        { Oids.TimeStamping, false },
        { Oids.OcspSigning, false },
        { "1.3.6.1.5.5.7.3.36", true }, // documents, RFC 9336
        { "1.3.6.1.5.5.7.3.4", true }, // mail, as many authorities write for persons
    };

    [Theory]
    [MemberData(nameof(Purposes))]
    public async Task A_certificate_made_for_something_else_is_refused_at_sealing(string purpose, bool seals)
    {
        using var key = Sm2Pki.NewKey("CN=别用", new() { ExtendedKeyUsage = purpose });

        Assert.Equal(seals ? null : "certificate-not-for-signing", await RefusalAsync(key));
    }

    [Theory]
    [MemberData(nameof(Purposes))]
    public async Task What_was_sealed_elsewhere_with_such_a_certificate_does_not_pass(string purpose, bool passes)
    {
        using var key = Sm2Pki.NewKey("CN=别用", new() { ExtendedKeyUsage = purpose });

        AssertJudged(await SealedElsewhereAsync(key), passes);
    }

    [Theory]
    [InlineData(X509KeyUsageFlags.KeyEncipherment, false)] // the encrypting one of the two certificates that domestic authorities issue
    [InlineData(X509KeyUsageFlags.KeyCertSign, false)]
    [InlineData(X509KeyUsageFlags.DigitalSignature, true)]
    [InlineData(X509KeyUsageFlags.NonRepudiation, true)]
    public async Task The_use_of_the_key_counts_on_both_sides(X509KeyUsageFlags usage, bool allows)
    {
        using var key = Sm2Pki.NewKey("CN=别用", new() { Usage = usage });

        Assert.Equal(allows ? null : "certificate-not-for-signing", await RefusalAsync(key));
        AssertJudged(await SealedElsewhereAsync(key), allows);
    }

    [Theory]
    [MemberData(nameof(Purposes))]
    public async Task The_maker_and_the_signer_of_an_electronic_seal_are_asked_the_same(string purpose, bool passes)
    {
        using var signer = Sm2Pki.NewKey("CN=别用", new() { ExtendedKeyUsage = purpose });
        using var maker = Sm2Pki.NewKey("CN=别家制章", new() { ExtendedKeyUsage = purpose });
        var ct = TestContext.Current.CancellationToken;
        var content = TestSeals.SealContent(ElectronicSealVersion.Gbt38540Of2020) with { SignerCertificates = [signer.Certificate] };
        var seal = SesForge.Seal(await ElectronicSeal.IssueAsync(content, Sm2Pki.Maker, null, ct), maker);
        var signature = SesForge.Signature(seal.Encoded.ToArray(), 4, signer, TestSeals.ContentDigest);

        var report = ElectronicSealSignature.Verify(signature, TestSeals.ContentDigest, TestSeals.Trusting);

        var issuing = await Record.ExceptionAsync(() => ElectronicSeal.IssueAsync(content, maker, null, ct)) as SealRefusedException;
        var signing = await Record.ExceptionAsync(() => TestSeals.SignAsync(seal, signer)) as SealRefusedException;
        Assert.Equal(passes ? (null, null) : ("certificate-not-for-signing", "certificate-not-for-signing"), (issuing?.Code, signing?.Code));
        Assert.Equal(passes, report.Indication == Indication.TotalPassed);
        Assert.Equal(!passes, report.Reasons.Contains("signer-certificate-not-for-signing"));
        Assert.Equal(!passes, report.Reasons.Contains("maker-certificate-not-for-signing"));
    }

    private static async Task<string?> RefusalAsync(ISealKey key) =>
        (await Record.ExceptionAsync(() => GuoMiFiles.SealAsync(Usual, key)) as SealRefusedException)?.Code;

    private static void AssertJudged(byte[] file, bool passes)
    {
        var seal = Assert.Single(GuoMiFiles.Judge(file).Signatures);
        Assert.True(seal.Intact);
        Assert.Equal(!passes, seal.Reasons.Contains("signer-certificate-not-for-signing"));
        Assert.Equal(
            passes ? (Indication.TotalPassed, SubIndication.None) : (Indication.TotalFailed, SubIndication.SigConstraintsFailure),
            (seal.Indication, seal.SubIndication));
    }

    // Our own sealer refuses such keys before it asks them; others do not.
    private static async Task<byte[]> SealedElsewhereAsync(Sm2SealKey key)
    {
        var ct = TestContext.Current.CancellationToken;
        using var file = new MemoryStream();
        var prepared = await PdfSealer.PrepareAsync(new MemoryStream(GuoMiFiles.Letter()), file, Usual, Sm3.Name, ct);
        var cms = PreparedSignedData.Detached(prepared.Digest.Span, key.Certificate, key.Chain, key.Scheme, isInternational: false);
        var value = await key.SignDigestAsync(cms.DigestToSign, ct);
        await prepared.CompleteAsync(file, await CmsSigner.CompleteAsync(cms, value, key.Scheme, GuoMiFiles.Stamps, ct), ct);
        return file.ToArray();
    }
}
