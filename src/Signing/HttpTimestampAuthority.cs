using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Market.Signing.Timestamps;

namespace Market.Signing;

/// <summary>A time-stamp authority reached over HTTP (RFC 3161, 3.4).</summary>
/// <param name="http">Sends the requests; its own time-out should be longer than <see cref="Timeout"/>.</param>
/// <param name="address">Where requests are posted.</param>
public sealed class HttpTimestampAuthority(HttpClient http, Uri address) : ITimestampAuthority
{
    private const string QueryType = "application/timestamp-query";
    private const string ReplyType = "application/timestamp-reply";

    /// <summary>How long one attempt may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a transient failure is tried again.</summary>
    public int Retries { get; init; } = 2;

    /// <summary>The pause before the first retry; it doubles each time.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>The longest answer read, in bytes.</summary>
    public int LargestResponse { get; init; } = 128 * 1024;

    public async Task<byte[]> StampAsync(ReadOnlyMemory<byte> messageImprint, HashAlgorithmName algorithm, CancellationToken ct)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                // A fresh nonce each time: a late answer to an earlier attempt must not pass for this one.
                var request = TimestampRequest.For(messageImprint.Span, algorithm);
                var response = await PostAsync(request.Encoded, ct).ConfigureAwait(false);
                return TimestampResponse.ReadToken(response, messageImprint.Span, algorithm, request.Nonce);
            }
            catch (TimestampException exception) when (exception.IsTransient && attempt < Retries)
            {
                await Task.Delay(RetryDelay * (1 << Math.Min(attempt, 6)), ct).ConfigureAwait(false);
            }
        }
    }

    private async Task<byte[]> PostAsync(byte[] query, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Timeout);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(query) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(QueryType);
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(ReplyType));
            using var response = await http
                .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token)
                .ConfigureAwait(false);
            RequireReply(response);
            return await ReadAsync(response.Content, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (!ct.IsCancellationRequested)
        {
            throw new TimestampException(
                "timestamp-timed-out", "The time-stamp authority did not answer in time.", exception, isTransient: true);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw new TimestampException(
                "timestamp-unreachable", "The time-stamp authority cannot be reached.", exception, isTransient: true);
        }
    }

    private static void RequireReply(HttpResponseMessage response)
    {
        if (response.IsSuccessStatusCode)
        {
            return;
        }

        var isTransient = (int)response.StatusCode >= 500
            || response.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests;
        throw new TimestampException(
            "timestamp-unreachable", $"The time-stamp authority answered HTTP {(int)response.StatusCode}.", isTransient);
    }

    private async Task<byte[]> ReadAsync(HttpContent content, CancellationToken ct)
    {
        using var stream = await content.ReadAsStreamAsync(ct).ConfigureAwait(false);
        var buffer = new byte[LargestResponse + 1];
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct).ConfigureAwait(false);
        return length <= LargestResponse
            ? buffer[..length]
            : throw new TimestampException("timestamp-too-large", "The time-stamp authority's answer is too long.");
    }
}
