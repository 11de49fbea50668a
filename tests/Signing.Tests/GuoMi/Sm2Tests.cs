using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;
using Market.Signing.Cms;
using Market.Signing.GuoMi;
using Market.Signing.Tests.Testing;

namespace Market.Signing.Tests.GuoMi;

public sealed class Sm2Tests
{
    // GB/T 32918.5, A.2: the signature example on the recommended curve.
    private const string PrivateKey = "3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8";
    private const string X = "09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020";
    private const string Y = "CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13";
    private const string E = "F0B43E94BA45ACCAACE692ED534382EB17E6AB5A19CE7B31F4486FDFC0D28640";
    private const string R = "F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3";
    private const string S = "B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA";

    private static readonly byte[] Message = Encoding.ASCII.GetBytes("message digest");
    private static readonly Sm2PrivateKey Known = Sm2PrivateKey.TryRead(Convert.FromHexString(PrivateKey))!;

    [Fact]
    public void The_published_private_key_has_the_published_public_key() =>
        Assert.Equal("04" + X + Y, Convert.ToHexString(Known.PublicKey.Point));

    [Fact]
    public void The_digest_is_the_published_one_with_the_default_identifier() =>
        Assert.Equal(E, Convert.ToHexString(Known.PublicKey.Digest(Message)));

    [Fact]
    public void The_published_signature_holds_for_its_message_and_no_other()
    {
        var value = Sm2SignatureValue.TryRead(Convert.FromHexString(R + S))!;

        Assert.True(value.WasPlain);
        Assert.True(Known.PublicKey.Verify(Message, value));
        Assert.False(Known.PublicKey.Verify([.. Message, 0], value));
        Assert.True(Known.PublicKey.VerifyDigest(Convert.FromHexString(E), Sm2SignatureValue.TryRead(value.ToDer())!));
    }

    [Fact]
    public async Task Openssl_verifies_our_signatures()
    {
        using var directory = new TemporaryDirectory();
        var key = Sm2PrivateKey.Generate();
        var signature = directory.Write("value.der", key.Sign(Message).ToDer());
        var message = directory.Write("message", Message);

        var (exitCode, output) = await OpenSsl.RunAsync(
            "dgst", "-sm3", "-verify", directory.WritePublicKey(key.PublicKey), "-sigopt", "distid:1234567812345678", "-signature", signature, message);

        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public async Task We_verify_signatures_of_openssl()
    {
        using var directory = new TemporaryDirectory();
        var key = Sm2PrivateKey.Generate();
        var pem = directory.Write("key.pem", Encoding.ASCII.GetBytes(PemEncoding.WriteString("PRIVATE KEY", key.EncodePkcs8())));
        var message = directory.Write("message", Message);
        var signature = directory.File("value.der");

        var (exitCode, output) = await OpenSsl.RunAsync(
            "dgst", "-sm3", "-sign", pem, "-sigopt", "distid:1234567812345678", "-out", signature, message);

        Assert.True(exitCode == 0, output);
        var value = await File.ReadAllBytesAsync(signature, TestContext.Current.CancellationToken);
        Assert.True(key.PublicKey.Verify(Message, Sm2SignatureValue.TryRead(value)!));
    }

    [Theory]
    [InlineData("empty", "")]
    [InlineData("63 bytes", 63)]
    [InlineData("65 bytes", 65)]
    [InlineData("one number only", "3003020101")]
    [InlineData("three numbers", "3009020101020102020103")]
    [InlineData("negative number", "3006020181020101")]
    [InlineData("padded number", "300702020001020101")]
    [InlineData("bytes behind", "300602010102010100")]
    public void Other_forms_of_a_value_are_refused(string why, object form)
    {
        var bytes = form is int length ? new byte[length] : Convert.FromHexString((string)form);

        Assert.True(Sm2SignatureValue.TryRead(bytes) is null, why);
    }

    [Theory]
    [InlineData("zero r", "00", "01")]
    [InlineData("zero s", "01", "00")]
    [InlineData("r of n", "FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123", "01")]
    [InlineData("s of n", "01", "FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123")]
    public void Numbers_out_of_range_never_hold(string why, string r, string s)
    {
        var value = Sm2SignatureValue.TryRead(Convert.FromHexString(r.PadLeft(64, '0') + s.PadLeft(64, '0')))!;

        Assert.False(Known.PublicKey.Verify(Message, value), why);
    }

    [Theory]
    [InlineData("off the curve", "04" + X + X)]
    [InlineData("compressed", "02" + X)]
    [InlineData("hybrid", "07" + X + Y)]
    [InlineData("infinity", "00")]
    [InlineData("coordinate beyond the field", "04FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF" + Y)]
    public void Points_that_are_no_keys_are_refused(string why, string point) =>
        Assert.True(Sm2PublicKey.TryRead(SubjectPublicKeyInfo(Oids.EcPublicKey, GuoMiOids.Sm2Curve, Convert.FromHexString(point))) is null, why);

    [Theory]
    [InlineData("another algorithm", Oids.RsaEncryption, GuoMiOids.Sm2Curve)]
    [InlineData("another curve", Oids.EcPublicKey, "1.2.840.10045.3.1.7")]
    public void Other_algorithms_and_curves_never_reach_the_arithmetic(string why, string algorithm, string curve) =>
        Assert.True(Sm2PublicKey.TryRead(SubjectPublicKeyInfo(algorithm, curve, Convert.FromHexString("04" + X + Y))) is null, why);

    [Theory]
    [InlineData("zero", "00")]
    [InlineData("n - 1, which has no inverse to sign with", "FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54122")]
    [InlineData("too long", "01" + PrivateKey)]
    public void Numbers_that_are_no_private_keys_are_refused(string why, string scalar) =>
        Assert.True(Sm2PrivateKey.TryRead(Convert.FromHexString(scalar)) is null, why);

    private static byte[] SubjectPublicKeyInfo(string algorithm, string curve, byte[] point)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(algorithm);
                writer.WriteObjectIdentifier(curve);
            }

            writer.WriteBitString(point);
        }

        return writer.Encode();
    }
}
