using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Market.Testing;

namespace Market.E2E.Nodes;

/// <summary>nginx with the configuration that the product ships, deploy/nginx.conf: only addresses and files are put in their places.</summary>
internal sealed class Proxy : IAsyncDisposable
{
    private static readonly TimeSpan AnsweringLimit = TimeSpan.FromMinutes(2);
    private readonly string _directory;
    private readonly IReadOnlyList<int> _nodes;
    private readonly int _port = PostgreSqlServer.FreePort();
    private readonly int _plainPort = PostgreSqlServer.FreePort();
    private Process? _nginx;

    public Proxy(string directory, IReadOnlyList<int> nodes)
    {
        (_directory, _nodes) = (Directory.CreateDirectory(directory).FullName, nodes);
        Address = new Uri($"https://localhost:{_port}/");
    }

    /// <summary>Where users go.</summary>
    public Uri Address { get; }

    private string ConfigurationFile => Path.Combine(_directory, "nginx.conf");

    public async Task StartAsync()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
        await File.WriteAllTextAsync(Path.Combine(_directory, "market.crt"), certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(Path.Combine(_directory, "market.key"), key.ExportPkcs8PrivateKeyPem());
        await ConfigureAsync(down: null);
        _nginx = Process.Start(new ProcessStartInfo("nginx")
        {
            ArgumentList = { "-p", _directory, "-c", ConfigurationFile, "-e", Path.Combine(_directory, "error.log"), "-g", $"daemon off; pid {_directory}/nginx.pid;" },
        })!;
        await UntilAnsweringAsync();
    }

    /// <summary>Sends nothing new to a node, or to all again; what is under way goes on.</summary>
    public async Task LeaveOutAsync(int? port)
    {
        await ConfigureAsync(port);
        using var reload = Process.Start("kill", ["-HUP", _nginx!.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await reload.WaitForExitAsync();
        // The workers of before take their leave within moments; a node that is gone by then is passed over.
        await Task.Delay(TimeSpan.FromSeconds(2));
    }

    public async ValueTask DisposeAsync()
    {
        if (_nginx is { HasExited: false })
        {
            using var quit = Process.Start("kill", ["-TERM", _nginx.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            await quit.WaitForExitAsync();
            await _nginx.WaitForExitAsync();
        }

        _nginx?.Dispose();
    }

    private async Task ConfigureAsync(int? down)
    {
        var shipped = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "deploy", "nginx.conf"));
        var text = Put(shipped, "listen 80;", $"listen {_plainPort};");
        text = Put(text, "listen 443 ssl;", $"listen {_port} ssl;");
        text = Put(text, "/etc/nginx/market.crt", $"{_directory}/market.crt");
        text = Put(text, "/etc/nginx/market.key", $"{_directory}/market.key");
        text = Put(text, "127.0.0.1:5081 max_fails=1", Server(_nodes[0]));
        text = Put(text, "127.0.0.1:5082 max_fails=1", Server(_nodes[1]));
        var places = string.Concat(new[] { "client_body", "proxy", "fastcgi", "uwsgi", "scgi" }.Select(kind => $"    {kind}_temp_path {_directory}/{kind};\n"));
        text = Put(text, "http {\n", $"http {{\n    access_log off;\n{places}");
        await File.WriteAllTextAsync(ConfigurationFile, text);

        string Server(int port) => $"127.0.0.1:{port}{(port == down ? " down" : "")} max_fails=1";
    }

    private static string Put(string text, string shipped, string here)
    {
        Assert.Contains(shipped, text, StringComparison.Ordinal);
        return text.Replace(shipped, here, StringComparison.Ordinal);
    }

    private async Task UntilAnsweringAsync()
    {
        using var http = Cluster.NewClient(Address);
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < AnsweringLimit; await Task.Delay(100))
        {
            if (_nginx!.HasExited)
            {
                Assert.Fail("nginx did not start: " + await File.ReadAllTextAsync(Path.Combine(_directory, "error.log")));
            }

            try
            {
                if ((await http.GetAsync("health/live")).IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
        }

        Assert.Fail($"nginx did not answer within {AnsweringLimit}.");
    }
}
