using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Market.Marketplace.Tests.Selection;

/// <summary>A public beacon on this machine, honest until it is told to be otherwise.</summary>
internal sealed class BeaconServer : IDisposable
{
    private readonly HttpListener _listener = new();

    public BeaconServer()
    {
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Url = new Uri($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/");
        }

        _listener.Prefixes.Add(Url.AbsoluteUri);
        _listener.Start();
        _ = ServeAsync();
    }

    public Uri Url { get; }

    /// <summary>What it answers to a path and the number at its end.</summary>
    public Func<string, long, string?> Answer { get; set; } = (_, number) => Drand(number);

    /// <summary>The signature that an honest drand gives a round.</summary>
    public static string Signature(long round, string salt = "") => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"round {round}{salt}")));

    /// <summary>The value of an honest drand.</summary>
    public static string Randomness(long round, string salt = "") => Convert.ToHexStringLower(SHA256.HashData(Convert.FromHexString(Signature(round, salt))));

    /// <summary>A round as an honest drand says it.</summary>
    public static string Drand(long round) =>
        $$"""{"round":{{round}},"randomness":"{{Randomness(round)}}","signature":"{{Signature(round)}}","previous_signature":"{{Signature(round - 1)}}"}""";

    /// <summary>A pulse as an honest NIST beacon says it.</summary>
    public static string Nist(DateTimeOffset at) =>
        $$"""
        {"pulse":{"timeStamp":"{{at.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}}","outputValue":"{{Value("out", at)}}","localRandomValue":"{{Value("local", at)}}",
        "precommitmentValue":"{{Convert.ToHexString(SHA512.HashData(Convert.FromHexString(Value("local", at.AddMinutes(1)))))}}",
        "listValues":[{"type":"previous","value":"{{Value("out", at.AddMinutes(-1))}}"},{"type":"hour","value":"{{Value("out", at.AddHours(-1))}}"}] } }
        """;

    public static string Value(string kind, DateTimeOffset at) => Convert.ToHexString(SHA512.HashData(Encoding.UTF8.GetBytes($"{kind} {at.ToUnixTimeSeconds()}")));

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext asked;
            try
            {
                asked = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            var path = asked.Request.Url!.AbsolutePath;
            var answer = Answer(path, long.Parse(path[(path.LastIndexOf('/') + 1)..], System.Globalization.CultureInfo.InvariantCulture));
            try
            {
                if (answer is null)
                {
                    asked.Response.StatusCode = 503;
                }
                else
                {
                    await asked.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(answer));
                }

                asked.Response.Close();
            }
            catch (Exception e) when (e is HttpListenerException or IOException or ObjectDisposedException)
            {
                // The reader had seen enough.
            }
        }
    }
}
