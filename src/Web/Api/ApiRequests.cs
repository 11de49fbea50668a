using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Market.Marketplace.Integration;
using Market.Marketplace.Operations;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Market.Web.Api;

/// <summary>What the endpoints for systems share: bodies, versions and requests that have their effect once.</summary>
internal static class ApiRequests
{
    private const int LargestBody = 256 * 1024;
    private const int LongestKey = 255;

    /// <summary>The body as it came; empty when there is none.</summary>
    /// <exception cref="BadApiRequestException">It is too big.</exception>
    public static async Task<byte[]> ReadBodyAsync(this HttpRequest request)
    {
        using var content = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await request.Body.ReadAsync(buffer, request.HttpContext.RequestAborted) is > 0 and var read)
        {
            content.Write(buffer, 0, read);
            if (content.Length > LargestBody)
            {
                throw new BadApiRequestException("request-too-big", LargestBody / 1024);
            }
        }

        return content.ToArray();
    }

    /// <summary>The body as a value.</summary>
    /// <exception cref="BadApiRequestException">It is not what the description asks for.</exception>
    public static T Parse<T>(this HttpRequest request, byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(body, Json(request.HttpContext)) ?? throw new BadApiRequestException("json", "$");
        }
        catch (JsonException e)
        {
            throw new BadApiRequestException("json", e.Path ?? "$");
        }
    }

    /// <summary>The version that <c>If-Match</c> names; null where the header is missing.</summary>
    /// <exception cref="BadApiRequestException">It is not a version of ours.</exception>
    public static long? ExpectedVersion(this HttpRequest request)
    {
        var header = request.Headers.IfMatch.ToString();
        return header.Length == 0 ? null
            : header.StartsWith("\"v", StringComparison.Ordinal) && header.EndsWith('"') && header.Length > 3
                && long.TryParse(header.AsSpan(2, header.Length - 3), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
                ? version
                : throw new BadApiRequestException("if-match");
    }

    /// <summary>Names the version in the answer.</summary>
    public static void SetVersion(this HttpResponse response, long version) => response.Headers.ETag = EntityTag(version);

    /// <summary>Whether the caller has this version already (<c>If-None-Match</c>).</summary>
    public static bool Has(this HttpRequest request, long version) =>
        request.GetTypedHeaders().IfNoneMatch.Any(tag => tag.Tag == EntityTag(version));

    /// <summary>Carries an operation out once for its <c>Idempotency-Key</c>; a repetition gets the same answer again.</summary>
    public static async Task<IResult> OnceAsync<TOperation, TResult>(
        this HttpContext http, byte[] body, int status, Func<TOperation, Task<TResult>> execute)
        where TOperation : class, IOperation
    {
        var key = http.Request.Headers["Idempotency-Key"].ToString();
        if (key.Length is 0 or > LongestKey)
        {
            return Problems.Of("idempotency-key-missing", LongestKey);
        }

        var client = http.Client();
        var call = new IdempotentCall(
            client.Id, key, $"{http.Request.Method} {http.Request.Path}", Convert.ToHexStringLower(SHA256.HashData(body)));
        var json = Json(http);
        try
        {
            var answer = await http.RequestServices.GetRequiredService<OperationRunner>().RunOnceAsync(
                client.Actor, call, execute, result => JsonSerializer.Serialize(result, json), http.RequestAborted);
            if (answer.Replayed)
            {
                http.Response.Headers["Idempotent-Replayed"] = "true";
            }

            return Results.Text(answer.Body, "application/json", statusCode: status);
        }
        catch (MarketplaceException refusal)
        {
            return Problems.Of(refusal, http.Request.Headers.IfMatch.Count > 0);
        }
    }

    private static string EntityTag(long version) => string.Create(CultureInfo.InvariantCulture, $"\"v{version}\"");

    private static JsonSerializerOptions Json(HttpContext http) => http.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
}
