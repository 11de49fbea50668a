using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Market.Marketplace.Tests.Messages;

/// <summary>A server of one line after the other, on a free port, for one test.</summary>
internal abstract class LineServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closed = new();
    private readonly Task _listening;

    protected LineServer()
    {
        _listener.Start();
        _listening = ListenAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        _listener.Stop();
        await _listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _closed.Dispose();
        _listener.Dispose();
    }

    protected abstract Task ServeAsync(StreamReader reader, Func<string, Task> writeAsync, CancellationToken ct);

    private async Task ListenAsync()
    {
        while (!_closed.IsCancellationRequested)
        {
            _ = ServeAsync(await _listener.AcceptTcpClientAsync(_closed.Token));
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            var stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.UTF8);
            try
            {
                await ServeAsync(reader, async text => await stream.WriteAsync(Encoding.ASCII.GetBytes(text), _closed.Token), _closed.Token);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                // The sender has gone, or the test is over.
            }
        }
    }
}

/// <summary>A mail server (RFC 5321): takes what comes, or answers as told. A message is kept as its envelope and decoded text.</summary>
internal sealed partial class MailServer : LineServer
{
    /// <summary>What it says to every recipient; none for yes.</summary>
    public string? Answer { get; set; }

    public ConcurrentQueue<string> Taken { get; } = new();

    public string LastCode() => Code().Match(Taken.Last()).Value;

    protected override async Task ServeAsync(StreamReader reader, Func<string, Task> writeAsync, CancellationToken ct)
    {
        await writeAsync("220 test ESMTP\r\n");
        var message = new StringBuilder();
        while (await reader.ReadLineAsync(ct) is { } line)
        {
            var verb = line.Split(' ', ':')[0].ToUpperInvariant();
            if (verb == "RCPT" && Answer is { } refusal)
            {
                await writeAsync(refusal + "\r\n");
                continue;
            }

            message.AppendLine(line);
            if (verb == "DATA")
            {
                await writeAsync("354 go on\r\n");
                Taken.Enqueue(message + Decoded(await ReadDataAsync(reader, ct)));
                message.Clear();
            }

            await writeAsync(verb == "QUIT" ? "221 bye\r\n" : "250 ok\r\n");
        }
    }

    private static async Task<string> ReadDataAsync(StreamReader reader, CancellationToken ct)
    {
        var data = new StringBuilder();
        while (await reader.ReadLineAsync(ct) is { } line && line != ".")
        {
            data.AppendLine(line.StartsWith("..", StringComparison.Ordinal) ? line[1..] : line);
        }

        return data.ToString();
    }

    // The body comes in base 64 (RFC 2045, 6.8); what matters here is the text that the reader sees.
    private static string Decoded(string data)
    {
        var end = data.IndexOf("\n\r\n", StringComparison.Ordinal) is >= 0 and var crlf ? crlf : data.IndexOf("\n\n", StringComparison.Ordinal);
        var body = data[end..].Trim();
        return data[..end] + "\n\n" + (data.Contains("base64", StringComparison.OrdinalIgnoreCase)
            ? Encoding.UTF8.GetString(Convert.FromBase64String(body.ReplaceLineEndings("")))
            : body);
    }

    [GeneratedRegex("(?<![0-9A-Za-z])[0-9]{6}(?![0-9A-Za-z])")]
    private static partial Regex Code();
}

/// <summary>One request as it arrived.</summary>
internal sealed record SmsRequest(string Authorization, string Body);

/// <summary>An SMS provider's HTTP interface.</summary>
internal sealed partial class SmsServer : LineServer
{
    private readonly ConcurrentQueue<SmsRequest> _all = new();

    public int Status { get; set; } = 200;

    public Uri Url => new($"http://127.0.0.1:{Port}/send");

    public IReadOnlyList<SmsRequest> All => [.. _all];

    public string LastCode() => Code().Match(All[^1].Body).Groups[1].Value;

    protected override async Task ServeAsync(StreamReader reader, Func<string, Task> writeAsync, CancellationToken ct)
    {
        while (await reader.ReadLineAsync(ct) is { Length: > 0 })
        {
            var (length, authorization) = (0, "");
            while (await reader.ReadLineAsync(ct) is { Length: > 0 } header)
            {
                length = header.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase) ? int.Parse(header[15..], CultureInfo.InvariantCulture) : length;
                authorization = header.StartsWith("Authorization:", StringComparison.OrdinalIgnoreCase) ? header[14..].Trim() : authorization;
            }

            // The sender escapes everything beyond ASCII: a character is a byte.
            var body = new char[length];
            await reader.ReadBlockAsync(body, ct);
            _all.Enqueue(new SmsRequest(authorization, Regex.Unescape(new string(body).Replace("\\\"", "\"", StringComparison.Ordinal))));
            await writeAsync($"HTTP/1.1 {Status} X\r\nContent-Length: 0\r\n\r\n");
        }
    }

    [GeneratedRegex("验证码 ([0-9]{6})")]
    private static partial Regex Code();
}
