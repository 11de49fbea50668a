using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Market.Marketplace.Documents.S3;

/// <summary>An object as a listing or a question for its head tells of it.</summary>
internal sealed record S3Found(string Key, long Size, DateTimeOffset ModifiedAt);

/// <summary>The five requests that the store needs. Each is answered, or fails as <see cref="StoreUnavailableException"/>.</summary>
internal sealed class S3Client(S3Options options) : IDisposable
{
    private const int InsufficientStorage = 507;
    private readonly AmazonS3Client _client = new(
        new BasicAWSCredentials(options.AccessKey, options.SecretKey),
        new AmazonS3Config
        {
            ServiceURL = options.Endpoint.AbsoluteUri,
            AuthenticationRegion = options.Region,
            ForcePathStyle = true,

            // Servers of one's own seldom know the checksums that the library adds unasked; ours is given with every object.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        });

    /// <summary>Durable when it returns; the server holds the bytes against the digest. The stream stays open.</summary>
    public Task PutAsync(string key, Stream content, byte[] sha256, CancellationToken ct) => AnswerAsync(() => _client.PutObjectAsync(
        new PutObjectRequest
        {
            BucketName = options.Bucket,
            Key = key,
            InputStream = content,
            AutoCloseStream = false,
            UseChunkEncoding = false,
            ChecksumSHA256 = Convert.ToBase64String(sha256),
        },
        ct))!;

    public S3Found? Head(string key) => Wait(async () => await AnswerAsync(() => _client.GetObjectMetadataAsync(options.Bucket, key)) is { } head
        ? new S3Found(key, head.ContentLength, TimeOf(head.LastModified))
        : null);

    /// <summary>Writes the object to a stream; false when there is none.</summary>
    public bool Get(string key, Stream output) => Wait(async () =>
    {
        using var answer = await AnswerAsync(() => _client.GetObjectAsync(options.Bucket, key));
        if (answer is null)
        {
            return false;
        }

        await answer.ResponseStream.CopyToAsync(output);
        return true;
    });

    public void Delete(string key) => Wait(() => AnswerAsync(() => _client.DeleteObjectAsync(options.Bucket, key)));

    public IEnumerable<S3Found> List()
    {
        var request = new ListObjectsV2Request { BucketName = options.Bucket };
        do
        {
            var page = Wait(() => AnswerAsync(() => _client.ListObjectsV2Async(request)));
            foreach (var found in page?.S3Objects ?? [])
            {
                yield return new S3Found(found.Key, found.Size ?? 0, TimeOf(found.LastModified));
            }

            request.ContinuationToken = page?.NextContinuationToken;
        }
        while (request.ContinuationToken is { Length: > 0 });
    }

    public void Dispose() => _client.Dispose();

    private static DateTimeOffset TimeOf(DateTime? modified) => modified is { } time ? new DateTimeOffset(time.ToUniversalTime()) : DateTimeOffset.UnixEpoch;

    /// <summary>The library only waits asynchronously; apart from a synchronisation context nothing can stand still for it.</summary>
    private static T Wait<T>(Func<Task<T>> ask) => Task.Run(ask).GetAwaiter().GetResult();

    /// <summary>The answer; null when there is no such object.</summary>
    private static async Task<T?> AnswerAsync<T>(Func<Task<T>> ask)
        where T : class
    {
        try
        {
            return await ask();
        }
        catch (AmazonServiceException e) when (e.StatusCode == HttpStatusCode.NotFound && e.ErrorCode != "NoSuchBucket")
        {
            return null;
        }
        catch (AmazonServiceException e)
        {
            throw (int)e.StatusCode == InsufficientStorage ? StoreUnavailableException.Full(e)
                : e.StatusCode == HttpStatusCode.Forbidden ? StoreUnavailableException.ReadOnly(e)
                : StoreUnavailableException.Failed(e);
        }
        catch (Exception e) when (e is AmazonClientException or HttpRequestException or IOException or TimeoutException)
        {
            throw StoreUnavailableException.Failed(e);
        }
    }
}
