using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Market.Signing;

namespace Market.Cli.Inspecting;

/// <summary>What was found in one document, for programs.</summary>
/// <param name="File">As given.</param>
/// <param name="Status"><c>readable</c> or <c>refused</c>.</param>
/// <param name="Code">Why it was refused; null when readable.</param>
/// <param name="Message">The same in a sentence.</param>
/// <param name="Document">What is in it; null when refused.</param>
internal sealed record Inspection(string File, string Status, string? Code, string? Message, PdfDescription? Document)
{
    /// <summary>What the library says of this very case, in English; null where that adds nothing.</summary>
    public string? Detail { get; init; }

    [JsonIgnore]
    public bool IsReadable => Document is not null;

    public static Inspection Of(string file, PdfDescription document) => new(file, "readable", null, null, document);

    public static Inspection Refused(string file, string code, string message) => new(file, "refused", code, message, null);

    public string ToJson() => JsonSerializer.Serialize(this, InspectionJson.Readable.Inspection);
}

[JsonSerializable(typeof(Inspection))]
internal sealed partial class InspectionJson : JsonSerializerContext
{
    public static InspectionJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    });
}
