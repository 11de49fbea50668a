using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using Market.Marketplace.ApprovalCases;
using Market.Marketplace.Feed;
using Market.Marketplace.Integration;
using Market.Marketplace.Projects;
using Market.Marketplace.TaskOrders;

namespace Market.E2E.Nodes;

/// <summary>The systems of a department and of the agencies, at work through the proxy: cases are filed, then accepted; each task that leaves is
/// taken by its agency. Who gets no answer asks again, as the contract of the interface says.</summary>
internal sealed class ApiLoad : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private readonly Uri _address;
    private readonly HttpClient _department;
    private readonly OutsideOwner _owner;
    private readonly List<HttpClient> _agencies = [];
    private int _begun;
    private int _unanswered;
    private int _writes;

    public ApiLoad(Uri address, string key, OutsideOwner owner)
    {
        (_address, _owner) = (address, owner);
        _department = ClientOf(key);
    }

    /// <summary>Cases whose acceptance was acknowledged.</summary>
    public ConcurrentBag<string> Accepted { get; } = [];

    /// <summary>Tasks whose taking was acknowledged.</summary>
    public ConcurrentBag<Guid> Taken { get; } = [];

    /// <summary>Writes that got no answer, or one of a system about to end.</summary>
    public int Unanswered => Volatile.Read(ref _unanswered);

    /// <summary>Writes that were acknowledged.</summary>
    public int Writes => Volatile.Read(ref _writes);

    /// <summary>Why the first writes failed.</summary>
    public ConcurrentQueue<string> Failures { get; } = new();

    /// <summary>The department files cases and accepts them until told to stop.</summary>
    public async Task HandInAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var index = Interlocked.Increment(ref _begun);
            await PutAsync(index, OutsideStatus.Filed);
            await PutAsync(index, OutsideStatus.Accepted);
            Accepted.Add(NumberOf(index));
        }
    }

    /// <summary>An agency reads its feed and takes every task; it stops when it has read to the end after being told to.</summary>
    public async Task TakeAsync(string key, CancellationToken stop)
    {
        var http = ClientOf(key);
        lock (_agencies)
        {
            _agencies.Add(http);
        }

        for (var after = 0L; ;)
        {
            var isLast = stop.IsCancellationRequested;
            var page = await ReadAsync<FeedPage>(http, $"events?after={after}&type=task.dispatched");
            foreach (var task in page.Events)
            {
                await TakeAsync(http, task.TaskOrderId!.Value);
            }

            if (isLast && page.Next == after)
            {
                return;
            }

            await Task.Delay(page.Next == after ? Pause : TimeSpan.Zero, CancellationToken.None);
            after = page.Next;
        }
    }

    /// <summary>The cases as the interface lists them.</summary>
    public async Task<List<OutsideCaseRow>> CasesAsync()
    {
        var all = new List<OutsideCaseRow>();
        for (string? cursor = null; ;)
        {
            var page = await ReadAsync<OutsideCasePage>(_department, $"cases?limit=500{(cursor is null ? "" : $"&cursor={cursor}")}");
            all.AddRange(page.Cases);
            if (page.Next is null)
            {
                return all;
            }

            cursor = page.Next;
        }
    }

    public void Dispose()
    {
        _department.Dispose();
        _agencies.ForEach(http => http.Dispose());
    }

    /// <summary>What an agency's system needs of a task.</summary>
    private sealed record TaskState(long Version, TaskOrderStatus Status);

    private static string NumberOf(int index) => $"JD-2026-{index:D6}";

    private HttpClient ClientOf(string key)
    {
        var http = Cluster.NewClient(new Uri(_address, "api/v1/"));
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return http;
    }

    private async Task PutAsync(int index, OutsideStatus status)
    {
        var content = new OutsideCase(
            ApprovalItems.PlanningPermit,
            new ProjectRegistration($"2611-430104-04-02-{index:D6}", $"湘江云谷{index}号地块", "麓山区测试路", 20_000 + index, IsResidential: true),
            _owner, status, status == OutsideStatus.Accepted ? "李审批" : null);
        await WriteAsync(_department, () => new HttpRequestMessage(HttpMethod.Put, $"cases/{NumberOf(index)}") { Content = JsonContent.Create(content, options: Json) });
    }

    private async Task TakeAsync(HttpClient http, Guid id)
    {
        while (true)
        {
            var task = await ReadAsync<TaskState>(http, $"tasks/{id}");
            if (task.Status != TaskOrderStatus.Dispatched)
            {
                // Taken through a page, or by a request of ours that got no answer.
                Taken.Add(id);
                return;
            }

            var version = task.Version;
            var status = await WriteAsync(http, () =>
            {
                var request = new HttpRequestMessage(HttpMethod.Post, $"tasks/{id}/acceptance");
                request.Headers.Add("Idempotency-Key", $"take-{id}-{version}");
                request.Headers.TryAddWithoutValidation("If-Match", $"\"v{version}\"");
                return request;
            });
            if (status == HttpStatusCode.OK)
            {
                Taken.Add(id);
                return;
            }
        }
    }

    /// <summary>Sends until it is answered: done, or refused because something came in between.</summary>
    private async Task<HttpStatusCode> WriteAsync(HttpClient http, Func<HttpRequestMessage> write)
    {
        while (true)
        {
            try
            {
                using var request = write();
                using var answer = await http.SendAsync(request);
                if (answer.IsSuccessStatusCode)
                {
                    Interlocked.Increment(ref _writes);
                    return answer.StatusCode;
                }

                var said = await answer.Content.ReadAsStringAsync();
                if (answer.StatusCode == HttpStatusCode.PreconditionFailed)
                {
                    return answer.StatusCode;
                }

                if (answer.StatusCode != HttpStatusCode.Conflict)
                {
                    Note($"{request.Method} {request.RequestUri}: {(int)answer.StatusCode} {said}");
                    Assert.True(answer.StatusCode >= HttpStatusCode.InternalServerError, said);
                }
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException)
            {
                Note(e.Message);
            }

            await Task.Delay(Pause);
        }

        void Note(string failure)
        {
            Interlocked.Increment(ref _unanswered);
            if (Failures.Count < 20)
            {
                Failures.Enqueue(failure);
            }
        }
    }

    private static async Task<T> ReadAsync<T>(HttpClient http, string path)
    {
        while (true)
        {
            try
            {
                using var answer = await http.GetAsync(path);
                if (answer.IsSuccessStatusCode)
                {
                    return (await answer.Content.ReadFromJsonAsync<T>(Json))!;
                }

                Assert.True(answer.StatusCode >= HttpStatusCode.InternalServerError, $"{path}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException or JsonException)
            {
                // A reader asks again.
            }

            await Task.Delay(Pause);
        }
    }
}
