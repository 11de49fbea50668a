using System.Net;
using System.Net.Sockets;

namespace Market.Signing.Tests.Testing;

/// <summary>What a <see cref="LoopbackServer"/> answers.</summary>
internal sealed record Reply(int Status, byte[]? Body = null, string? Location = null)
{
    /// <summary>Whether the length of the body is not told beforehand.</summary>
    public bool IsChunked { get; init; }

    public static Reply Ok(byte[] body) => new(200, body);

    /// <summary>The body, or 404 where there is none.</summary>
    public static Reply OrNotFound(byte[]? body) => body is null ? new Reply(404) : Ok(body);
}

/// <summary>A small HTTP server on the loopback address that answers by path and body, and counts.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Func<string, byte[], Reply?> _answer;
    private readonly TaskCompletionSource _stopped = new();
    private readonly Task _loop;
    private int _requests;

    /// <param name="answer">Null takes the request and never answers.</param>
    public LoopbackServer(Func<string, byte[], Reply?> answer)
    {
        _answer = answer;
        Address = Start(_listener);
        _loop = ServeAsync();
    }

    public Uri Address { get; }

    public int Requests => _requests;

    public string At(string path) => new Uri(Address, path).ToString();

    public async ValueTask DisposeAsync()
    {
        _stopped.SetResult();
        _listener.Close();
        await _loop;
    }

    private static Uri Start(HttpListener listener)
    {
        for (var attempt = 0; ; attempt++)
        {
            using var probe = new TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            var address = new Uri($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/");
            probe.Stop();
            try
            {
                listener.Prefixes.Clear();
                listener.Prefixes.Add(address.ToString());
                listener.Start();
                return address;
            }
            catch (HttpListenerException) when (attempt < 10)
            {
                // Another test took the port between the probe and the start.
            }
        }
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                _ = AnswerAsync(context);
            }
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException or InvalidOperationException)
        {
            // Closed: the test is over.
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        Interlocked.Increment(ref _requests);
        try
        {
            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            if (_answer(context.Request.Url!.AbsolutePath, body.ToArray()) is not { } reply)
            {
                await _stopped.Task;
                return;
            }

            context.Response.StatusCode = reply.Status;
            context.Response.ContentType = context.Request.ContentType switch
            {
                "application/ocsp-request" => "application/ocsp-response",
                "application/timestamp-query" => "application/timestamp-reply",
                _ => "application/pkix-crl",
            };
            if (reply.Location is { } location)
            {
                context.Response.RedirectLocation = location;
            }

            if (reply.Body is { } bytes)
            {
                // openssl speaks HTTP/1.0, which knows no chunks.
                if (!reply.IsChunked)
                {
                    context.Response.ContentLength64 = bytes.Length;
                }

                await context.Response.OutputStream.WriteAsync(bytes);
            }

            context.Response.Close();
        }
        catch (Exception exception) when (exception is HttpListenerException or IOException or ObjectDisposedException)
        {
            // The client hung up, as it should on an endless answer.
        }
    }
}
