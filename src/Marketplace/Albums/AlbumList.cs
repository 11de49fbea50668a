using System.Text.Json;
using System.Text.Json.Serialization;

namespace Market.Marketplace.Albums;

/// <summary>One line of the list.</summary>
public sealed record AlbumListLine
{
    /// <summary>Place in the list.</summary>
    [JsonPropertyName("position")]
    public required int Position { get; init; }

    /// <summary>drawing or data.</summary>
    [JsonPropertyName("kind")]
    public required string Kind { get; init; }

    /// <summary>图号.</summary>
    [JsonPropertyName("number")]
    public required string Number { get; init; }

    /// <summary>图名.</summary>
    [JsonPropertyName("title")]
    public required string Title { get; init; }

    /// <summary>版次.</summary>
    [JsonPropertyName("revision")]
    public required string Revision { get; init; }

    /// <summary>File name.</summary>
    [JsonPropertyName("file")]
    public required string File { get; init; }

    /// <summary>Bytes of the file as handed in.</summary>
    [JsonPropertyName("size")]
    public required long Size { get; init; }

    /// <summary>SHA-256 of the file as handed in; a sealed drawing begins with exactly these bytes.</summary>
    [JsonPropertyName("sha256")]
    public required string Sha256 { get; init; }

    /// <summary>SM3 of the file as handed in, where it was asked for.</summary>
    [JsonPropertyName("sm3")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Sm3 { get; init; }
}

/// <summary>The list of an album as data: embedded under the first seal of the drawn list as album.json, so that whoever
/// holds the files can compare them without this program.</summary>
/// <param name="Lines">All files but the list itself.</param>
public sealed record AlbumList([property: JsonPropertyName("files")] IReadOnlyList<AlbumListLine> Lines)
{
    /// <summary>The name of the embedded file.</summary>
    public const string FileName = "album.json";

    private static readonly JsonSerializerOptions Json = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Names the format.</summary>
    [JsonPropertyName("format")]
    public string Format { get; init; } = "market-album/1";

    internal static AlbumList Of(IEnumerable<Sheet> sheets) => new(
    [
        .. sheets.Where(sheet => sheet.Kind != SheetKind.Manifest).OrderBy(sheet => sheet.Position).Select(sheet => new AlbumListLine
        {
            Position = sheet.Position,
            Kind = sheet.Kind == SheetKind.Drawing ? "drawing" : "data",
            Number = sheet.Number,
            Title = sheet.Title,
            Revision = sheet.Revision,
            File = sheet.FileName,
            Size = sheet.Size,
            Sha256 = sheet.Sha256,
        }),
    ]);

    internal byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    /// <summary>Reads the embedded file; null when it is something else.</summary>
    internal static AlbumList? Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize<AlbumList>(bytes, Json) is { Lines: not null } list ? list : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
