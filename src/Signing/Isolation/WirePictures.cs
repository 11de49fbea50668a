using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Market.Signing.Seals;

namespace Market.Signing.Isolation;

/// <summary>A finished picture of a seal as it travels to whoever writes it into a document: nothing is drawn there again.</summary>
internal sealed record WirePicture(string Description, bool IsDemonstration, WireDrawing Drawing);

/// <summary>A <see cref="Drawing"/>: its streams are compressed already.</summary>
/// <param name="InkContent">The content that darkens what lies below; null for a picture that does not.</param>
internal sealed record WireDrawing(
    double Width, double Height, byte[] Content, byte[]? InkContent, IReadOnlyList<WireFont> Fonts, IReadOnlyList<WirePixels> Images);

/// <summary>A font subset made ready: measures in thousandths, its program and its way back to Unicode compressed.</summary>
internal sealed record WireFont(
    string Name, IReadOnlyList<long> Box, long Ascent, long Descent, long CapHeight, IReadOnlyList<long> Widths,
    byte[] Program, int ProgramLength, byte[] ToUnicode);

/// <summary>A picture of pixels made ready.</summary>
internal sealed record WirePixels(int Width, int Height, byte[] Colours, bool IsGrey, byte[]? Alpha, byte[]? Stencil);

/// <summary>A picture with its digest: one that is used in several places, or for many documents, is one picture for whoever receives it, and
/// so written once into a document.</summary>
internal sealed class WirePictureConverter : JsonConverter<SealPicture>
{
    // Different seals of one album and those of its neighbours; drawings of some hundred kilobytes at most.
    private const int MostKept = 16;
    private static readonly ConcurrentDictionary<string, SealPicture> Kept = new(StringComparer.Ordinal);

    /// <summary>The picture written down, to be used for every document.</summary>
    public static byte[] Encode(SealPicture picture)
    {
        var parts = JsonSerializer.SerializeToUtf8Bytes(new WirePicture(picture.Description, picture.IsDemonstration, picture.Drawing.Parts), WireJson.Default.WirePicture);
        return [.. "[\""u8, .. Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(parts))), .. "\","u8, .. parts, .. "]"u8];
    }

    public override SealPicture Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray || !reader.Read() || reader.GetString() is not { } digest || !reader.Read())
        {
            throw new JsonException("A picture is expected.");
        }

        if (Kept.TryGetValue(digest, out var picture))
        {
            reader.Skip();
        }
        else
        {
            picture = new SentPicture(JsonSerializer.Deserialize(ref reader, WireJson.Default.WirePicture) ?? throw new JsonException("A picture is expected."));
            if (Kept.Count >= MostKept)
            {
                Kept.Clear();
            }

            Kept[digest] = picture;
        }

        return reader.Read() && reader.TokenType == JsonTokenType.EndArray ? picture : throw new JsonException("A picture is expected.");
    }

    public override void Write(Utf8JsonWriter writer, SealPicture value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value.Encoded, skipInputValidation: true);

    /// <summary>A picture that was drawn elsewhere.</summary>
    private sealed class SentPicture(WirePicture sent) : SealPicture(sent.Drawing.Width, sent.Drawing.Height, sent.IsDemonstration)
    {
        public override string Description => sent.Description;

        private protected override Drawing Draw() => new(sent.Drawing);

        private protected override void Draw(DrawingCanvas canvas) => throw new NotSupportedException("The picture is finished.");
    }
}

/// <summary>Pages as people write them.</summary>
internal sealed class WirePageSetConverter : JsonConverter<PageSet>
{
    public override PageSet Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return PageSet.Parse(reader.GetString() ?? "");
        }
        catch (FormatException exception)
        {
            throw new JsonException("Pages are expected.", exception);
        }
    }

    public override void Write(Utf8JsonWriter writer, PageSet value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}

/// <summary>The modules of a QR code: a line of ones and noughts for each row.</summary>
internal sealed class WireModulesConverter : JsonConverter<bool[,]>
{
    public override bool[,] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var rows = (reader.GetString() ?? "").Split('\n');
        var modules = new bool[rows.Length, rows[0].Length];
        for (var row = 0; row < rows.Length; row++)
        {
            for (var column = 0; column < rows[0].Length; column++)
            {
                modules[row, column] = rows[row].Length == rows[0].Length && rows[row][column] == '1';
            }
        }

        return modules;
    }

    public override void Write(Utf8JsonWriter writer, bool[,] value, JsonSerializerOptions options)
    {
        var (rows, columns) = (value.GetLength(0), value.GetLength(1));
        writer.WriteStringValue(string.Join('\n', Enumerable.Range(0, rows).Select(row => string.Create(columns, (value, row), static (line, from) =>
        {
            for (var column = 0; column < line.Length; column++)
            {
                line[column] = from.value[from.row, column] ? '1' : '0';
            }
        }))));
    }
}
