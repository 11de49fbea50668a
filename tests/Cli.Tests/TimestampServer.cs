using System.Net;
using System.Net.Sockets;
using Market.Development;

namespace Market.Cli.Tests;

/// <summary>The development time-stamp authority at an address on this machine.</summary>
internal sealed class TimestampServer : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly DevelopmentTimestampAuthority _authority;
    private readonly Task _loop;

    public TimestampServer(DevelopmentTimestampAuthority authority)
    {
        _authority = authority;
        Address = Start(_listener);
        _loop = ServeAsync();
    }

    public string Address { get; }

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _loop;
    }

    private static string Start(HttpListener listener)
    {
        for (var attempt = 0; ; attempt++)
        {
            using var probe = new TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            var address = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/";
            probe.Stop();
            try
            {
                listener.Prefixes.Clear();
                listener.Prefixes.Add(address);
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
                using var query = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(query);
                context.Response.ContentType = "application/timestamp-reply";
                await context.Response.OutputStream.WriteAsync(_authority.Respond(query.ToArray()));
                context.Response.Close();
            }
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException or InvalidOperationException)
        {
            // Closed: the test is over.
        }
    }
}
