using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Market.Signing;

namespace Market.Cli.Sealing;

/// <summary>Something to know about a file that was sealed or extended all the same.</summary>
internal sealed record FileWarning(string Code, string Message);

/// <summary>What became of one file.</summary>
/// <param name="File">As given.</param>
/// <param name="Output">Where the new file is; null when it was refused.</param>
/// <param name="Status"><c>done</c> or <c>refused</c>.</param>
/// <param name="Level">The level reached, for example B-T; null when refused.</param>
/// <param name="Code">Why it was refused; null when done.</param>
/// <param name="Message">The same in a sentence.</param>
/// <param name="Detail">What the library says of this very case, in English; null where that adds nothing.</param>
internal sealed record FileOutcome(
    string File, string? Output, string Status, string? Level, string? Code, string? Message, string? Detail, IReadOnlyList<FileWarning> Warnings)
{
    [JsonIgnore]
    public bool IsDone => Status == "done";

    public static FileOutcome Done(BatchItem item, SealOutcome outcome, CultureInfo language) => new(
        item.Input, item.Output, "done", Levels.NameOf(outcome.Level), null, null, null,
        [
            .. outcome.Warnings.Select(warning => new FileWarning(warning.Code, Refusal.Say(warning.Code, warning.Message, language))),
            .. outcome.Repair?.Notes.Select(note => new FileWarning(note.Code, ReasonCatalogue.Explain(note.Code, language))) ?? [],
        ]);

    public static FileOutcome Refused(BatchItem item, string code, string message, string? detail) =>
        new(item.Input, null, "refused", null, code, message, detail, []);

    public string ToJson() => JsonSerializer.Serialize(this, OutcomeJson.Readable.FileOutcome);
}

[JsonSerializable(typeof(FileOutcome))]
internal sealed partial class OutcomeJson : JsonSerializerContext
{
    public static OutcomeJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    });
}
