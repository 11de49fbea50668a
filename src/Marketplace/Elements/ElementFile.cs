using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Market.Marketplace.Elements;

/// <summary>The elements of a result as data: embedded under its first seal as elements.json, so that a program reads the
/// very figures that the seals cover. market.json names its digest.</summary>
public sealed record ElementFile
{
    /// <summary>The name of the embedded file.</summary>
    public const string FileName = "elements.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Names the format.</summary>
    public string Format { get; init; } = "market-elements/1";

    /// <summary>The task order's number.</summary>
    public required string TaskOrder { get; init; }

    /// <summary>The service item's code.</summary>
    public required string ServiceItem { get; init; }

    /// <summary>The edition of the item whose schema was filled in.</summary>
    public required int Edition { get; init; }

    /// <summary>All elements in their order.</summary>
    public required IReadOnlyList<ElementRow> Elements { get; init; }

    /// <summary>The text that is embedded, and kept.</summary>
    public string ToText() => JsonSerializer.Serialize(this, Json);

    /// <summary>Reads the text; null when it is something else.</summary>
    public static ElementFile? Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<ElementFile>(text, Json) is { Format: "market-elements/1", Elements: not null } file ? file : null;
        }
        catch (JsonException)
        {
            // Somebody else's file of the same name.
            return null;
        }
    }

    /// <summary>Digest of the text as embedded.</summary>
    public static string DigestOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
