using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Market.Signing.Tests.Testing;

namespace Market.Signing.Tests.Timestamps;

public sealed class HttpTimestampAuthorityTests
{
    private static readonly byte[] Imprint = SHA256.HashData("签名值"u8);

    [Fact]
    public async Task A_stamp_comes_back_over_http()
    {
        await using var server = new TimestampServer((_, query) => TestPki.Pki.TimestampAuthority.Respond(query));

        var token = await StampAsync(server);

        Assert.NotEmpty(token);
        Assert.Equal(1, server.Requests);
    }

    [Fact]
    public async Task A_server_that_fails_at_first_is_asked_again()
    {
        await using var server = new TimestampServer((number, query) =>
            number == 1 ? null : TestPki.Pki.TimestampAuthority.Respond(query));

        var token = await StampAsync(server);

        Assert.NotEmpty(token);
        Assert.Equal(2, server.Requests);
    }

    [Fact]
    public async Task A_server_that_keeps_failing_is_given_up()
    {
        await using var server = new TimestampServer((_, _) => null);

        var failure = await Assert.ThrowsAsync<TimestampException>(() => StampAsync(server));

        Assert.Equal("timestamp-unreachable", failure.Code);
        Assert.True(failure.IsTransient);
        Assert.Equal(3, server.Requests);
    }

    [Theory]
    [InlineData(400, 1, false)]
    [InlineData(404, 1, false)]
    [InlineData(408, 3, true)]
    [InlineData(429, 3, true)]
    [InlineData(502, 3, true)]
    public async Task Only_what_may_pass_is_tried_again(int status, int requests, bool isTransient)
    {
        await using var server = new LoopbackServer((_, _) => new Reply(status));
        using var http = new HttpClient();
        var authority = new HttpTimestampAuthority(http, server.Address) { RetryDelay = TimeSpan.FromMilliseconds(1) };

        var failure = await Assert.ThrowsAsync<TimestampException>(
            () => authority.StampAsync(Imprint, HashAlgorithmName.SHA256, TestContext.Current.CancellationToken));

        Assert.Equal(("timestamp-unreachable", isTransient, requests), (failure.Code, failure.IsTransient, server.Requests));
        Assert.Contains($"HTTP {status}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Giving_up_is_not_taken_for_a_time_out()
    {
        await using var server = new LoopbackServer((_, _) => null);
        using var http = new HttpClient();
        using var given = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new HttpTimestampAuthority(http, server.Address).StampAsync(Imprint, HashAlgorithmName.SHA256, given.Token));
    }

    [Fact]
    public async Task A_server_that_never_answers_is_not_waited_for()
    {
        await using var server = new TimestampServer((_, query) => TestPki.Pki.TimestampAuthority.Respond(query)) { IsSilent = true };

        var failure = await Assert.ThrowsAsync<TimestampException>(() => StampAsync(server, TimeSpan.FromMilliseconds(100)));

        Assert.Equal("timestamp-timed-out", failure.Code);
    }

    [Fact]
    public async Task Nobody_listening_is_said_so()
    {
        using var http = new HttpClient();
        using var reserved = new TcpListener(IPAddress.Loopback, 0);
        reserved.Start();
        var port = ((IPEndPoint)reserved.LocalEndpoint).Port;
        reserved.Stop();
        var authority = new HttpTimestampAuthority(http, new Uri($"http://127.0.0.1:{port}/")) { RetryDelay = TimeSpan.Zero };

        var failure = await Assert.ThrowsAsync<TimestampException>(
            () => authority.StampAsync(Imprint, HashAlgorithmName.SHA256, TestContext.Current.CancellationToken));

        Assert.Equal("timestamp-unreachable", failure.Code);
    }

    [Fact]
    public async Task An_endless_answer_is_cut_off()
    {
        await using var server = new TimestampServer((_, _) => new byte[1024 * 1024]);

        var failure = await Assert.ThrowsAsync<TimestampException>(() => StampAsync(server));

        Assert.Equal("timestamp-too-large", failure.Code);
        Assert.Equal(1, server.Requests);
    }

    [Fact]
    public async Task An_answer_to_another_request_is_refused()
    {
        byte[]? first = null;
        await using var server = new TimestampServer((_, query) => first ??= TestPki.Pki.TimestampAuthority.Respond(query));
        await StampAsync(server);

        var failure = await Assert.ThrowsAsync<TimestampException>(() => StampAsync(server));

        Assert.Equal("timestamp-wrong-nonce", failure.Code);
    }

    [Fact]
    public async Task A_stamp_over_something_else_is_refused()
    {
        await using var server = new TimestampServer((_, query) =>
        {
            var changed = (byte[])query.Clone();
            changed[changed.AsSpan().IndexOf(Imprint)] ^= 1;
            return TestPki.Pki.TimestampAuthority.Respond(changed);
        });

        var failure = await Assert.ThrowsAsync<TimestampException>(() => StampAsync(server));

        Assert.Equal("timestamp-wrong-imprint", failure.Code);
    }

    [Fact]
    public async Task A_refusal_is_passed_on()
    {
        await using var server = new TimestampServer((_, _) => TestPki.Pki.TimestampAuthority.Respond(new byte[3]));

        var failure = await Assert.ThrowsAsync<TimestampException>(() => StampAsync(server));

        Assert.Equal("timestamp-refused", failure.Code);
        Assert.False(failure.IsTransient);
    }

    [Theory]
    [InlineData("")]
    [InlineData("3000")]
    [InlineData("3C68746D6C3E")]
    [InlineData("30053003020100")]
    public async Task Bytes_that_are_no_answer_are_refused(string hex)
    {
        await using var server = new TimestampServer((_, _) => Convert.FromHexString(hex));

        var failure = await Assert.ThrowsAsync<TimestampException>(() => StampAsync(server));

        Assert.Equal("timestamp-malformed", failure.Code);
    }

    private static async Task<byte[]> StampAsync(TimestampServer server, TimeSpan? timeout = null)
    {
        using var http = new HttpClient();
        var authority = new HttpTimestampAuthority(http, server.Address)
        {
            RetryDelay = TimeSpan.Zero,
            Timeout = timeout ?? TimeSpan.FromSeconds(30),
        };
        return await authority.StampAsync(Imprint, HashAlgorithmName.SHA256, TestContext.Current.CancellationToken);
    }
}
