using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Market.Marketplace.Webhooks;

/// <summary>Signatures after Standard Webhooks 1.0.0: HMAC-SHA256 over <c>id.timestamp.body</c>. While a secret is being
/// exchanged there are two, separated by a blank, and a receiver accepts either.</summary>
public static class WebhookSignature
{
    /// <summary>Every secret begins with it, so that scanners of source code find one that leaked.</summary>
    public const string SecretPrefix = "whsec_";

    private const string Version = "v1,";
    private const int SecretLength = 32;

    /// <summary>How far the time of an attempt may be from the receiver's: what is older may be a replay.</summary>
    public static TimeSpan Tolerance { get; } = TimeSpan.FromMinutes(5);

    /// <summary>A new secret, 256 random bits.</summary>
    public static string NewSecret() => SecretPrefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretLength));

    /// <summary>The value of <c>webhook-signature</c>.</summary>
    public static string Sign(string id, DateTimeOffset at, ReadOnlySpan<byte> body, params IEnumerable<string> secrets)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        var content = ContentOf(id, at.ToUnixTimeSeconds(), body);
        return string.Join(' ', secrets.Select(secret => Version + Convert.ToBase64String(HMACSHA256.HashData(KeyOf(secret), content))));
    }

    /// <summary>What a receiver does: whether one of the signatures fits, and the time is near enough.</summary>
    public static bool IsValid(string? id, string? timestamp, string? signature, ReadOnlySpan<byte> body, string secret, DateTimeOffset now)
    {
        if (id is null || signature is null || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || Math.Abs(now.ToUnixTimeSeconds() - seconds) > Tolerance.TotalSeconds)
        {
            return false;
        }

        var expected = HMACSHA256.HashData(KeyOf(secret), ContentOf(id, seconds, body));
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        foreach (var one in signature.Split(' '))
        {
            if (one.StartsWith(Version, StringComparison.Ordinal)
                && Convert.TryFromBase64String(one[Version.Length..], given, out var length)
                && CryptographicOperations.FixedTimeEquals(expected, given[..length]))
            {
                return true;
            }
        }

        return false;
    }

    private static byte[] ContentOf(string id, long seconds, ReadOnlySpan<byte> body) =>
        [.. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{seconds}.")), .. body];

    private static byte[] KeyOf(string secret) =>
        Convert.FromBase64String(secret.StartsWith(SecretPrefix, StringComparison.Ordinal) ? secret[SecretPrefix.Length..] : secret);
}
