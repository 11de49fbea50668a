using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Market.Marketplace.Tests.Webhooks;

/// <summary>One webhook as it arrived.</summary>
internal sealed record Received(string Id, string Timestamp, string Signature, string Body);

/// <summary>What a receiver answers: a status with headers, or silence.</summary>
internal sealed record Reply(int Status, string? Header = null, bool Hangs = false);

/// <summary>A system of somebody else: takes webhooks on a free port and answers as told.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closed = new();
    private readonly Task _listening;
    private readonly Func<Received, Reply> _answer;

    public Receiver(Func<Received, Reply>? answer = null)
    {
        _answer = answer ?? (_ => new Reply(204));
        _listener.Start();
        _listening = ListenAsync();
    }

    public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/hook";

    public ConcurrentQueue<Received> Taken { get; } = new();

    public ConcurrentQueue<Received> All { get; } = new();

    /// <summary>Takes nothing more and hangs up on whoever waits for an answer.</summary>
    public Task CloseAsync() => _closed.CancelAsync();

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        _listener.Stop();
        await _listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _closed.Dispose();
        _listener.Dispose();
    }

    private async Task ListenAsync()
    {
        while (!_closed.IsCancellationRequested)
        {
            var client = await _listener.AcceptTcpClientAsync(_closed.Token);
            _ = ServeAsync(client);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            using var reader = new StreamReader(client.GetStream(), Encoding.UTF8);
            try
            {
                while (await ReadAsync(reader) is { } received)
                {
                    All.Enqueue(received);
                    var reply = _answer(received);
                    if (reply.Hangs)
                    {
                        await Task.Delay(Timeout.Infinite, _closed.Token);
                    }

                    if (reply.Status is >= 200 and <= 299)
                    {
                        Taken.Enqueue(received);
                    }

                    var header = reply.Header is null ? "" : reply.Header + "\r\n";
                    await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {reply.Status} X\r\n{header}Content-Length: 0\r\n\r\n"), _closed.Token);
                }
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                // The sender has gone, or the test is over.
            }
        }
    }

    private async Task<Received?> ReadAsync(StreamReader reader)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (await reader.ReadLineAsync(_closed.Token) is not { Length: > 0 })
        {
            return null;
        }

        while (await reader.ReadLineAsync(_closed.Token) is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers[line[..colon]] = line[(colon + 1)..].Trim();
        }

        // Content-Length counts bytes, the reader characters.
        var left = int.Parse(headers["Content-Length"], System.Globalization.CultureInfo.InvariantCulture);
        var body = new StringBuilder();
        var one = new char[1];
        while (left > 0 && await reader.ReadAsync(one, _closed.Token) == 1)
        {
            body.Append(one[0]);
            left -= Encoding.UTF8.GetByteCount(one);
        }

        return new Received(headers["webhook-id"], headers["webhook-timestamp"], headers["webhook-signature"], body.ToString());
    }
}
