using Market.Signing.Cms;
using Market.Signing.GuoMi;
using Market.Signing.Tests.Validation;

namespace Market.Signing.Tests.GuoMi;

/// <summary>PDF files as domestic producers lay them out, made by us: the names beside a signature are not to be relied on, so
/// each is recognised by its bytes, judged rightly, and its oddity said in a note.</summary>
public sealed class VendorPdfTests
{
    private static readonly ValidationOptions Trusting = GuoMiFiles.Trusting with { RequireTimestamp = false };

    public static TheoryData<string, string, string, string[]> Layouts => new()
    {
        // Promises a detached signature, and carries the digest that it signs once more.
        { "DJ.GMPkiLite", "GM.sm2cms.detached", "digest inside", ["gm-digest-inside", "gm-names-unusual"] },
        { "DJ.GMPkiLite", "GM.sm2cms.detached", "digest inside, plain value", ["gm-digest-inside", "gm-names-unusual", "sm2-value-plain", "sm2-algorithm-alias"] },
        { "DJ.GMPkiLite", "GM.sm2cms.detached", "attributes", [] },
        { "GM.PKILite", "GM.SM2", "attributes", [] },
        { "GM.PKILite", "GM.SM2", "digest inside", ["gm-digest-inside"] },
        { "Adobe.PPKLite", "adbe.pkcs7.detached", "international attributes", ["gm-international-identifiers"] },
        { "Adobe.PPKLite", "adbe.pkcs7.detached", "attributes", ["gm-names-unusual"] },
        { "Adobe.PPKLite", "adbe.pkcs7.detached", "seal", ["gm-names-unusual"] },
        { "Adobe.PPKMS", "adbe.pkcs7.detached", "seal", ["gm-names-unusual"] },
        { "Gomain.GMPkiLite", "GM.sm2seal", "seal", [] },
        { "KG.WebSign", "KG.Seal", "seal", ["gm-names-unusual"] },
    };

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Each_layout_passes_with_its_oddities_noted(string filter, string subFilter, string value, string[] notes)
    {
        var report = SealedFiles.Judge(Forge(filter, subFilter, value), Trusting);

        var signature = Assert.Single(report.Signatures);
        Assert.True(report.Verdict == Indication.TotalPassed, string.Join(' ', signature.Reasons));
        Assert.True(signature is { Intact: true, Trusted: true, CoversRevision: true, CoversWholeFile: true });
        Assert.Equal(notes.Append("revocation-not-offered").Order(), signature.Reasons.Order());
        Assert.Equal(value == "seal", signature.ElectronicSeal is not null);
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Each_layout_fails_when_a_byte_of_the_document_changes(string filter, string subFilter, string value, string[] notes)
    {
        Assert.NotNull(notes);
        var bytes = Forge(filter, subFilter, value);
        bytes[9] ^= 1;

        var signature = SealedFiles.Judge(bytes, Trusting).Signatures.Single();

        Assert.Equal((Indication.TotalFailed, SubIndication.HashFailure), (signature.Indication, signature.SubIndication));
        Assert.False(signature.Intact);
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Each_layout_fails_when_content_is_put_behind_it(string filter, string subFilter, string value, string[] notes)
    {
        Assert.NotNull(notes);
        var changed = Forgery.ChangePage(Forge(filter, subFilter, value), (page, update) => page.With("Contents", Forgery.AddContent(update)));

        var signature = SealedFiles.Judge(changed, Trusting).Signatures.Single();

        Assert.Equal(Indication.TotalFailed, signature.Indication);
        Assert.Contains("modified-after-seal", signature.Reasons);
    }

    [Fact]
    public void A_digest_signed_without_za_stays_open()
    {
        var signature = SealedFiles.Judge(Forge("GM.PKILite", "GM.SM2", "direct"), Trusting).Signatures.Single();

        Assert.Equal((Indication.Indeterminate, SubIndication.SigConstraintsFailure), (signature.Indication, signature.SubIndication));
        Assert.Contains("gm-digest-signed-directly", signature.Reasons);
    }

    [Fact]
    public void A_value_that_signs_another_digest_than_it_carries_fails()
    {
        var other = Sm3.HashData([1]);
        var bytes = HandSigned.Sign(
            GuoMiFiles.Letter(),
            names: new SignatureNames("DJ.GMPkiLite", "GM.sm2cms.detached"),
            digest: Sm3.Name,
            cms: digest => GmForge.Write(GuoMiOids.Data, digest, null, GmForge.Sign(GmForge.PublicKey.Digest(other))));

        var signature = SealedFiles.Judge(bytes, Trusting).Signatures.Single();

        Assert.Equal((Indication.TotalFailed, SubIndication.SigCryptoFailure), (signature.Indication, signature.SubIndication));
    }

    [Fact]
    public void An_ordinary_signature_under_a_vendors_name_stays_open()
    {
        var bytes = HandSigned.Sign(GuoMiFiles.Letter(), names: new SignatureNames("DJ.GMPkiLite", "GM.sm2cms.detached"));

        var signature = SealedFiles.Judge(bytes, Trusting).Signatures.Single();

        Assert.True(signature.Intact);
        Assert.Equal(Indication.Indeterminate, signature.Indication);
        Assert.Contains("subfilter-unsupported", signature.Reasons);
    }

    private static byte[] Forge(string filter, string subFilter, string value) => HandSigned.Sign(
        GuoMiFiles.Letter(), names: new SignatureNames(filter, subFilter), digest: Sm3.Name, cms: digest => value switch
        {
            "digest inside" => GmForge.EmbeddedDigest(digest),
            "digest inside, plain value" => GmForge.EmbeddedDigest(digest, isPlain: true),
            "attributes" => GmForge.SignedAttributes(digest),
            "international attributes" => GmForge.SignedAttributes(digest, Oids.SignedData),
            "direct" => GmForge.DirectDigest(digest),
            _ => Seal(digest).GetAwaiter().GetResult(),
        });

    private static async Task<byte[]> Seal(byte[] digest) => await ElectronicSealSignature.SignAsync(
        await TestSeals.SealAsync(), digest, "range", Sm2Pki.Unit, TestSeals.Now, tsa: null, TestContext.Current.CancellationToken);
}
