using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Market.Marketplace.Documents.S3;

/// <summary>AWS Signature Version 4 in the header <c>Authorization</c>, for one service: s3.</summary>
internal static class S3Signature
{
    /// <summary>SHA-256 of nothing.</summary>
    public const string Empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>Signs a request: adds its time, its payload's digest and the authorisation. Every header that is set is signed.</summary>
    public static void Sign(HttpRequestMessage request, string payloadSha256, S3Options options, DateTimeOffset at)
    {
        var uri = request.RequestUri!;
        var time = at.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        request.Headers.Host = uri.IsDefaultPort ? uri.Host : $"{uri.Host}:{uri.Port}";
        request.Headers.TryAddWithoutValidation("x-amz-date", time);
        request.Headers.TryAddWithoutValidation("x-amz-content-sha256", payloadSha256);
        var headers = request.Headers.Select(header => (Name: header.Key.ToLowerInvariant(), Value: string.Join(',', header.Value).Trim()))
            .OrderBy(header => header.Name, StringComparer.Ordinal).ToList();
        var names = string.Join(';', headers.Select(header => header.Name));
        var canonical = string.Join(
            '\n', request.Method.Method, uri.AbsolutePath, CanonicalQuery(uri.Query),
            string.Concat(headers.Select(header => $"{header.Name}:{header.Value}\n")), names, payloadSha256);
        var scope = $"{time[..8]}/{options.Region}/s3/aws4_request";
        var toSign = string.Join('\n', Algorithm, time, scope, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical))));
        var key = Encoding.UTF8.GetBytes("AWS4" + options.SecretKey);
        foreach (var part in new[] { time[..8], options.Region, "s3", "aws4_request" })
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        }

        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(toSign)));
        request.Headers.TryAddWithoutValidation(
            "Authorization", $"{Algorithm} Credential={options.AccessKey}/{scope},SignedHeaders={names},Signature={signature}");
    }

    // Values are escaped already by whoever wrote the address.
    private static string CanonicalQuery(string query) => string.Join('&', query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Contains('=', StringComparison.Ordinal) ? pair : pair + "=").Order(StringComparer.Ordinal));
}
