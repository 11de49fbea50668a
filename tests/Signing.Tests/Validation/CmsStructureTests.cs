using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Market.Signing.Cms;
using Market.Signing.Tests.Samples;
using Market.Signing.Tests.Testing;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace Market.Signing.Tests.Validation;

/// <summary>Each part of a CMS that the platform's own reader lets pass (RFC 5652) is checked here: every forged
/// structure carries a signature value that fits.</summary>
public sealed class CmsStructureTests
{
    private static readonly ValidationOptions Options = SealedFiles.Trusting with { RequireTimestamp = false };
    private static readonly X509Certificate2 Holder = X509CertificateLoader.LoadPkcs12(TestPki.Unit().Pkcs12, TestPki.Unit().Password);

    private static readonly CmsForge Sound = new() { Certificate = Holder, Sign = attributes => Rsa(attributes, RSASignaturePadding.Pkcs1) };

    [Fact]
    public void The_forge_makes_a_sound_signature_when_nothing_is_wrong() => AssertIs(Sound, Indication.Indeterminate, "certificate-untrusted", intact: true);

    [Fact]
    public void Two_signers_fail() => AssertIs(Sound with { Signers = 2 }, Indication.TotalFailed, "cms-signer-count");

    [Fact]
    public void No_signer_fails() => AssertIs(Sound with { Signers = 0 }, Indication.TotalFailed, "cms-signer-count");

    [Fact]
    public void Content_inside_fails() => AssertIs(Sound with { Content = [1, 2, 3] }, Indication.TotalFailed, "cms-has-content");

    [Fact]
    public void Empty_content_inside_fails() => AssertIs(Sound with { Content = [] }, Indication.TotalFailed, "cms-has-content");

    [Fact]
    public void Another_content_type_than_data_fails()
    {
        AssertIs(Sound with { ContentTypeAttribute = Oids.TstInfo }, Indication.TotalFailed, "cms-content-type");
        AssertIs(Sound with { EncapsulatedType = Oids.TstInfo, ContentTypeAttribute = Oids.TstInfo }, Indication.TotalFailed, "cms-content-type");
    }

    [Fact]
    public void A_missing_or_doubled_message_digest_fails()
    {
        AssertIs(Sound with { MessageDigests = 0 }, Indication.TotalFailed, "message-digest-missing");
        AssertIs(Sound with { MessageDigests = 2 }, Indication.TotalFailed, "cms-duplicate-attribute");
    }

    [Fact]
    public void A_signature_bound_to_another_certificate_fails() =>
        AssertIs(Sound with { Named = TestPki.Pki.Root }, Indication.TotalFailed, "signing-certificate-other");

    [Fact]
    public void Different_digests_for_content_and_attributes_are_unsure() => AssertIs(
        Sound with { AlgorithmOid = Oids.Sha512WithRsa, Sign = attributes => Rsa(attributes, RSASignaturePadding.Pkcs1, HashAlgorithmName.SHA512) },
        Indication.Indeterminate,
        "cms-digests-differ",
        intact: true);

    [Theory]
    [InlineData(Oids.Sha256, Oids.Sha256, 32, true)]
    [InlineData(Oids.Sha256, Oids.Sha256, 20, false)]
    [InlineData(Oids.Sha256, Oids.Sha1, 32, false)]
    public void Pss_is_judged_by_its_parameters(string digest, string mask, int salt, bool isIntact) => AssertIs(
        Sound with { AlgorithmOid = Oids.RsaPss, Parameters = Pss(digest, mask, salt), Sign = attributes => Rsa(attributes, RSASignaturePadding.Pss) },
        isIntact || mask != digest ? Indication.Indeterminate : Indication.TotalFailed,
        isIntact ? "certificate-untrusted" : mask != digest ? "algorithm-unsupported" : "signature-value-invalid",
        isIntact);

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(64)]
    public void Pss_with_a_salt_of_any_length_holds(int salt)
    {
        // openssl makes what .NET cannot.
        using var folder = new TemporaryDirectory();
        using var rsa = Holder.GetRSAPrivateKey()!;
        var key = folder.Write("key.pem", System.Text.Encoding.ASCII.GetBytes(rsa.ExportPkcs8PrivateKeyPem()));
        var forge = Sound with { AlgorithmOid = Oids.RsaPss, Parameters = Pss(Oids.Sha256, Oids.Sha256, salt), Sign = attributes => SignPss(folder, key, attributes, salt) };
        AssertIs(forge, Indication.Indeterminate, "certificate-untrusted", intact: true);
    }

    [Fact]
    public void An_unknown_signature_algorithm_is_named() =>
        AssertIs(Sound with { AlgorithmOid = "1.3.36.3.3.1.2" }, Indication.Indeterminate, "algorithm-unsupported");

    [Fact]
    public void An_unknown_digest_algorithm_is_named() =>
        AssertIs(Sound with { DigestOid = "1.3.36.3.2.1" }, Indication.Indeterminate, "algorithm-unsupported");

    [Fact]
    public void Ed25519_holds_and_breaks_with_one_bit()
    {
        var secret = SHA256.HashData("a key for tests"u8);
        using var certificate = Ed25519Certificate(secret);
        var forge = new CmsForge
        {
            Certificate = certificate,
            DigestOid = Oids.Sha512,
            AlgorithmOid = Oids.Ed25519,
            Parameters = null,
            Sign = attributes => Ed25519Value(secret, attributes),
        };

        AssertIs(forge, Indication.Indeterminate, "certificate-untrusted", intact: true, HashAlgorithmName.SHA512);
        AssertIs(forge with { Sign = attributes => Flip(Ed25519Value(secret, attributes)) }, Indication.TotalFailed, "signature-value-invalid", false, HashAlgorithmName.SHA512);
        AssertIs(forge with { Sign = attributes => Ed25519Value(secret, attributes)[..63] }, Indication.TotalFailed, "signature-value-invalid", false, HashAlgorithmName.SHA512);
        AssertIs(forge with { DigestOid = Oids.Sha256 }, Indication.Indeterminate, "algorithm-unsupported");
    }

    private static void AssertIs(CmsForge forge, Indication indication, string reason, bool intact = false, HashAlgorithmName? digest = null)
    {
        var pdf = HandSigned.Sign(File.ReadAllBytes(SampleDocuments.PathOf("letter.pdf")), cms: forge.Write, digest: digest);

        var seal = Assert.Single(SealedFiles.Judge(pdf, Options with { TrustAnchors = [] }).Signatures);

        Assert.True(indication == seal.Indication && seal.Intact == intact, $"{seal.Indication} {seal.Intact} {string.Join(' ', seal.Reasons)}");
        Assert.Contains(reason, seal.Reasons);
    }

    private static byte[] Rsa(byte[] attributes, RSASignaturePadding padding, HashAlgorithmName? digest = null)
    {
        using var rsa = Holder.GetRSAPrivateKey()!;
        return rsa.SignData(attributes, digest ?? HashAlgorithmName.SHA256, padding);
    }

    private static byte[] SignPss(TemporaryDirectory folder, string key, byte[] attributes, int salt)
    {
        var (data, signature) = (folder.Write("data", attributes), folder.File("value"));
        var (exitCode, output) = OpenSsl.RunAsync(
            "dgst", "-sha256", "-sign", key, "-sigopt", "rsa_padding_mode:pss", "-sigopt", $"rsa_pss_saltlen:{salt}", "-out", signature, data)
            .GetAwaiter().GetResult();
        Assert.True(exitCode == 0, output);
        return File.ReadAllBytes(signature);
    }

    private static byte[] Pss(string digest, string mask, int salt)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(digest);
            }

            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 1)))
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(Oids.Mgf1);
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(mask);
                }
            }

            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 2)))
            {
                writer.WriteInteger(salt);
            }
        }

        return writer.Encode();
    }

    private static byte[] Ed25519Value(byte[] secret, byte[] message)
    {
        var value = new byte[Ed25519.SignatureSize];
        Ed25519.Sign(secret, 0, message, 0, message.Length, value, 0);
        return value;
    }

    private static X509Certificate2 Ed25519Certificate(byte[] secret)
    {
        var point = new byte[Ed25519.PublicKeySize];
        Ed25519.GeneratePublicKey(secret, 0, point, 0);
        var key = new PublicKey(new Oid(Oids.Ed25519), null, new AsnEncodedData(point));
        var request = new CertificateRequest(new X500DistinguishedName("CN=Ed25519"), key, HashAlgorithmName.SHA512);
        return request.Create(new X500DistinguishedName("CN=Ed25519"), new Generator(secret, key), TestPki.Now.AddDays(-1), TestPki.Now.AddDays(1), [1]);
    }

    private static byte[] Flip(byte[] value)
    {
        value[5] ^= 1;
        return value;
    }

    private sealed class Generator(byte[] secret, PublicKey key) : X509SignatureGenerator
    {
        public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm) => [0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70];

        public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) => Ed25519Value(secret, data);

        protected override PublicKey BuildPublicKey() => key;
    }
}
