using System.Security.Cryptography.X509Certificates;
using Market.Development;
using Market.Signing.Revocation;
using Market.Signing.Tests.Testing;

namespace Market.Signing.Tests.Revocation;

public sealed class HttpRevocationSourceTests
{
    private static readonly X509Certificate2 Authority = TestPki.Pki.Chain[0];

    [Fact]
    public async Task The_responder_is_asked_first()
    {
        await using var server = new LoopbackServer(Serve);
        var issued = Naming(server);

        var evidence = await AskAsync(issued);

        Assert.Equal((RevocationFormat.Ocsp, server.At("ocsp"), 1), (evidence.Format, evidence.Source!.ToString(), server.Requests));
        using var data = RevocationData.Parse(evidence.Format, evidence.Encoded);
        Assert.Equal(CertificateState.Good, data.ProvenStandingOf(issued.Certificate, Authority)!.State);
    }

    [Fact]
    public async Task Where_the_responder_fails_the_list_is_fetched()
    {
        await using var server = new LoopbackServer((path, body) => path == "/ocsp" ? new Reply(503) : Serve(path, body));
        var issued = Naming(server);

        var evidence = await AskAsync(issued);

        Assert.Equal(RevocationFormat.RevocationList, evidence.Format);
        Assert.Equal(3, server.Requests);
    }

    [Fact]
    public async Task A_revoked_certificate_is_reported_as_such()
    {
        await using var server = new LoopbackServer(Serve);
        var issued = Naming(server);
        TestPki.Pki.Revocation.Revoke(issued.Certificate);

        var evidence = await AskAsync(issued);

        using var data = RevocationData.Parse(evidence.Format, evidence.Encoded);
        Assert.Equal(CertificateState.Revoked, data.ProvenStandingOf(issued.Certificate, Authority)!.State);
    }

    [Fact]
    public async Task A_refusal_names_the_certificate_and_every_address()
    {
        await using var server = new LoopbackServer((_, _) => new Reply(404));
        var issued = Naming(server);

        var refused = await RefusedAsync(issued);

        Assert.Equal(RevocationException.Unreachable, refused.Code);
        Assert.False(refused.IsTransient);
        Assert.Equal(issued.Certificate.Subject, refused.Certificate);
        Assert.Equal([server.At("ocsp"), server.At("issuing.crl")], refused.Addresses.Select(address => address.ToString()));
        Assert.Contains(TestPki.AgencyName, refused.Message, StringComparison.Ordinal);
        Assert.Contains($"{server.At("ocsp")} answered HTTP 404", refused.Message, StringComparison.Ordinal);
        Assert.Contains($"{server.At("issuing.crl")} answered HTTP 404", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_names_nobody_is_refused_without_a_request()
    {
        var refused = await Assert.ThrowsAsync<RevocationException>(() => AskAsync(TestPki.Unit()));

        Assert.Equal(RevocationException.NotOffered, refused.Code);
    }

    [Theory]
    [InlineData("ldap://127.0.0.1/cn=crl")]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://127.0.0.1/x.crl")]
    public async Task Only_http_is_opened(string address)
    {
        var issued = TestPki.Issue(new IssueOptions { CrlAddress = address, OcspAddress = address });

        Assert.Equal(RevocationException.NotOffered, (await RefusedAsync(issued)).Code);
    }

    [Fact]
    public async Task An_answer_that_never_comes_is_not_waited_for()
    {
        await using var server = new LoopbackServer((_, _) => null);
        var issued = Naming(server);

        var refused = await RefusedAsync(issued, timeout: TimeSpan.FromMilliseconds(60));

        Assert.Equal((RevocationException.Unreachable, true), (refused.Code, refused.IsTransient));
        Assert.Contains("did not answer in time", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_longer_than_the_limit_is_not_read()
    {
        await using var server = new LoopbackServer((_, _) => Reply.Ok(new byte[200_000]));
        var issued = Naming(server);

        var refused = await RefusedAsync(issued, largestList: 100_000);

        Assert.Contains("sent more than 65536 bytes", refused.Message, StringComparison.Ordinal);
        Assert.Contains("sent more than 100000 bytes", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_within_http_is_followed_but_not_for_ever()
    {
        await using var server = new LoopbackServer((path, body) => path switch
        {
            "/ocsp" => new Reply(302, Location: "/loop"),
            "/loop" => new Reply(302, Location: "/loop"),
            "/moved.crl" => Serve("/issuing.crl", body),
            _ => new Reply(301, Location: "/moved.crl"),
        });
        var issued = Naming(server);

        var evidence = await AskAsync(issued);

        Assert.Equal(RevocationFormat.RevocationList, evidence.Format);
        Assert.True(server.Requests < 8);
    }

    [Theory]
    [InlineData("ftp://127.0.0.1/x.crl")]
    [InlineData("file:///etc/hostname")]
    public async Task A_redirect_to_another_scheme_is_not_followed(string target)
    {
        await using var server = new LoopbackServer((_, _) => new Reply(302, Location: target));
        var issued = Naming(server);

        var refused = await RefusedAsync(issued);

        Assert.Contains("which is not followed", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_replayed_answer_is_refused()
    {
        byte[]? first = null;
        await using var server = new LoopbackServer((path, body) =>
            path == "/ocsp" ? Reply.Ok(first ??= TestPki.Pki.Revocation.RespondToOcsp(body)) : new Reply(404));
        var issued = Naming(server);
        await AskAsync(issued);

        var refused = await RefusedAsync(issued);

        Assert.Equal(RevocationException.Unproven, refused.Code);
        Assert.Contains("answered another request", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_old_answer_is_refused()
    {
        await using var server = new LoopbackServer(Serve);
        var issued = Naming(server);

        var refused = await RefusedAsync(issued, at: TestPki.Now.AddDays(2));

        Assert.Equal(RevocationException.Unproven, refused.Code);
        Assert.Contains("not the current one", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_responder_that_does_not_know_the_certificate_proves_nothing()
    {
        await using var server = new LoopbackServer((path, body) => path == "/ocsp" ? Serve(path, body) : new Reply(404));
        var issued = Naming(server);
        TestPki.Pki.Revocation.Disown(issued.Certificate);

        Assert.Contains("does not know this certificate", (await RefusedAsync(issued)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rubbish_is_refused()
    {
        await using var server = new LoopbackServer((_, _) => Reply.Ok("<html>404</html>"u8.ToArray()));
        var issued = Naming(server);

        Assert.Contains("sent something unusable", (await RefusedAsync(issued)).Message, StringComparison.Ordinal);
    }

    private static Reply Serve(string path, byte[] body) => Reply.OrNotFound(TestPki.Pki.Revocation.Answer(path, body));

    private static IssuedCertificate Naming(LoopbackServer server) =>
        TestPki.Issue(new IssueOptions { OcspAddress = server.At("ocsp"), CrlAddress = server.At("issuing.crl") });

    private static async Task<RevocationException> RefusedAsync(
        IssuedCertificate issued, DateTimeOffset? at = null, TimeSpan? timeout = null, int? largestList = null) =>
        await Assert.ThrowsAsync<RevocationException>(() => AskAsync(issued, at, timeout, largestList));

    private static async Task<RevocationEvidence> AskAsync(
        IssuedCertificate issued, DateTimeOffset? at = null, TimeSpan? timeout = null, int? largestList = null)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var http = new HttpClient(handler);
        var source = new HttpRevocationSource(http)
        {
            RetryDelay = TimeSpan.FromMilliseconds(1),
            Timeout = timeout ?? TimeSpan.FromSeconds(10),
            LargestList = largestList ?? 1 << 20,
        };
        return await source.GetAsync(issued.Certificate, Authority, at ?? TestPki.Now, TestContext.Current.CancellationToken);
    }
}
