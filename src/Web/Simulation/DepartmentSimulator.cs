using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Market.Marketplace.ApprovalCases;
using Market.Marketplace.Integration;

namespace Market.Web.Simulation;

/// <summary><c>simulate-department</c>: a department's approval system for integrators to look at and to try their own against. It knows
/// the open interface and nothing else: it enters its webhook, hands cases in, takes the events and prints what it was told.</summary>
internal sealed class DepartmentSimulator : IDisposable
{
    /// <summary>The verb.</summary>
    public const string Verb = "simulate-department";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() },
    };

    private readonly SimulatorSettings _settings;
    private readonly TextWriter _output;
    private readonly HttpClient _http;
    private readonly HashSet<string> _open = [];

    public DepartmentSimulator(SimulatorSettings settings, TextWriter output)
    {
        (_settings, _output) = (settings, output);
        _http = new HttpClient { BaseAddress = new Uri(settings.Address, "api/v1/"), Timeout = TimeSpan.FromSeconds(30) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", settings.Key);
    }

    /// <summary>Runs from the command line; 0 when everything that was handed in has been answered, or when the time was over.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        if (SimulatorSettings.From(args) is not { } settings)
        {
            await Console.Error.WriteLineAsync(SimulatorSettings.Usage);
            return 2;
        }

        using var simulator = new DepartmentSimulator(settings, Console.Out);
        try
        {
            return await simulator.PlayAsync(TimeProvider.System);
        }
        catch (HttpRequestException e)
        {
            await Console.Error.WriteLineAsync($"{settings.Address}: {e.Message}");
            return 1;
        }
    }

    /// <summary>Plays until all tasks are completed, or until the time is over.</summary>
    public async Task<int> PlayAsync(TimeProvider clock)
    {
        await using var receiver = await WebhookReceiver.StartAsync(_settings.Listen, _settings.FailPercent, clock);
        receiver.Secret = await EnterAsync(receiver.Url);
        Say($"webhook endpoint {receiver.Url}");
        for (var n = 1; n <= _settings.Cases; n++)
        {
            var number = $"{_settings.Prefix}-{n:D4}";
            await HandInAsync(number, n, OutsideStatus.Filed);
            await HandInAsync(number, n, OutsideStatus.Accepted);
            _open.Add(number);
            await ShowAsync(number);
        }

        var begun = clock.GetTimestamp();
        while (_open.Count > 0 && clock.GetElapsedTime(begun) < _settings.Patience)
        {
            if (await receiver.NextAsync(TimeSpan.FromSeconds(1)) is not { } taken)
            {
                continue;
            }

            Say($"webhook {taken.Id} {taken.Type} {taken.ExternalNumber}{(taken.IsRepeated ? " (again, passed over)" : "")}");
            if (!taken.IsRepeated && taken.ExternalNumber is { } number && _open.Contains(number))
            {
                await ShowAsync(number);
            }
        }

        Say(string.Create(
            CultureInfo.InvariantCulture,
            $"{_settings.Cases} cases, {_settings.Cases - _open.Count} of them answered in full; {receiver.Calls} webhook calls, {receiver.Failed} failed on purpose, {receiver.Repeated} came again, {receiver.Refused} refused for their signature"));
        return receiver.Refused == 0 ? 0 : 1;
    }

    public void Dispose() => _http.Dispose();

    private async Task<string> EnterAsync(string url)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "webhook-endpoints") { Content = JsonContent.Create(new { url }, options: Json) };
        // A key of one's own for each endpoint: sent twice, it is entered once.
        request.Headers.Add("Idempotency-Key", $"simulator {url}");
        using var answer = await _http.SendAsync(request);
        return (await ReadAsync(answer)).GetProperty("secret").GetString()!;
    }

    private async Task HandInAsync(string number, int n, OutsideStatus status)
    {
        var content = new OutsideCase(
            _settings.ApprovalItem ?? ApprovalItems.PlanningPermit,
            new($"2611-430104-04-01-{900_000 + n:D6}", $"模拟项目 {n}", "岳麓区测试路", 36_500, IsResidential: true),
            new(_settings.OwnerName, _settings.OwnerCode), status, status == OutsideStatus.Accepted ? "李审批" : null);

        // No answer, a 5xx or changed-meanwhile: it has happened or not, and is sent again as it is.
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var answer = await _http.PutAsJsonAsync($"cases/{number}", content, Json);
                var isToBeRepeated = answer.StatusCode >= HttpStatusCode.InternalServerError
                    || (answer.StatusCode == HttpStatusCode.Conflict && (await answer.Content.ReadAsStringAsync()).Contains("changed-meanwhile", StringComparison.Ordinal));
                if (!isToBeRepeated || attempt == 5)
                {
                    var outcome = await ReadAsync(answer);
                    Say($"PUT {number} {status}: {(int)answer.StatusCode}, {outcome.GetProperty("number").GetString()}, version {outcome.GetProperty("version").GetInt64()}");
                    return;
                }
            }
            catch (HttpRequestException) when (attempt < 5)
            {
                // Sent again below.
            }

            await Task.Delay(TimeSpan.FromSeconds(1));
        }
    }

    /// <summary>Fetches the case and prints its tasks with what has come back.</summary>
    private async Task ShowAsync(string number)
    {
        using var answer = await _http.GetAsync($"cases/{number}");
        var found = (await ReadAsync(answer)).Deserialize<OutsideCaseDetails>(Json)!;
        foreach (var task in found.Tasks)
        {
            Say($"  {number} {task.Number} {task.ServiceItemName}: {task.Status}, {task.AgencyName ?? "-"}, due {task.DueOn:yyyy-MM-dd}");
            foreach (var result in task.Results)
            {
                Say($"    result {result.ReportNumber}: {result.Status}, {result.Conclusion}, {result.PublicAddress}");
            }
        }

        if (found.Tasks.Count > 0 && found.Tasks.All(task => task.CompletedAt is not null))
        {
            _open.Remove(number);
        }
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode
            ? JsonSerializer.Deserialize<JsonElement>(text)
            : throw new HttpRequestException($"{answer.RequestMessage?.Method} {answer.RequestMessage?.RequestUri}: {(int)answer.StatusCode} {text}");
    }

    private void Say(string line) => _output.WriteLine(line);
}
