using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Market.Marketplace.Persistence;

/// <summary>Instants as 64-bit microseconds since 1970 UTC: every database can compare and sort them.</summary>
internal sealed class InstantConverter() : ValueConverter<DateTimeOffset, long>(
    instant => (instant.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond,
    microseconds => DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond));

internal static class Conversions
{
    private const string Unlimited = "Market:Unlimited";

    private static readonly JsonSerializerOptions Json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>Keeps an immutable value as JSON text, on every database alike. It is replaced, never changed in place.</summary>
    public static PropertyBuilder<T> HasJson<T>(this PropertyBuilder<T> property)
    {
        property.HasConversion(
            value => JsonSerializer.Serialize(value, Json),
            text => JsonSerializer.Deserialize<T>(text, Json)!,
            new ValueComparer<T>(
                (left, right) => JsonSerializer.Serialize(left, Json) == JsonSerializer.Serialize(right, Json),
                value => JsonSerializer.Serialize(value, Json).GetHashCode(StringComparison.Ordinal),
                value => value));
        property.HasAnnotation(Unlimited, true);
        return property;
    }

    /// <summary>Keeps a text of any length as it is.</summary>
    public static PropertyBuilder<string?> HasLongText(this PropertyBuilder<string?> property)
    {
        property.HasAnnotation(Unlimited, true);
        return property;
    }

    public static bool IsUnlimited(this IReadOnlyProperty property) => property.FindAnnotation(Unlimited) is not null;
}
