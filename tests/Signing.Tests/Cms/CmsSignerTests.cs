using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Market.Development;
using Market.Signing.Cms;
using Market.Signing.Tests.Testing;

namespace Market.Signing.Tests.Cms;

public sealed class CmsSignerTests
{
    private static readonly byte[] Content = Encoding.UTF8.GetBytes("规划方案技术审查报告");

    public static TheoryData<string, SealKeyKind> SchemesAndKeys { get; } = new()
    {
        { "RsaPkcs1-SHA256", SealKeyKind.Rsa2048 },
        { "RsaPkcs1-SHA384", SealKeyKind.Rsa2048 },
        { "RsaPkcs1-SHA512", SealKeyKind.Rsa3072 },
        { "RsaPss-SHA256", SealKeyKind.Rsa2048 },
        { "RsaPss-SHA384", SealKeyKind.Rsa4096 },
        { "RsaPss-SHA512", SealKeyKind.Rsa2048 },
        { "Ecdsa-SHA256", SealKeyKind.EcdsaP256 },
        { "Ecdsa-SHA384", SealKeyKind.EcdsaP384 },
        { "Ecdsa-SHA512", SealKeyKind.EcdsaP384 },
    };

    [Theory]
    [MemberData(nameof(SchemesAndKeys))]
    public async Task Openssl_verifies_the_signature_against_the_development_root(string scheme, SealKeyKind kind)
    {
        using var directory = new TemporaryDirectory();
        var cms = await SignAsync(scheme, kind, tsa: null);

        var (exitCode, output) = await VerifyAsync(directory, cms, Content);

        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public async Task Openssl_refuses_the_signature_over_other_content()
    {
        using var directory = new TemporaryDirectory();
        var cms = await SignAsync("RsaPkcs1-SHA256", SealKeyKind.Rsa2048, tsa: null);

        var (exitCode, _) = await VerifyAsync(directory, cms, [.. Content, 0]);

        Assert.NotEqual(0, exitCode);
    }

    [Fact]
    public async Task Openssl_verifies_a_time_stamped_signature_too()
    {
        using var directory = new TemporaryDirectory();
        var cms = await SignAsync("RsaPkcs1-SHA256", SealKeyKind.Rsa2048, TestPki.Pki.TimestampAuthority);

        var (exitCode, output) = await VerifyAsync(directory, cms, Content);

        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public async Task The_structure_is_that_of_a_pades_baseline_signature()
    {
        var bytes = await SignAsync("RsaPkcs1-SHA256", SealKeyKind.Rsa2048, TestPki.Pki.TimestampAuthority);

        var cms = CmsSignedData.Parse(bytes);

        Assert.True(cms.IsDer);
        Assert.Null(cms.Content);
        Assert.Equal(Oids.Data, cms.ContentType);
        Assert.Equal(3, cms.Certificates.Count);
        var signer = Assert.Single(cms.Signers);
        Assert.True(signer.SignedAttributes.Contains(Oids.ContentType));
        Assert.True(signer.SignedAttributes.Contains(Oids.MessageDigest));
        Assert.True(signer.SignedAttributes.Contains(Oids.SigningCertificateV2));
        Assert.False(signer.SignedAttributes.Contains(Oids.SigningTime));
        Assert.NotNull(signer.UnsignedAttributes.Single(Oids.SignatureTimeStamp));
    }

    [Fact]
    public async Task Zero_padding_is_tolerated_but_nothing_else_may_follow()
    {
        var bytes = await SignAsync("RsaPkcs1-SHA256", SealKeyKind.Rsa2048, tsa: null);

        Assert.Equal(bytes.Length, CmsSignedData.ParsePadded(Followed(0, 0, 0)).EncodedLength);
        Assert.Equal("cms-trailing-data", Code(() => CmsSignedData.ParsePadded(Followed(0, 0, 1))));
        Assert.Equal("cms-trailing-data", Code(() => CmsSignedData.Parse(Followed(0))));

        byte[] Followed(params byte[] rest) => [.. bytes, .. rest];
    }

    [Fact]
    public async Task No_truncation_of_a_signature_can_be_read()
    {
        var bytes = await SignAsync("Ecdsa-SHA256", SealKeyKind.EcdsaP256, tsa: null);

        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Equal("cms-unreadable", Code(() => CmsSignedData.ParsePadded(bytes.AsMemory(0, length))));
        }
    }

    [Theory]
    [InlineData(-400, -30, "certificate-expired")]
    [InlineData(2, 400, "certificate-not-yet-valid")]
    public async Task A_certificate_that_is_not_valid_now_is_refused(int from, int to, string code)
    {
        var issued = TestPki.Pki.IssueUnitSeal(TestPki.AgencyName, TestPki.AgencyCode, new IssueOptions
        {
            Key = SealKeyKind.EcdsaP256,
            NotBefore = TestPki.Now.AddDays(from),
            NotAfter = TestPki.Now.AddDays(to),
        });
        using var key = issued.Open();

        var refusal = await Assert.ThrowsAsync<SealRefusedException>(() => SignAsync(key));

        Assert.Equal(code, refusal.Code);
    }

    [Fact]
    public async Task A_certificate_for_encryption_only_is_refused()
    {
        var issued = TestPki.Pki.IssueUnitSeal(TestPki.AgencyName, TestPki.AgencyCode, new IssueOptions
        {
            KeyUsage = System.Security.Cryptography.X509Certificates.X509KeyUsageFlags.KeyEncipherment,
        });
        using var key = issued.Open();

        var refusal = await Assert.ThrowsAsync<SealRefusedException>(() => SignAsync(key));

        Assert.Equal("certificate-not-for-signing", refusal.Code);
    }

    [Fact]
    public void A_pkcs12_file_with_another_password_is_refused()
    {
        var refusal = Assert.Throws<SealRefusedException>(() => Pkcs12SealKey.Open(TestPki.Unit().Pkcs12, "wrong"));

        Assert.Equal("key-unreadable", refusal.Code);
    }

    [Fact]
    public void A_scheme_the_key_cannot_make_is_refused()
    {
        var refusal = Assert.Throws<SealRefusedException>(() => TestPki.UnitKey(SignatureScheme.EcdsaSha256));

        Assert.Equal("key-unsupported", refusal.Code);
    }

    [Fact]
    public void The_issuers_come_with_the_key_nearest_first()
    {
        using var key = TestPki.UnitKey();

        Assert.Equal(TestPki.Pki.Chain.Select(issuer => issuer.Thumbprint), key.Chain.Select(issuer => issuer.Thumbprint));
    }

    private static Task<byte[]> SignAsync(Pkcs12SealKey key) => CmsSigner.SignAsync(
        CryptographicOperations.HashData(key.Scheme.Digest, Content), key, TestPki.Now, tsa: null, TestContext.Current.CancellationToken);

    private static async Task<byte[]> SignAsync(string scheme, SealKeyKind kind, ITimestampAuthority? tsa)
    {
        using var key = TestPki.UnitKey(SignatureScheme.All.Single(known => known.ToString() == scheme), kind);
        var digest = CryptographicOperations.HashData(key.Scheme.Digest, Content);
        return await CmsSigner.SignAsync(digest, key, TestPki.Now, tsa, TestContext.Current.CancellationToken);
    }

    private static string? Code(Action read) => Record.Exception(read) is CmsFormatException exception ? exception.Code : null;

    private static Task<(int ExitCode, string Output)> VerifyAsync(TemporaryDirectory directory, byte[] cms, byte[] content) => OpenSsl.RunAsync(
        "cms", "-verify", "-inform", "DER", "-binary",
        "-in", directory.Write("seal.p7s", cms),
        "-content", directory.Write("content", content),
        "-CAfile", directory.Write("root.pem", Encoding.ASCII.GetBytes(TestPki.Pki.Root.ExportCertificatePem())),
        "-attime", TestPki.Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
        "-out", directory.File("out"));
}
