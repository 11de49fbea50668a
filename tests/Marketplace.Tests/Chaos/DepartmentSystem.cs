using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using Market.Marketplace.ApprovalCases;
using Market.Marketplace.Feed;
using Market.Marketplace.Integration;
using Market.Marketplace.Projects;
using Market.Marketplace.Webhooks;

namespace Market.Marketplace.Tests.Chaos;

/// <summary>A department's approval system that hands its cases in over HTTP: who gets no answer sends the same again, until it is taken.</summary>
internal sealed class DepartmentSystem : IDisposable
{
    private const int Owners = 20;
    private const int EveryThirdIsFiledFirst = 3;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    private readonly HttpClient _http;
    private int _begun;
    private int _accepted;
    private int _cutOff;
    private int _doneUnanswered;

    public DepartmentSystem(Uri address, string key)
    {
        _http = new HttpClient { BaseAddress = new Uri(address, "api/v1/"), Timeout = TimeSpan.FromSeconds(30) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    /// <summary>Acceptances that were acknowledged.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>Requests that got no answer, or one of a system that was about to end.</summary>
    public int CutOff => _cutOff;

    /// <summary>Of these, the ones that had had their effect all the same.</summary>
    public int DoneUnanswered => _doneUnanswered;

    public static string NumberOf(int index) => $"SP-2026-{index:D6}";

    /// <summary>Hands in cases until there are as many as wanted.</summary>
    public async Task SendAsync(int cases)
    {
        while (Interlocked.Increment(ref _begun) is var index && index <= cases)
        {
            if (index % EveryThirdIsFiledFirst == 0)
            {
                await PutAsync(index, OutsideStatus.Filed);
            }

            await PutAsync(index, OutsideStatus.Accepted);
            Interlocked.Increment(ref _accepted);
        }
    }

    public async Task<WebhookSecret> EnterAsync(string url)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "webhook-endpoints") { Content = JsonContent.Create(new { url }) };
        request.Headers.Add("Idempotency-Key", url);
        using var answer = await _http.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<WebhookSecret>(Json))!;
    }

    public async Task<IReadOnlyList<WebhookRow>> EndpointsAsync() =>
        (await _http.GetFromJsonAsync<IReadOnlyList<WebhookRow>>("webhook-endpoints", Json))!;

    /// <summary>The cases as the interface lists them.</summary>
    public async Task<List<OutsideCaseRow>> CasesAsync()
    {
        var all = new List<OutsideCaseRow>();
        string? cursor = null;
        do
        {
            var page = (await _http.GetFromJsonAsync<OutsideCasePage>($"cases?limit=500{(cursor is null ? "" : $"&cursor={cursor}")}", Json))!;
            all.AddRange(page.Cases);
            cursor = page.Next;
        }
        while (cursor is not null);
        return all;
    }

    /// <summary>The whole feed.</summary>
    public async Task<List<FeedEventRow>> FeedAsync()
    {
        var all = new List<FeedEventRow>();
        for (var after = 0L; ;)
        {
            var page = (await _http.GetFromJsonAsync<FeedPage>($"events?limit=500&after={after}", Json))!;
            all.AddRange(page.Events);
            if (page.Events.Count == 0)
            {
                return all;
            }

            after = page.Next;
        }
    }

    public void Dispose() => _http.Dispose();

    private static OutsideCase CaseOf(int index, OutsideStatus status) => new(
        ApprovalItems.PlanningPermit,
        new ProjectRegistration($"2611-430104-04-01-{index:D6}", $"湘江云谷{index}号地块", "岳麓区测试路", 20_000 + index, IsResidential: true),
        new OutsideOwner($"湘江新城第{index % Owners}投资有限公司", TestData.Code(1000 + (index % Owners))),
        status, status == OutsideStatus.Accepted ? "李审批" : null);

    private async Task PutAsync(int index, OutsideStatus status)
    {
        var content = CaseOf(index, status);
        for (var repeated = false; ; repeated = true)
        {
            if (await TryAsync(index, content) is { } outcome)
            {
                if (repeated && !outcome.Changed)
                {
                    Interlocked.Increment(ref _doneUnanswered);
                }

                return;
            }

            Interlocked.Increment(ref _cutOff);
            await Task.Delay(Pause);
        }
    }

    /// <summary>The answer, or null when it must be sent again.</summary>
    private async Task<PutCaseOutcome?> TryAsync(int index, OutsideCase content)
    {
        try
        {
            using var answer = await _http.PutAsJsonAsync($"cases/{NumberOf(index)}", content, Json);
            if (answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Created)
            {
                return await answer.Content.ReadFromJsonAsync<PutCaseOutcome>(Json);
            }

            // 409 is "changed meanwhile": others met this request too often, and it has not happened.
            return answer.StatusCode is HttpStatusCode.Conflict or >= HttpStatusCode.InternalServerError
                ? null
                : throw new InvalidOperationException($"{NumberOf(index)}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException or JsonException)
        {
            return null;
        }
    }
}
