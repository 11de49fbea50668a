using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Market.Marketplace.Documents.S3;

namespace Market.Testing;

/// <summary>An S3 server of our own on a free port with one empty bucket, or the one that MARKET_TEST_S3 names as
/// <c>http://KEY:SECRET@localhost:4568/BUCKET</c>.</summary>
internal sealed class S3Server : IAsyncDisposable
{
    private const string Bucket = "market";

    /// <summary>Those that s3rver takes.</summary>
    private const string Key = "S3RVER";

    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(5);
    private readonly Process? _process;
    private readonly string? _directory;

    private S3Server(S3Options options, Process? process = null, string? directory = null) => (Options, _process, _directory) = (options, process, directory);

    /// <summary>How it is reached.</summary>
    public S3Options Options { get; }

    /// <summary>Starts it, or leaves the test out where there is neither npm nor a named server.</summary>
    public static async Task<S3Server> StartAsync()
    {
        if (Environment.GetEnvironmentVariable("MARKET_TEST_S3") is { Length: > 0 } named)
        {
            return new S3Server(OptionsOf(new Uri(named)));
        }

        var program = Path.Combine(Folder(), "node_modules", "s3rver", "bin", "s3rver.js");
        Assert.SkipWhen(!File.Exists(program), $"{program} is missing: npm ci in its project installs the S3 server for this test, or MARKET_TEST_S3 names one.");
        var port = PostgreSqlServer.FreePort();
        var directory = Directory.CreateTempSubdirectory("market-test-s3-").FullName;
        var start = new ProcessStartInfo("node") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[program, "--directory", directory, "--address", "127.0.0.1", "--port", port.ToString(CultureInfo.InvariantCulture), "--configure-bucket", Bucket, "--silent"])
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var server = new S3Server(
            OptionsOf(new Uri(string.Create(CultureInfo.InvariantCulture, $"http://{Key}:{Key}@127.0.0.1:{port}/{Bucket}"))), process, directory);
        await server.UntilReadyAsync(port);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
            Directory.Delete(_directory!, recursive: true);
        }
    }

    private async Task UntilReadyAsync(int port)
    {
        for (var began = Stopwatch.GetTimestamp(); ;)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync("127.0.0.1", port);
                return;
            }
            catch (SocketException)
            {
                Assert.False(_process!.HasExited, "The S3 server ended.");
                Assert.True(Stopwatch.GetElapsedTime(began) < StartLimit, "The S3 server does not listen.");
                await Task.Delay(50);
            }
        }
    }

    private static S3Options OptionsOf(Uri address)
    {
        var keys = address.UserInfo.Split(':');
        return new S3Options { Endpoint = new Uri(address.GetLeftPart(UriPartial.Scheme) + address.Authority), Bucket = address.AbsolutePath.Trim('/'), AccessKey = keys[0], SecretKey = keys[1] };
    }

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
