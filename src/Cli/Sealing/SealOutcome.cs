using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace Market.Cli.Sealing;

/// <summary>What became of one file.</summary>
/// <param name="File">As given.</param>
/// <param name="Output">Where the sealed file is; null when it was refused.</param>
/// <param name="Status"><c>done</c> or <c>refused</c>.</param>
/// <param name="Level">What was made, for example B-T; null when refused.</param>
/// <param name="Code">Why it was refused; null when done.</param>
/// <param name="Message">The same in a sentence.</param>
internal sealed record SealOutcome(string File, string? Output, string Status, string? Level, string? Code, string? Message)
{
    [JsonIgnore]
    public bool IsDone => Status == "done";

    public static SealOutcome Done(BatchItem item, string level) => new(item.Input, item.Output, "done", level, null, null);

    public static SealOutcome Refused(BatchItem item, string code, string message) => new(item.Input, null, "refused", null, code, message);

    public string ToJson() => JsonSerializer.Serialize(this, OutcomeJson.Readable.SealOutcome);
}

[JsonSerializable(typeof(SealOutcome))]
internal sealed partial class OutcomeJson : JsonSerializerContext
{
    public static OutcomeJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    });
}
