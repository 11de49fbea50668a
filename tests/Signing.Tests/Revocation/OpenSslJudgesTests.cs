using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Market.Signing.Cms;
using Market.Signing.Revocation;
using Market.Signing.Tests.Testing;

namespace Market.Signing.Tests.Revocation;

/// <summary>OpenSSL judges what the development responder says, and makes answers that we judge.</summary>
public sealed class OpenSslJudgesTests
{
    private static readonly X509Certificate2 Authority = TestPki.Pki.Chain[0];

    [Fact]
    public async Task Openssl_asks_the_development_responder_and_believes_it()
    {
        using var directory = new TemporaryDirectory();
        var pki = Standing(directory);
        await using var server = new LoopbackServer((path, body) => Reply.OrNotFound(TestPki.Pki.Revocation.Answer(path, body)));
        var issued = TestPki.Issue();
        var leaf = Write(directory, "leaf.pem", issued.Certificate);
        string[] question =
        [
            "ocsp", "-issuer", pki.Issuing, "-cert", leaf, "-url", server.At("ocsp"), "-CAfile", pki.Chain,
            .. pki.Moment, "-validity_period", "999999999",
        ];

        var good = await OpenSsl.RunAsync(question);
        TestPki.Pki.Revocation.Revoke(issued.Certificate, reason: X509RevocationReason.Superseded);
        var revoked = await OpenSsl.RunAsync(question);

        Assert.True(good.Output.Contains("Response verify OK", StringComparison.Ordinal), good.Output);
        Assert.Contains("leaf.pem: good", good.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("WARNING: no nonce", good.Output, StringComparison.Ordinal);
        Assert.Contains("leaf.pem: revoked", revoked.Output, StringComparison.Ordinal);
        Assert.Contains("superseded", revoked.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Openssl_checks_certificates_against_the_development_lists()
    {
        using var directory = new TemporaryDirectory();
        var pki = Standing(directory);
        var (good, bad) = (TestPki.Issue(), TestPki.Issue());
        TestPki.Pki.Revocation.Revoke(bad.Certificate, TestPki.Now.AddDays(-1));
        var lists = directory.Write("lists.pem", [
            .. Pem("X509 CRL", TestPki.Pki.Revocation.IssuingList()), .. Pem("X509 CRL", TestPki.Pki.Revocation.RootList())]);
        string[] check = ["verify", "-CAfile", pki.Chain, "-CRLfile", lists, "-crl_check_all", .. pki.Moment];

        var accepted = await OpenSsl.RunAsync([.. check, Write(directory, "good.pem", good.Certificate)]);
        var refused = await OpenSsl.RunAsync([.. check, Write(directory, "bad.pem", bad.Certificate)]);

        Assert.True(accepted.ExitCode == 0, accepted.Output);
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("certificate revoked", refused.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_openssl_answers_is_read_and_believed()
    {
        using var directory = new TemporaryDirectory();
        using var authority = LongLived("CN=OpenSSL authority", null, isAuthority: true);
        using var leaf = LongLived("CN=Leaf", authority, isAuthority: false);
        using var responder = LongLived("CN=Responder", authority, isAuthority: false, Oids.OcspSigning);
        var request = directory.Write("request.der", OcspRequest.For(leaf, authority).Encoded);
        var serial = leaf.SerialNumber;
        directory.Write("index.txt", System.Text.Encoding.ASCII.GetBytes(
            $"R\t491231235959Z\t260101120000Z,keyCompromise\t{serial}\tunknown\t/CN=Leaf\n"));
        using var key = responder.GetECDsaPrivateKey()!;

        var made = await OpenSsl.RunAsync(
            "ocsp", "-index", directory.File("index.txt"), "-CA", Write(directory, "ca.pem", authority),
            "-rsigner", Write(directory, "responder.pem", responder),
            "-rkey", directory.Write("responder.key", Pem("PRIVATE KEY", key.ExportPkcs8PrivateKey())),
            "-reqin", request, "-respout", directory.File("answer.der"), "-ndays", "2");
        Assert.True(made.ExitCode == 0, made.Output);
        using var answer = OcspResponse.Parse(await File.ReadAllBytesAsync(directory.File("answer.der"), TestContext.Current.CancellationToken));
        var standing = answer.ProvenStandingOf(leaf, authority)!;

        Assert.Equal(CertificateState.Revoked, standing.State);
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero), standing.RevokedAt);
        Assert.True(standing.IsCompromise);
        Assert.Equal(TimeSpan.FromDays(2), standing.NextUpdate - standing.ThisUpdate);
        Assert.True(answer.IssuerOf(authority)!.IsDelegated);
        Assert.False(answer.IssuerOf(authority)!.NeedsNoCheck);
        Assert.NotNull(answer.Nonce);
    }

    private static (string Issuing, string Chain, string[] Moment) Standing(TemporaryDirectory directory)
    {
        var issuing = Write(directory, "issuing.pem", Authority);
        var chain = directory.Write("chain.pem", [.. Pem("CERTIFICATE", Authority.RawData), .. Pem("CERTIFICATE", TestPki.Pki.Root.RawData)]);
        return (issuing, chain, ["-attime", $"{TestPki.Now.ToUnixTimeSeconds()}"]);
    }

    private static string Write(TemporaryDirectory directory, string name, X509Certificate2 certificate) =>
        directory.Write(name, Pem("CERTIFICATE", certificate.RawData));

    private static byte[] Pem(string label, byte[] der) => System.Text.Encoding.ASCII.GetBytes(PemEncoding.WriteString(label, der) + "\n");

    // OpenSSL answers as of the machine's clock, so these are valid at any time.
    private static X509Certificate2 LongLived(string name, X509Certificate2? issuer, bool isAuthority, params string[] purposes)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, critical: true));
        if (purposes.Length > 0)
        {
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([.. purposes.Select(oid => new Oid(oid))], critical: false));
        }

        var (from, to) = (new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2049, 1, 1, 0, 0, 0, TimeSpan.Zero));
        if (issuer is null)
        {
            return request.CreateSelfSigned(from, to);
        }

        using var issued = request.Create(issuer, from, to, [0x4A, .. RandomNumberGenerator.GetBytes(8)]);
        return issued.CopyWithPrivateKey(key);
    }
}
