using System.Net;
using System.Net.Sockets;

namespace Market.Signing.Tests.Timestamps;

/// <summary>A small HTTP server on the loopback address that answers as a test wants; null is HTTP 503.</summary>
internal sealed class TimestampServer : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Func<int, byte[], byte[]?> _answer;
    private readonly TaskCompletionSource _stopped = new();
    private readonly Task _loop;
    private int _requests;

    public TimestampServer(Func<int, byte[], byte[]?> answer)
    {
        _answer = answer;
        Address = Start(_listener);
        _loop = ServeAsync();
    }

    public Uri Address { get; }

    public int Requests => _requests;

    /// <summary>Takes requests and never answers.</summary>
    public bool IsSilent { get; init; }

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
        var number = Interlocked.Increment(ref _requests);
        try
        {
            if (IsSilent)
            {
                await _stopped.Task;
                return;
            }

            using var query = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(query);
            var answer = _answer(number, query.ToArray());
            context.Response.StatusCode = answer is null ? 503 : 200;
            context.Response.ContentType = "application/timestamp-reply";
            if (answer is not null)
            {
                await context.Response.OutputStream.WriteAsync(answer);
            }

            context.Response.Close();
        }
        catch (Exception exception) when (exception is HttpListenerException or IOException or ObjectDisposedException)
        {
            // The client hung up, as it should on an endless answer.
        }
    }
}
