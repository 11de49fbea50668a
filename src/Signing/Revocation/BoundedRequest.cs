using System.Net;

namespace Market.Signing.Revocation;

/// <summary>One HTTP exchange with a time-out, a longest answer, and redirects that stay with HTTP and never leave HTTPS.</summary>
internal sealed class BoundedRequest(HttpClient http, TimeSpan timeout, int largest)
{
    private const int MostRedirects = 3;
    private const int FirstBuffer = 16 * 1024;

    /// <exception cref="AddressFailure">No answer that may be read.</exception>
    public async Task<byte[]> SendAsync(Uri address, Func<Uri, HttpRequestMessage> makeRequest, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(timeout);
        try
        {
            var target = address;
            for (var redirects = 0; ; redirects++)
            {
                using var request = makeRequest(target);
                using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token).ConfigureAwait(false);

                // The handler may have followed redirects by itself.
                RequireAllowed(address, target, response.RequestMessage?.RequestUri ?? target);
                if (RedirectOf(response) is { } next && redirects < MostRedirects)
                {
                    var absolute = new Uri(target, next);
                    RequireAllowed(address, target, absolute);
                    target = absolute;
                    continue;
                }

                RequireSuccess(address, response);
                return await ReadAsync(address, response.Content, limit.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException exception) when (!ct.IsCancellationRequested)
        {
            throw new AddressFailure(address, "did not answer in time", exception) { IsUnreachable = true, IsTransient = true };
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw new AddressFailure(address, "cannot be reached", exception) { IsUnreachable = true, IsTransient = true };
        }
    }

    private static Uri? RedirectOf(HttpResponseMessage response) => response.StatusCode
        is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
        or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect
        ? response.Headers.Location
        : null;

    private static void RequireAllowed(Uri asked, Uri from, Uri to)
    {
        var isAllowed = to.Scheme == Uri.UriSchemeHttps || (to.Scheme == Uri.UriSchemeHttp && from.Scheme == Uri.UriSchemeHttp);
        if (!isAllowed)
        {
            throw new AddressFailure(asked, $"redirects to {to.Scheme}, which is not followed");
        }
    }

    private static void RequireSuccess(Uri address, HttpResponseMessage response)
    {
        if (response.IsSuccessStatusCode)
        {
            return;
        }

        var isTransient = (int)response.StatusCode >= 500
            || response.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests;
        throw new AddressFailure(address, $"answered HTTP {(int)response.StatusCode}") { IsUnreachable = true, IsTransient = isTransient };
    }

    private async Task<byte[]> ReadAsync(Uri address, HttpContent content, CancellationToken ct)
    {
        if (content.Headers.ContentLength > largest)
        {
            throw TooLong(address);
        }

        using var stream = await content.ReadAsStreamAsync(ct).ConfigureAwait(false);
        var buffer = new byte[Math.Min(content.Headers.ContentLength ?? FirstBuffer, largest) + 1];
        for (var length = 0; ;)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(length), ct).ConfigureAwait(false);
            length += read;
            if (read == 0)
            {
                return buffer[..length];
            }

            if (length > largest)
            {
                throw TooLong(address);
            }

            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, (int)Math.Min(2L * length, largest + 1L));
            }
        }
    }

    private AddressFailure TooLong(Uri address) => new(address, $"sent more than {largest} bytes");
}
