using Market.Signing.Cms;
using Market.Signing.GuoMi;

namespace Market.Signing.Tests.GuoMi;

public sealed class GmSignedDataTests
{
    private static readonly Sm2PublicKey PublicKey = Sm2Certificates.PublicKeyOf(Sm2Pki.Unit.Certificate);

    [Theory]
    [InlineData(GuoMiOids.Sm2WithSm3, false)]
    [InlineData(GuoMiOids.Sm2Signature, true)]
    public void Profile_a_signs_the_digest_it_carries(string algorithm, bool isPlain)
    {
        var bytes = GmForge.Write(GuoMiOids.Data, TestSeals.ContentDigest, null, GmForge.Sign(PublicKey.Digest(TestSeals.ContentDigest), isPlain), algorithm);

        var report = Verify(bytes);

        Assert.Equal((GmSignedDataProfile.EmbeddedDigest, true), (report.Profile, report.IsIntact));
        Assert.Equal(Indication.TotalPassed, report.Findings.Indication);
        Assert.Equal(isPlain, report.Findings.Has(SealReasons.ValuePlain));
    }

    [Fact]
    public void Profile_b_signs_attributes_with_the_identifier_of_pkcs7()
    {
        var attributes = GmForge.Attributes(TestSeals.ContentDigest);
        var bytes = GmForge.Write(Oids.Data, null, attributes, GmForge.Sign(PublicKey.Digest(attributes)));

        var report = Verify(bytes);

        Assert.Equal((GmSignedDataProfile.SignedAttributes, true), (report.Profile, report.IsIntact));
        Assert.Equal(Indication.TotalPassed, report.Findings.Indication);
        Assert.Equal(TestSeals.Now, report.ClaimedAt);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Profile_c_signs_the_bare_digest_and_never_passes(bool carriesDigest)
    {
        var bytes = GmForge.Write(GuoMiOids.Data, carriesDigest ? TestSeals.ContentDigest : null, null, GmForge.Sign(TestSeals.ContentDigest));

        var report = Verify(bytes);

        Assert.Equal(GmSignedDataProfile.DirectDigest, report.Profile);
        Assert.Equal(Indication.Indeterminate, report.Findings.Indication);
        Assert.Contains("gm-digest-signed-directly", report.Findings.Codes);
    }

    [Fact]
    public void Other_content_fails_both_profiles()
    {
        var attributes = GmForge.Attributes(TestSeals.ContentDigest);
        byte[][] both =
        [
            GmForge.Write(GuoMiOids.Data, TestSeals.ContentDigest, null, GmForge.Sign(PublicKey.Digest(TestSeals.ContentDigest))),
            GmForge.Write(Oids.Data, null, attributes, GmForge.Sign(PublicKey.Digest(attributes))),
        ];

        foreach (var bytes in both)
        {
            var report = GmSignedDataVerification.Verify(bytes, Sm3.HashData([1]), TestSeals.Trusting);
            Assert.False(report.IsIntact);
            Assert.Equal((Indication.TotalFailed, SubIndication.HashFailure), (report.Findings.Indication, report.Findings.SubIndication));
        }
    }

    [Fact]
    public void A_value_of_another_key_fails()
    {
        var other = Sm2PrivateKey.Generate();
        var value = other.SignDigest(PublicKey.Digest(TestSeals.ContentDigest)).ToDer();

        var report = Verify(GmForge.Write(GuoMiOids.Data, TestSeals.ContentDigest, null, value));

        Assert.Contains("signature-value-invalid", report.Findings.Codes);
        Assert.Equal(Indication.TotalFailed, report.Findings.Indication);
    }

    [Fact]
    public void Content_of_another_length_is_no_known_profile()
    {
        var report = Verify(GmForge.Write(GuoMiOids.Data, TestSeals.Content, null, GmForge.Sign(PublicKey.Digest(TestSeals.Content))));

        Assert.Equal((GmSignedDataProfile.Unknown, false), (report.Profile, report.IsIntact));
        Assert.Contains("gm-profile-unknown", report.Findings.Codes);
    }

    [Fact]
    public void Zeros_may_follow_and_changed_bytes_never_pass()
    {
        var bytes = GmForge.Write(GuoMiOids.Data, TestSeals.ContentDigest, null, GmForge.Sign(PublicKey.Digest(TestSeals.ContentDigest)));

        Assert.Equal(Indication.TotalPassed, Verify([.. bytes, 0, 0]).Findings.Indication);
        Assert.Equal(Indication.TotalFailed, Verify([.. bytes, 1]).Findings.Indication);
        foreach (var length in (int[])[0, 1, 20, bytes.Length - 1])
        {
            Assert.Equal(Indication.TotalFailed, Verify(bytes[..length]).Findings.Indication);
        }
    }

    private static GmSignedDataReport Verify(byte[] bytes) =>
        GmSignedDataVerification.Verify(bytes, TestSeals.ContentDigest, TestSeals.Trusting);
}
