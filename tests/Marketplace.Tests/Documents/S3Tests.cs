using System.Security.Cryptography;
using Market.Marketplace.Documents;
using Market.Marketplace.Documents.S3;

namespace Market.Marketplace.Tests.Documents;

/// <summary>The store in a bucket keeps the same promises as the one in a directory. MARKET_TEST_S3 names a server to try it on, as
/// <c>http://KEY:SECRET@localhost:4568/BUCKET</c>; without it only the signature is tested.</summary>
public sealed class S3Tests
{
    private static readonly string? Server = Environment.GetEnvironmentVariable("MARKET_TEST_S3");

    [Fact]
    public void A_request_is_signed_as_the_published_example_of_the_signature_is()
    {
        // "GET Object" of the examples of Signature Version 4 in the reference of Amazon S3.
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://examplebucket.s3.amazonaws.com/test.txt");
        request.Headers.Range = new(0, 9);
        var options = new S3Options
        {
            Endpoint = new Uri("https://examplebucket.s3.amazonaws.com"),
            Bucket = "examplebucket",
            AccessKey = "AKIAIOSFODNN7EXAMPLE",
            SecretKey = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        };

        S3Signature.Sign(request, S3Signature.Empty, options, new DateTimeOffset(2013, 5, 24, 0, 0, 0, TimeSpan.Zero));

        Assert.EndsWith(
            "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41", request.Headers.GetValues("Authorization").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_stored_is_read_listed_and_found_by_its_digest()
    {
        using var http = new HttpClient();
        var store = StoreOn(http);
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
        using var http = new HttpClient();
        var store = StoreOn(http);
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
        using var http = new HttpClient();
        var store = StoreOn(http);
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

    private static S3BlobStore StoreOn(HttpClient http)
    {
        Assert.SkipWhen(Server is null, "MARKET_TEST_S3 names no server.");
        var uri = new Uri(Server);
        var keys = uri.UserInfo.Split(':');
        return new S3BlobStore(
            new S3Options { Endpoint = new Uri(uri.GetLeftPart(UriPartial.Scheme) + uri.Authority), Bucket = uri.AbsolutePath.Trim('/'), AccessKey = keys[0], SecretKey = keys[1] },
            http, TimeProvider.System);
    }
}
