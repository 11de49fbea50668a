using System.Security.Cryptography;
using System.Text.Json;

namespace Market.Marketplace.Selection.Beacons;

/// <summary>A beacon did not say its value, or said something that cannot be one.</summary>
public sealed class BeaconException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Reads a value of a public beacon and checks what can be checked without its signature: that it is the one asked for, that it follows from what is
/// published with it, that it hangs together with the value before, and that a second relay says the same. The signature itself (BLS12-381 for drand) is not
/// checked: the citation in the proof says so and names the address, and anybody can ask other relays or check it with the public key of the chain.</summary>
public sealed class BeaconReader : IDisposable
{
    private const int LongestAnswer = 64 * 1024;
    private const int Sha256Hex = 64;
    private const int Sha512Hex = 128;

    private readonly BeaconSettings _beacon;
    private readonly HttpClient _http;

    /// <summary>Reads the beacon that the settings name.</summary>
    public BeaconReader(BeaconSettings beacon, TimeSpan? patience = null)
    {
        ArgumentNullException.ThrowIfNull(beacon);
        beacon.Check();
        _beacon = beacon;
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, MaxResponseHeadersLength = 16 })
        {
            Timeout = patience ?? TimeSpan.FromSeconds(10),
            MaxResponseContentBufferSize = LongestAnswer,
        };
    }

    /// <summary>The value of that number, lower-case hex.</summary>
    /// <exception cref="BeaconException">It could not be read, or is not to be trusted.</exception>
    public async Task<string> ReadAsync(long number, CancellationToken ct = default)
    {
        var value = await ReadAsync(_beacon.Url!, number, ct);
        if (_beacon.SecondUrl is { } second && await ReadAsync(second, number, ct) is var other && other != value)
        {
            throw new BeaconException($"{_beacon.Url!.Host} says {value[..16]}… and {second.Host} says {other[..16]}… for the same number {number}.");
        }

        return value;
    }

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();

    private async Task<string> ReadAsync(Uri relay, long number, CancellationToken ct)
    {
        using var answer = await GetAsync(_beacon.AddressOf(relay, number), ct);
        return _beacon.Kind == BeaconKind.Drand
            ? await DrandAsync(answer.RootElement, relay, number, ct)
            : await NistAsync(answer.RootElement, relay, number, ct);
    }

    private async Task<string> DrandAsync(JsonElement round, Uri relay, long number, CancellationToken ct)
    {
        Require(round.TryGetProperty("round", out var said) && said.TryGetInt64(out var got) && got == number, $"another round than {number}");
        var (value, signature) = (Hex(round, "randomness", Sha256Hex), Hex(round, "signature"));
        Require(Convert.ToHexStringLower(SHA256.HashData(Convert.FromHexString(signature))) == value, "a value that is not the digest of its signature");
        if (round.TryGetProperty("previous_signature", out var previous) && previous.ValueKind == JsonValueKind.String && previous.GetString() is { Length: > 0 } linked && number > 1)
        {
            using var before = await GetAsync(_beacon.AddressBefore(relay, number), ct);
            Require(string.Equals(Hex(before.RootElement, "signature"), linked, StringComparison.OrdinalIgnoreCase), "a value that does not follow the round before");
        }

        return value;
    }

    private async Task<string> NistAsync(JsonElement answer, Uri relay, long number, CancellationToken ct)
    {
        var pulse = Pulse(answer);
        Require(
            pulse.TryGetProperty("timeStamp", out var stamp) && stamp.ValueKind == JsonValueKind.String && stamp.TryGetDateTimeOffset(out var at) && at == _beacon.TimeOf(number),
            "a pulse of another time");
        using var answerBefore = await GetAsync(_beacon.AddressBefore(relay, number), ct);
        var before = Pulse(answerBefore.RootElement);
        Require(
            pulse.TryGetProperty("listValues", out var list) && list.ValueKind == JsonValueKind.Array && list.EnumerateArray().Any(linked =>
                linked.TryGetProperty("type", out var type) && type.GetString() == "previous" && Hex(linked, "value", Sha512Hex) == Hex(before, "outputValue", Sha512Hex)),
            "a pulse that does not follow the one before");
        Require(
            Convert.ToHexStringLower(SHA512.HashData(Convert.FromHexString(Hex(pulse, "localRandomValue", Sha512Hex)))) == Hex(before, "precommitmentValue", Sha512Hex),
            "a pulse that the one before had not committed to");
        return Hex(pulse, "outputValue", Sha512Hex);
    }

    private static JsonElement Pulse(JsonElement answer)
    {
        Require(answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("pulse", out _), "no pulse");
        return answer.GetProperty("pulse");
    }

    private async Task<JsonDocument> GetAsync(Uri address, CancellationToken ct)
    {
        try
        {
            using var answer = await _http.GetAsync(address, ct);
            if (!answer.IsSuccessStatusCode)
            {
                throw new BeaconException($"{address} answers {(int)answer.StatusCode}.");
            }

            var document = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(ct), new JsonDocumentOptions { MaxDepth = 8 });
            Require(document.RootElement.ValueKind == JsonValueKind.Object, "no object");
            return document;
        }
        catch (Exception e) when (e is HttpRequestException or JsonException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            throw new BeaconException($"{address} could not be read: {e.Message}", e);
        }
    }

    private static string Hex(JsonElement of, string name, int? length = null)
    {
        var text = of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()!.ToLowerInvariant() : "";
        Require(text.Length > 0 && text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit) && (length is null || text.Length == length), $"no {name}");
        return text;
    }

    private static void Require(bool fits, string otherwise)
    {
        if (!fits)
        {
            throw new BeaconException($"The beacon says {otherwise}.");
        }
    }
}
