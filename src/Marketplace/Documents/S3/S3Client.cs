using System.Globalization;
using System.Net;
using System.Xml.Linq;

namespace Market.Marketplace.Documents.S3;

/// <summary>An object as a listing or a question for its head tells of it.</summary>
internal sealed record S3Object(string Key, long Size, DateTimeOffset ModifiedAt);

/// <summary>The five requests that the store needs. Each is answered, or fails as <see cref="StoreUnavailableException"/>.</summary>
internal sealed class S3Client(S3Options options, HttpClient http, TimeProvider clock)
{
    private const int InsufficientStorage = 507;

    /// <summary>Durable when it returns; the server holds the bytes against the digest.</summary>
    public async Task PutAsync(string key, Stream content, string sha256, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, AddressOf(key)) { Content = new StreamContent(content) };
        request.Content.Headers.ContentLength = content.Length;
        using var answer = await SendAsync(request, sha256, ct);
        Require(answer);
    }

    public S3Object? Head(string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, AddressOf(key));
        using var answer = Send(request, HttpCompletionOption.ResponseHeadersRead);
        if (answer.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        Require(answer);
        return new S3Object(key, answer.Content.Headers.ContentLength ?? 0, answer.Content.Headers.LastModified ?? DateTimeOffset.UnixEpoch);
    }

    /// <summary>Writes the object to a stream; false when there is none.</summary>
    public bool Get(string key, Stream output)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, AddressOf(key));
        using var answer = Send(request, HttpCompletionOption.ResponseHeadersRead);
        if (answer.StatusCode == HttpStatusCode.NotFound)
        {
            return false;
        }

        Require(answer);
        using var content = answer.Content.ReadAsStream();
        content.CopyTo(output);
        return true;
    }

    public void Delete(string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, AddressOf(key));
        using var answer = Send(request, HttpCompletionOption.ResponseContentRead);
        if (answer.StatusCode != HttpStatusCode.NotFound)
        {
            Require(answer);
        }
    }

    public IEnumerable<S3Object> List()
    {
        string? next = null;
        do
        {
            var query = "?list-type=2&max-keys=1000" + (next is null ? "" : $"&continuation-token={Uri.EscapeDataString(next)}");
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(AddressOf(""), query));
            using var answer = Send(request, HttpCompletionOption.ResponseContentRead);
            Require(answer);
            using var content = answer.Content.ReadAsStream();
            var list = XDocument.Load(content).Root!;
            var ns = list.Name.Namespace;
            foreach (var entry in list.Elements(ns + "Contents"))
            {
                yield return new S3Object(
                    entry.Element(ns + "Key")!.Value, long.Parse(entry.Element(ns + "Size")!.Value, CultureInfo.InvariantCulture),
                    DateTimeOffset.Parse(entry.Element(ns + "LastModified")!.Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));
            }

            next = list.Element(ns + "NextContinuationToken")?.Value;
        }
        while (next is { Length: > 0 });
    }

    private Uri AddressOf(string key) => new(options.Endpoint, $"/{options.Bucket}/{key}".TrimEnd('/'));

    private HttpResponseMessage Send(HttpRequestMessage request, HttpCompletionOption completion)
    {
        S3Signature.Sign(request, S3Signature.Empty, options, clock.GetUtcNow());
        try
        {
            return http.Send(request, completion);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException)
        {
            throw StoreUnavailableException.Failed(e);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string sha256, CancellationToken ct)
    {
        S3Signature.Sign(request, sha256, options, clock.GetUtcNow());
        try
        {
            return await http.SendAsync(request, ct);
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is TaskCanceledException && !ct.IsCancellationRequested))
        {
            throw StoreUnavailableException.Failed(e);
        }
    }

    private static void Require(HttpResponseMessage answer)
    {
        if (!answer.IsSuccessStatusCode)
        {
            var failure = new HttpRequestException($"The store answered {(int)answer.StatusCode}.", inner: null, answer.StatusCode);
            throw (int)answer.StatusCode == InsufficientStorage ? StoreUnavailableException.Full(failure)
                : answer.StatusCode == HttpStatusCode.Forbidden ? StoreUnavailableException.ReadOnly(failure)
                : StoreUnavailableException.Failed(failure);
        }
    }
}
