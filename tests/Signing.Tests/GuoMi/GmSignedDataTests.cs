using System.Formats.Asn1;
using Market.Signing.Cms;
using Market.Signing.GuoMi;

namespace Market.Signing.Tests.GuoMi;

public sealed class GmSignedDataTests
{
    private static readonly Asn1Tag Context0 = new(TagClass.ContextSpecific, 0);
    private static readonly Sm2PublicKey PublicKey = Sm2Certificates.PublicKeyOf(Sm2Pki.Unit.Certificate);

    [Theory]
    [InlineData(GuoMiOids.Sm2WithSm3, false)]
    [InlineData(GuoMiOids.Sm2Signature, true)]
    public void Profile_a_signs_the_digest_it_carries(string algorithm, bool isPlain)
    {
        var bytes = Write(GuoMiOids.Data, TestSeals.ContentDigest, null, Sign(PublicKey.Digest(TestSeals.ContentDigest), isPlain), algorithm);

        var report = Verify(bytes);

        Assert.Equal((GmSignedDataProfile.EmbeddedDigest, true), (report.Profile, report.IsIntact));
        Assert.Equal(Indication.TotalPassed, report.Findings.Indication);
        Assert.Equal(isPlain, report.Findings.Has(SealReasons.ValuePlain));
    }

    [Fact]
    public void Profile_b_signs_attributes_with_the_identifier_of_pkcs7()
    {
        var attributes = Attributes(TestSeals.ContentDigest);
        var bytes = Write(Oids.Data, null, attributes, Sign(PublicKey.Digest(attributes)));

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
        var bytes = Write(GuoMiOids.Data, carriesDigest ? TestSeals.ContentDigest : null, null, Sign(TestSeals.ContentDigest));

        var report = Verify(bytes);

        Assert.Equal(GmSignedDataProfile.DirectDigest, report.Profile);
        Assert.Equal(Indication.Indeterminate, report.Findings.Indication);
        Assert.Contains("gm-digest-signed-directly", report.Findings.Codes);
    }

    [Fact]
    public void Other_content_fails_both_profiles()
    {
        var attributes = Attributes(TestSeals.ContentDigest);
        byte[][] both =
        [
            Write(GuoMiOids.Data, TestSeals.ContentDigest, null, Sign(PublicKey.Digest(TestSeals.ContentDigest))),
            Write(Oids.Data, null, attributes, Sign(PublicKey.Digest(attributes))),
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

        var report = Verify(Write(GuoMiOids.Data, TestSeals.ContentDigest, null, value));

        Assert.Contains("signature-value-invalid", report.Findings.Codes);
        Assert.Equal(Indication.TotalFailed, report.Findings.Indication);
    }

    [Fact]
    public void Content_of_another_length_is_no_known_profile()
    {
        var report = Verify(Write(GuoMiOids.Data, TestSeals.Content, null, Sign(PublicKey.Digest(TestSeals.Content))));

        Assert.Equal((GmSignedDataProfile.Unknown, false), (report.Profile, report.IsIntact));
        Assert.Contains("gm-profile-unknown", report.Findings.Codes);
    }

    [Fact]
    public void Zeros_may_follow_and_changed_bytes_never_pass()
    {
        var bytes = Write(GuoMiOids.Data, TestSeals.ContentDigest, null, Sign(PublicKey.Digest(TestSeals.ContentDigest)));

        Assert.Equal(Indication.TotalPassed, Verify([.. bytes, 0, 0]).Findings.Indication);
        Assert.Equal(Indication.TotalFailed, Verify([.. bytes, 1]).Findings.Indication);
        foreach (var length in (int[])[0, 1, 20, bytes.Length - 1])
        {
            Assert.Equal(Indication.TotalFailed, Verify(bytes[..length]).Findings.Indication);
        }
    }

    private static GmSignedDataReport Verify(byte[] bytes) =>
        GmSignedDataVerification.Verify(bytes, TestSeals.ContentDigest, TestSeals.Trusting);

    private static byte[] Sign(byte[] e, bool plain = false)
    {
        var der = Sm2Pki.Unit.SignDigestAsync(e, CancellationToken.None).AsTask().Result;
        return plain ? Sm2SignatureValue.TryRead(der)!.Plain : der;
    }

    private static byte[] Attributes(byte[] digest)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSetOf())
        {
            WriteAttribute(writer, Oids.ContentType, () => writer.WriteObjectIdentifier(Oids.Data));
            WriteAttribute(writer, Oids.MessageDigest, () => writer.WriteOctetString(digest));
            WriteAttribute(writer, Oids.SigningTime, () => writer.WriteUtcTime(TestSeals.Now));
        }

        return writer.Encode();
    }

    private static void WriteAttribute(AsnWriter writer, string oid, Action value)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(oid);
            using (writer.PushSetOf())
            {
                value();
            }
        }
    }

    private static byte[] Write(
        string contentType, byte[]? content, byte[]? attributes, byte[] value, string algorithm = GuoMiOids.Sm2WithSm3) => SesForge.Sequence(writer =>
    {
        writer.WriteObjectIdentifier(GuoMiOids.SignedData);
        using (writer.PushSequence(Context0))
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            using (writer.PushSetOf())
            {
                DigestAlgorithm.Write(writer, Sm3.Name);
            }

            WriteContent(writer, contentType, content);
            using (writer.PushSetOf(Context0))
            {
                writer.WriteEncodedValue(Sm2Pki.Unit.Certificate.RawData);
                writer.WriteEncodedValue(Sm2Pki.Issuing.RawData);
            }

            using (writer.PushSetOf())
            {
                WriteSigner(writer, attributes, value, algorithm);
            }
        }
    });

    private static void WriteContent(AsnWriter writer, string contentType, byte[]? content)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(contentType);
            if (content is not null)
            {
                using (writer.PushSequence(Context0))
                {
                    writer.WriteOctetString(content);
                }
            }
        }
    }

    private static void WriteSigner(AsnWriter writer, byte[]? attributes, byte[] value, string algorithm)
    {
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            using (writer.PushSequence())
            {
                writer.WriteEncodedValue(Sm2Pki.Unit.Certificate.IssuerName.RawData);
                writer.WriteInteger(Sm2Pki.Unit.Certificate.SerialNumberBytes.Span);
            }

            DigestAlgorithm.Write(writer, Sm3.Name);
            if (attributes is not null)
            {
                writer.WriteEncodedValue((byte[])[0xA0, .. attributes.AsSpan(1)]);
            }

            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(algorithm);
            }

            writer.WriteOctetString(value);
        }
    }
}
