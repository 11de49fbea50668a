using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Reading;

namespace Market.Signing.Tests.Pdf.Filters;

/// <summary>Decoded streams compared with what qpdf makes of them, filter by filter.</summary>
public sealed class FilterJudgeTests(ITestOutputHelper output)
{
    private const int RowBytes = 48;
    private static readonly string? Corpus = Environment.GetEnvironmentVariable("MARKET_CORPUS");

    // Text that repeats, every byte value, long runs, and nothing at all.
    private static readonly byte[] Content =
    [
        .. Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 400).Select(line => $"BT /F1 12 Tf 72 {line} Td (规划方案 {line % 7}) Tj ET\n"))),
        .. Enumerable.Range(0, 4096).Select(value => (byte)(value * value / 7)), .. new byte[RowBytes * 20],
    ];

    private static readonly byte[] Rows = Content[..(Content.Length / RowBytes * RowBytes)];

    public static TheoryData<string> Cases => [.. Encodings.Keys];

    private static readonly Dictionary<string, (string Dictionary, Func<byte[]> Encode)> Encodings = new()
    {
        ["Flate"] = ("/Filter/FlateDecode", () => Deflate(Content)),
        ["Flate, short name"] = ("/Filter/Fl", () => Deflate(Content)),
        ["Flate of nothing"] = ("/Filter/FlateDecode", () => Deflate([])),
        ["LZW"] = ("/Filter/LZWDecode", () => Lzw(Content, early: 1)),
        ["LZW, late change"] = ("/Filter/LZWDecode/DecodeParms<</EarlyChange 0>>", () => Lzw(Content, early: 0)),
        ["ASCII85"] = ("/Filter/ASCII85Decode", () => Ascii85(Content)),
        ["ASCIIHex"] = ("/Filter/ASCIIHexDecode", () => Encoding.ASCII.GetBytes(Convert.ToHexString(Content) + ">")),
        ["RunLength"] = ("/Filter/RunLengthDecode", () => RunLength(Content)),
        ["ASCII85 over Flate"] = ("/Filter[/ASCII85Decode/FlateDecode]", () => Ascii85(Deflate(Content))),
        ["ASCIIHex over LZW"] = ("/Filter[/AHx/LZW]/DecodeParms[null null]", () => Encoding.ASCII.GetBytes(Convert.ToHexString(Lzw(Content, early: 1)) + ">")),
        ["PNG none"] = Png(_ => 0),
        ["PNG sub"] = Png(_ => 1),
        ["PNG up"] = Png(_ => 2),
        ["PNG average"] = Png(_ => 3),
        ["PNG Paeth"] = Png(_ => 4),
        ["PNG, another in every row"] = Png(row => row % 5),
        ["TIFF"] = ($"/Filter/FlateDecode/DecodeParms<</Predictor 2/Colors 3/BitsPerComponent 8/Columns {RowBytes / 3}>>", () => Deflate(Tiff(Rows))),
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_stream_decodes_to_what_qpdf_decodes(string name)
    {
        Assert.SkipUnless(Tools.Has("qpdf"), "qpdf is not installed.");
        var (dictionary, encode) = Encodings[name];
        var encoded = encode();
        var text = PdfText.OnePage(page: "/Contents 4 0 R").Object(
            4, $"<<{dictionary}/Length {encoded.Length}>>stream\n{Encoding.Latin1.GetString(encoded)}\nendstream");
        using var file = new TemporaryFile(text.End("/Size 5/Root 1 0 R").Bytes);

        Assert.Equal((1, 0, 0), Compare(file.Path));
    }

    [Fact]
    public void Streams_of_collected_files_decode_to_what_qpdf_decodes()
    {
        if (Corpus is null)
        {
            Assert.Skip("Left out: MARKET_CORPUS names no folder with collected files.");
        }

        Assert.SkipUnless(Tools.Has("qpdf"), "qpdf is not installed.");
        var (files, same, other, refused) = (0, 0, 0, 0);
        foreach (var path in Directory.EnumerateFiles(Path.Combine(Corpus, "pades-valid"), "*.pdf", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var (alike, different, unread) = Compare(path);
            (files, same, other, refused) = (files + 1, same + alike, other + different, refused + unread);
            if (different + unread > 0)
            {
                output.WriteLine($"{path}: {different} different, {unread} refused by us alone");
            }
        }

        output.WriteLine($"{files} files: {same} streams alike, {other} different, {refused} refused by us alone.");
        Assert.NotEqual(0, same);
        Assert.Equal(0, other);
    }

    /// <summary>How many streams that qpdf decodes come out the same, otherwise, or not at all here.</summary>
    private static (int Alike, int Different, int Refused) Compare(string path)
    {
        var said = Tools.Run("qpdf", "--json=2", "--json-stream-data=inline", "--decode-level=specialized", "--json-key=qpdf", path).Output;
        if (!said.StartsWith('{') || Parse(said) is not { } json)
        {
            return default;
        }

        using (json)
        {
            using var bytes = File.OpenRead(path);
            using var pdf = Open(bytes);
            return pdf is null ? default : Compare(pdf.Current, json.RootElement.GetProperty("qpdf")[1]);
        }
    }

    private static (int Alike, int Different, int Refused) Compare(PdfRevision revision, JsonElement objects)
    {
        var (alike, different, refused) = (0, 0, 0);
        foreach (var entry in objects.EnumerateObject().Where(entry => entry.Name.StartsWith("obj:", StringComparison.Ordinal)))
        {
            // What still has a filter is a picture or encrypted: not decoded there.
            if (!entry.Value.TryGetProperty("stream", out var stream) || stream.GetProperty("dict").TryGetProperty("/Filter", out _))
            {
                continue;
            }

            var number = entry.Name["obj:".Length..].Split(' ');
            try
            {
                var reference = new PdfReference(int.Parse(number[0], System.Globalization.CultureInfo.InvariantCulture), int.Parse(number[1], System.Globalization.CultureInfo.InvariantCulture));
                if (revision.Get(reference) is PdfStream ours)
                {
                    _ = revision.Decode(ours).AsSpan().SequenceEqual(stream.GetProperty("data").GetBytesFromBase64()) ? alike++ : different++;
                }
            }
            catch (PdfFormatException)
            {
                refused++;
            }
        }

        return (alike, different, refused);
    }

    private static JsonDocument? Parse(string said)
    {
        try
        {
            return JsonDocument.Parse(said);
        }
        catch (JsonException)
        {
            // qpdf had something to complain of behind its answer.
            return null;
        }
    }

    private static PdfFile? Open(FileStream bytes)
    {
        try
        {
            return PdfFile.Open(bytes);
        }
        catch (PdfFormatException)
        {
            return null;
        }
    }

    private static (string, Func<byte[]>) Png(Func<int, int> kindOf) => (
        $"/Filter/FlateDecode/DecodeParms<</Predictor 15/Colors 3/BitsPerComponent 8/Columns {RowBytes / 3}>>", () => Deflate(Predict(Rows, kindOf)));

    private static byte[] Deflate(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var deflater = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflater.Write(bytes);
        }

        return packed.ToArray();
    }

    // ISO 32000-2, 7.4.4.4: three bytes to a pixel.
    private static byte[] Predict(byte[] rows, Func<int, int> kindOf)
    {
        using var predicted = new MemoryStream();
        for (var row = 0; row < rows.Length / RowBytes; row++)
        {
            var kind = kindOf(row);
            predicted.WriteByte((byte)kind);
            for (var i = 0; i < RowBytes; i++)
            {
                int left = i < 3 ? 0 : rows[(row * RowBytes) + i - 3], up = row == 0 ? 0 : rows[((row - 1) * RowBytes) + i];
                int corner = i < 3 || row == 0 ? 0 : rows[((row - 1) * RowBytes) + i - 3];
                var guess = kind switch { 1 => left, 2 => up, 3 => (left + up) / 2, 4 => Paeth(left, up, corner), _ => 0 };
                predicted.WriteByte((byte)((rows[(row * RowBytes) + i] - guess) & 0xFF));
            }
        }

        return predicted.ToArray();
    }

    private static int Paeth(int left, int up, int corner)
    {
        var guess = left + up - corner;
        var (a, b, c) = (Math.Abs(guess - left), Math.Abs(guess - up), Math.Abs(guess - corner));
        return a <= b && a <= c ? left : b <= c ? up : corner;
    }

    private static byte[] Tiff(byte[] rows) =>
        [.. rows.Select((value, at) => (byte)((at % RowBytes < 3 ? value : value - rows[at - 3]) & 0xFF))];

    private static byte[] Ascii85(byte[] bytes)
    {
        var text = new StringBuilder();
        for (var at = 0; at < bytes.Length; at += 4)
        {
            var count = Math.Min(4, bytes.Length - at);
            var value = 0u;
            for (var i = 0; i < 4; i++)
            {
                value = (value << 8) | (i < count ? bytes[at + i] : 0u);
            }

            var group = new char[5];
            for (var i = 4; i >= 0; i--, value /= 85)
            {
                group[i] = (char)('!' + (value % 85));
            }

            text.Append(count == 4 && group.All(digit => digit == '!') ? "z" : new string(group, 0, count + 1));
            text.Append(at % 60 == 0 ? "\n" : "");
        }

        return Encoding.ASCII.GetBytes(text.Append("~>").ToString());
    }

    private static byte[] RunLength(byte[] bytes)
    {
        var packed = new List<byte>();
        for (var at = 0; at < bytes.Length;)
        {
            var run = 1;
            while (run < 128 && at + run < bytes.Length && bytes[at + run] == bytes[at])
            {
                run++;
            }

            if (run > 1)
            {
                packed.AddRange([(byte)(257 - run), bytes[at]]);
                at += run;
                continue;
            }

            var literal = Math.Min(100, bytes.Length - at);
            packed.Add((byte)(literal - 1));
            packed.AddRange(bytes.AsSpan(at, literal).ToArray());
            at += literal;
        }

        return [.. packed, 128];
    }

    // 7.4.4.2: codes of 9 to 12 bits; the width grows one code early unless told otherwise.
    private static byte[] Lzw(byte[] bytes, int early)
    {
        const int Clear = 256, End = 257, Full = 4095;
        var (packed, pending, bits, width) = (new List<byte>(), 0, 0, 9);
        var table = new Dictionary<(int Prefix, byte Next), int>();
        var (next, prefix) = (End + 1, -1);
        Write(Clear);
        foreach (var value in bytes)
        {
            if (prefix < 0)
            {
                prefix = value;
            }
            else if (table.TryGetValue((prefix, value), out var known))
            {
                prefix = known;
            }
            else
            {
                Write(prefix);
                table[(prefix, value)] = next++;
                width = next + early > 2048 ? 12 : next + early > 1024 ? 11 : next + early > 512 ? 10 : 9;
                if (next == Full - 1)
                {
                    Write(Clear);
                    table.Clear();
                    (next, width) = (End + 1, 9);
                }

                prefix = value;
            }
        }

        if (prefix >= 0)
        {
            Write(prefix);
            next++;
            width = next + early > 2048 ? 12 : next + early > 1024 ? 11 : next + early > 512 ? 10 : 9;
        }

        Write(End);
        if (bits > 0)
        {
            packed.Add((byte)(pending << (8 - bits)));
        }

        return [.. packed];

        void Write(int code)
        {
            (pending, bits) = ((pending << width) | code, bits + width);
            while (bits >= 8)
            {
                packed.Add((byte)(pending >> (bits - 8)));
                bits -= 8;
                pending &= (1 << bits) - 1;
            }
        }
    }
}
