using System.Net;
using System.Text.Json;
using Market.Marketplace.Documents;
using Market.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Market.Web.Tests;

/// <summary>What the program says of its own state, and to whom.</summary>
public sealed class HealthTests(TestSite site)
{
    [Fact]
    public async Task A_program_that_works_is_ready_and_tells_strangers_no_figures()
    {
        var browser = site.Browser();

        var ready = await ReadAsync(await browser.GetAsync("/health/ready", TestContext.Current.CancellationToken));

        Assert.Equal("Healthy", ready.GetProperty("status").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/health/details", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/metrics", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await (await site.BrowserOfAsync("shenpi")).GetAsync("/metrics", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task An_operator_reads_every_part_by_name()
    {
        var details = await ReadAsync(await (await site.BrowserOfAsync("yunxing")).GetAsync("/health/details", TestContext.Current.CancellationToken));

        var parts = details.GetProperty("parts");
        foreach (var part in new[] { "database", "blobs", "keys", "examination", "work", "timestamps", "disk" })
        {
            Assert.NotEqual("Unhealthy", parts.GetProperty(part).GetProperty("status").GetString());
        }

        var work = parts.GetProperty("work").GetProperty("figures");
        Assert.True(work.GetProperty("sealsActive").GetInt32() > 0);
        Assert.True(DateOnly.Parse(work.GetProperty("calendarUntil").GetString()!, System.Globalization.CultureInfo.InvariantCulture).Year >= 2026);
        Assert.Equal(0, work.GetProperty("outboxFailing").GetInt32());
    }

    [Fact]
    public async Task Metrics_count_operations_by_name_and_outcome_and_name_nobody()
    {
        var browser = await site.BrowserOfAsync("yunxing");

        var text = await browser.GetStringAsync("/metrics", TestContext.Current.CancellationToken);

        Assert.Matches("market_operation_duration_seconds_count\\{operation=\"ResolveActor\",outcome=\"ok\"\\} [1-9]", text);
        Assert.Matches("market_operation_duration_seconds_bucket\\{operation=\"ResolveActor\",outcome=\"ok\",le=\"\\+Inf\"\\} [1-9]", text);
        Assert.Contains("market_database_up 1", text, StringComparison.Ordinal);
        Assert.DoesNotContain("yunxing", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_cannot_be_written_makes_the_node_unready()
    {
        await using var broken = site.WithWebHostBuilder(builder => builder.ConfigureTestServices(services =>
            services.Replace(ServiceDescriptor.Singleton<IBlobStore, BrokenStore>())));
        using var browser = broken.CreateClient();

        var answer = await browser.GetAsync("/health/ready", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("Unhealthy", (await ReadAsync(answer)).GetProperty("parts").GetProperty("blobs").GetString());
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/health/live", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task A_full_disk_makes_the_node_unready_until_there_is_room_again()
    {
        using var disk = SmallDisk.Mount(megabytes: 8);
        Assert.SkipWhen(disk is null, "Mounting a small disk takes an administrator on Linux.");
        await using var small = site.WithWebHostBuilder(builder => builder.ConfigureTestServices(services =>
            services.Replace(ServiceDescriptor.Singleton<IBlobStore>(new FileBlobStore(Path.Combine(disk.Path, "blobs"), TimeProvider.System)))));
        using var browser = small.CreateClient();
        var before = await browser.GetAsync("/health/ready", TestContext.Current.CancellationToken);

        HttpResponseMessage full;
        using (disk.Fill())
        {
            full = await browser.GetAsync("/health/ready", TestContext.Current.CancellationToken);
        }

        Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, full.StatusCode);
        Assert.Equal("Unhealthy", (await ReadAsync(full)).GetProperty("parts").GetProperty("blobs").GetString());
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/health/ready", TestContext.Current.CancellationToken)).StatusCode);
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer) =>
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;

    private sealed class BrokenStore : IBlobStore
    {
        public Task<StoredBlob> PutAsync(Stream content, CancellationToken ct = default) => throw Failure();

        public Task<StoredBlob> WriteAsync(Func<Stream, Task> write, CancellationToken ct = default) => throw Failure();

        public Stream OpenRead(string sha256) => throw Failure();

        public long? SizeOf(string sha256) => throw Failure();

        public Task<bool> ReclaimAsync(string sha256, DateTimeOffset unlessStoredAfter, Func<Task<bool>> isNeeded) => throw Failure();

        public IEnumerable<StoreEntry> List() => throw Failure();

        public void RemoveLeftover(StoreEntry entry) => throw Failure();

        public Task ProbeAsync(CancellationToken ct = default) => throw Failure();

        private static StoreUnavailableException Failure() => StoreUnavailableException.Full(new IOException("No space left on device"));
    }
}
