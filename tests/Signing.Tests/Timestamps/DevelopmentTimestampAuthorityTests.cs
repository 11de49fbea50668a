using System.Formats.Asn1;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Market.Development;
using Market.Signing.Cms;
using Market.Signing.Tests.Testing;
using Market.Signing.Timestamps;

namespace Market.Signing.Tests.Timestamps;

public sealed class DevelopmentTimestampAuthorityTests
{
    private static readonly byte[] Data = Encoding.UTF8.GetBytes("签名值");

    public static TheoryData<string> Digests { get; } = ["SHA256", "SHA384", "SHA512"];

    [Theory]
    [MemberData(nameof(Digests))]
    public async Task Openssl_verifies_the_token(string digest)
    {
        using var directory = new TemporaryDirectory();
        var algorithm = new HashAlgorithmName(digest);
        var token = await TestPki.Pki.TimestampAuthority.StampAsync(
            CryptographicOperations.HashData(algorithm, Data), algorithm, TestContext.Current.CancellationToken);

        var (exitCode, output) = await OpenSsl.RunAsync(
            "ts", "-verify", "-token_in", "-in", directory.Write("token.der", token),
            "-data", directory.Write("data", Data),
            "-CAfile", directory.Write("root.pem", Encoding.ASCII.GetBytes(TestPki.Pki.Root.ExportCertificatePem())),
            "-attime", TestPki.Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));

        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public async Task Openssl_requests_are_answered()
    {
        using var directory = new TemporaryDirectory();
        var data = directory.Write("data", Data);
        var query = directory.File("query.tsq");
        await OpenSsl.RunAsync("ts", "-query", "-data", data, "-sha256", "-cert", "-out", query);

        var response = TestPki.Pki.TimestampAuthority.Respond(await File.ReadAllBytesAsync(query, TestContext.Current.CancellationToken));
        var (exitCode, output) = await OpenSsl.RunAsync(
            "ts", "-verify", "-queryfile", query, "-in", directory.Write("reply.tsr", response),
            "-CAfile", directory.Write("root.pem", Encoding.ASCII.GetBytes(TestPki.Pki.Root.ExportCertificatePem())),
            "-attime", TestPki.Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));

        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public void The_token_answers_the_nonce_and_says_the_time()
    {
        var imprint = SHA256.HashData(Data);
        var request = TimestampRequest.For(imprint, HashAlgorithmName.SHA256);

        var response = TestPki.Pki.TimestampAuthority.Respond(request.Encoded);
        var token = TimestampResponse.ReadToken(response, imprint, HashAlgorithmName.SHA256, request.Nonce);

        var info = TimestampInfo.Read(CmsSignedData.Parse(token));
        Assert.Equal(TestPki.Now, info.At);
        Assert.Equal(request.Nonce, info.Nonce);
        Assert.Equal(DevelopmentTimestampAuthority.Policy, info.Policy);
    }

    [Fact]
    public void A_certificate_is_sent_only_when_asked_for()
    {
        var response = TestPki.Pki.TimestampAuthority.Respond(Request(Oids.Sha256, 32));

        var outer = new AsnReader(response, AsnEncodingRules.DER).ReadSequence();
        outer.ReadSequence();
        Assert.Empty(CmsSignedData.Parse(outer.ReadEncodedValue()).Certificates);
    }

    [Theory]
    [InlineData(Oids.Sha1, 20, null, "BadAlgorithm")]
    [InlineData(Oids.Sha256, 31, null, "BadDataFormat")]
    [InlineData(Oids.Sha256, 32, "1.2.3.4", "UnacceptedPolicy")]
    public void A_bad_request_is_rejected_with_its_reason(string digest, int length, string? policy, string reason)
    {
        var response = TestPki.Pki.TimestampAuthority.Respond(Request(digest, length, policy));

        Assert.Equal(reason, Refusal(response));
    }

    [Fact]
    public void Bytes_that_are_not_a_request_are_rejected()
    {
        Assert.Equal("BadDataFormat", Refusal(TestPki.Pki.TimestampAuthority.Respond(Data)));
        Assert.Equal("BadDataFormat", Refusal(TestPki.Pki.TimestampAuthority.Respond(ReadOnlyMemory<byte>.Empty)));
    }

    private static byte[] Request(string digest, int length, string? policy = null)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            using (writer.PushSequence())
            {
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(digest);
                    writer.WriteNull();
                }

                writer.WriteOctetString(new byte[length]);
            }

            if (policy is not null)
            {
                writer.WriteObjectIdentifier(policy);
            }
        }

        return writer.Encode();
    }

    private static string Refusal(byte[] response)
    {
        var outer = new AsnReader(response, AsnEncodingRules.DER).ReadSequence();
        var status = outer.ReadSequence();
        Assert.False(outer.HasData);
        Assert.Equal(2, (int)status.ReadInteger());
        return status.ReadSequence().ReadCharacterString(UniversalTagNumber.UTF8String);
    }
}
