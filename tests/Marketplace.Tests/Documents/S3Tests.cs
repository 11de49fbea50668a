#if !POSTGRESQL && !SQLSERVER
using System.Security.Cryptography;
using Market.Marketplace.Documents;
using Market.Marketplace.Documents.S3;
using Market.Testing;

namespace Market.Marketplace.Tests.Documents;

/// <summary>The store in a bucket keeps the same promises as the one in a directory.</summary>
public sealed class S3Tests : IAsyncLifetime
{
    private S3Server? _server;

    public async ValueTask InitializeAsync() => _server = await S3Server.StartAsync();

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task A_server_or_a_bucket_that_is_not_there_is_said_to_be_unavailable()
    {
        using var nowhere = new S3BlobStore(_server!.Options with { Endpoint = new Uri("http://127.0.0.1:9/") }, TimeProvider.System);
        using var noBucket = new S3BlobStore(_server.Options with { Bucket = "none" }, TimeProvider.System);

        Assert.Equal("store-failed", (await Assert.ThrowsAsync<StoreUnavailableException>(() => nowhere.ProbeAsync(TestContext.Current.CancellationToken))).Code);
        Assert.Equal("store-failed", (await Assert.ThrowsAsync<StoreUnavailableException>(() => noBucket.ProbeAsync(TestContext.Current.CancellationToken))).Code);
    }

    [Fact]
    public async Task What_is_stored_is_read_listed_and_found_by_its_digest()
    {
        using var store = new S3BlobStore(_server!.Options, TimeProvider.System);
        var bytes = RandomNumberGenerator.GetBytes(300_000);
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));

        var blob = await store.PutAsync(new MemoryStream(bytes), TestContext.Current.CancellationToken);
        var again = await store.WriteAsync(output => output.WriteAsync(bytes).AsTask(), TestContext.Current.CancellationToken);

        Assert.Equal(new StoredBlob(sha256, bytes.Length), blob);
        Assert.Equal(blob, again);
        Assert.Equal(bytes.Length, store.SizeOf(sha256));
        await using var read = store.OpenRead(sha256);
        read.Position = 1000;
        var part = new byte[10];
        await read.ReadExactlyAsync(part, TestContext.Current.CancellationToken);
        Assert.Equal(bytes[1000..1010], part);
        Assert.Single(store.List(), entry => entry.Sha256 == sha256 && entry.Size == bytes.Length && entry.Kind == StoreEntryKind.Blob);
        await store.ProbeAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_blob_is_deleted_only_when_it_is_old_and_nobody_needs_it()
    {
        using var store = new S3BlobStore(_server!.Options, TimeProvider.System);
        var blob = await store.PutAsync(new MemoryStream(RandomNumberGenerator.GetBytes(100)), TestContext.Current.CancellationToken);
        var later = TimeProvider.System.GetUtcNow().AddHours(1);

        Assert.False(await store.ReclaimAsync(blob.Sha256, later.AddDays(-1), () => Task.FromResult(false)));
        Assert.False(await store.ReclaimAsync(blob.Sha256, later, () => Task.FromResult(true)));
        Assert.NotNull(store.SizeOf(blob.Sha256));
        Assert.True(await store.ReclaimAsync(blob.Sha256, later, () => Task.FromResult(false)));
        Assert.Null(store.SizeOf(blob.Sha256));
        Assert.Throws<FileNotFoundException>(() => store.OpenRead(blob.Sha256));
        Assert.DoesNotContain(store.List(), entry => entry.Kind == StoreEntryKind.Temporary);
    }

    [Fact]
    public async Task What_is_stored_while_the_same_bytes_are_being_deleted_is_there_afterwards()
    {
        using var store = new S3BlobStore(_server!.Options, TimeProvider.System);
        var bytes = RandomNumberGenerator.GetBytes(100);
        var blob = await store.PutAsync(new MemoryStream(bytes), TestContext.Current.CancellationToken);
        Task<StoredBlob>? storing = null;

        await store.ReclaimAsync(blob.Sha256, TimeProvider.System.GetUtcNow().AddHours(1), () =>
        {
            storing = Task.Run(() => store.PutAsync(new MemoryStream(bytes)), TestContext.Current.CancellationToken);
            return Task.FromResult(false);
        });
        await storing!;

        Assert.Equal(bytes.Length, store.SizeOf(blob.Sha256));
    }
}
#endif
