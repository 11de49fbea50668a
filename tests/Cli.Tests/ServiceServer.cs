using System.Net;
using System.Net.Sockets;
using Market.Development;

namespace Market.Cli.Tests;

/// <summary>The services of a development PKI at an address on this machine: time stamps, OCSP, revocation lists.</summary>
internal sealed class ServiceServer : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private DevelopmentPki? _pki;
    private readonly Task _loop;

    public ServiceServer()
    {
        Address = Start(_listener);
        _loop = ServeAsync();
    }

    public string Address { get; }

    public string Tsa => Address + "tsa";

    /// <summary>The certificates of the PKI may name this address, so it is there first.</summary>
    public void Serve(DevelopmentPki pki) => _pki = pki;

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
                var path = context.Request.Url!.AbsolutePath.Trim('/');
                context.Response.ContentType = path == "tsa" ? "application/timestamp-reply"
                    : path == DevelopmentRevocation.OcspPath ? "application/ocsp-response"
                    : path.EndsWith(".cer", StringComparison.Ordinal) ? "application/pkix-cert"
                    : "application/pkix-crl";
                var answer = path == "tsa" ? _pki!.TimestampAuthority.Respond(query.ToArray()) : _pki!.Revocation.Answer(path, query.ToArray());
                context.Response.StatusCode = answer is null ? 404 : 200;
                await context.Response.OutputStream.WriteAsync(answer ?? []);
                context.Response.Close();
            }
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException or InvalidOperationException)
        {
            // Closed: the test is over.
        }
    }
}
