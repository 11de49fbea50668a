using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Market.Testing;

/// <summary>Programs of others that look at a paper which we made and sealed: its structure, its seals, and whether its pages can be read.</summary>
internal static partial class PaperJudges
{
    private static readonly string[] Programs = ["pdfsig", "pdftotext", "qpdf", "mutool"];

    /// <summary>Which of the programs is not installed; null when all are.</summary>
    public static string? Missing { get; } = Programs.FirstOrDefault(program =>
        !(Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program))));

    /// <summary>Fails unless all of them find the file sound, each of its seals good and the last over the whole file, every character of every page drawn
    /// by a glyph of its font, no line of text over another and none beyond the page.</summary>
    /// <param name="isExtended">Whether proofs for later were added after the last seal (PAdES B-LT), which then covers all but them.</param>
    public static async Task AssertSoundAsync(Stream paper, int seals, string what, bool isExtended = false)
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".pdf");
        try
        {
            await using (var copy = File.Create(path))
            {
                paper.Position = 0;
                await paper.CopyToAsync(copy);
            }

            Keep(path, what);
            var structure = await RunAsync("qpdf", "--check", path);
            Assert.True(structure.Contains("No syntax or stream encoding errors found", StringComparison.Ordinal) && !structure.Contains("WARNING", StringComparison.Ordinal), $"{what}: {structure}");
            var poppler = await RunAsync("pdfsig", "-nocert", path);
            Assert.Equal(seals, Count(poppler, "Signature is Valid."));
            Assert.True(isExtended || Count(poppler, "Total document signed") == 1, $"{what}: {poppler}");
            var mupdf = await RunAsync("mutool", "sign", "-v", path);
            Assert.Equal(seals, Count(mupdf, "Verifying signature "));
            Assert.Equal(seals, Count(mupdf, "The document is unchanged since signing.") + Count(mupdf, "The signature is valid"));
            await AssertReadableAsync(path, what);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static async Task AssertReadableAsync(string path, string what)
    {
        var glyphs = await RunAsync("mutool", "draw", "-F", "trace", path);
        Assert.True(MissingGlyph().Match(glyphs) is { Success: false }, $"{what}: a character has no glyph: {MissingGlyph().Match(glyphs).Value}");
        Assert.DoesNotContain("error:", glyphs, StringComparison.Ordinal);
        var text = await RunAsync("mutool", "draw", "-F", "stext", path);
        foreach (var page in text.Split("<page ").Skip(1))
        {
            var size = PageSize().Match(page);
            var (width, height) = (Number(size.Groups[1].Value), Number(size.Groups[2].Value));
            var lines = Line().Matches(page).Select(line => new Box(line)).Where(box => box.Text.Length > 1 && box.Width > 0 && box.Height > 0).ToList();
            Assert.NotEmpty(lines);
            Assert.All(lines, line => Assert.True(line.Left >= 0 && line.Top >= 0 && line.Right <= width && line.Bottom <= height, $"{what}: “{line.Text}” goes beyond the page."));
            for (var i = 0; i < lines.Count; i++)
            {
                foreach (var other in lines.Skip(i + 1))
                {
                    Assert.False(lines[i].Covers(other), $"{what}: “{lines[i].Text}” and “{other.Text}” lie over each other.");
                }
            }
        }
    }

    // For whoever wants to look at them: MARKET_PAPERS names a folder.
    private static void Keep(string path, string what)
    {
        if (Environment.GetEnvironmentVariable("MARKET_PAPERS") is { Length: > 0 } folder)
        {
            File.Copy(path, Path.Combine(folder, what + ".pdf"), overwrite: true);
        }
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var judge = Process.Start(start)!;
        var errors = judge.StandardError.ReadToEndAsync();
        var output = await judge.StandardOutput.ReadToEndAsync();
        await judge.WaitForExitAsync();
        return output + await errors;
    }

    private static int Count(string text, string words) => text.Split(words).Length - 1;

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex("""<g unicode="[^" ]*" glyph="(?:0|-1|\.notdef)"[^>]*>""")]
    private static partial Regex MissingGlyph();

    [GeneratedRegex("""width="([0-9.]+)" height="([0-9.]+)">""")]
    private static partial Regex PageSize();

    [GeneratedRegex("""<line bbox="([-0-9.]+) ([-0-9.]+) ([-0-9.]+) ([-0-9.]+)"[^>]*>(.*?)</line>""", RegexOptions.Singleline)]
    private static partial Regex Line();

    [GeneratedRegex("""<char [^>]*\bc="([^"]*)""")]
    private static partial Regex Character();

    /// <summary>Where a line of text stands; single characters are those around a round seal. Two lines lie over each other when they share more than a third of a line's height.</summary>
    private sealed record Box(double Left, double Top, double Right, double Bottom, string Text)
    {
        public Box(Match line)
            : this(Number(line.Groups[1].Value), Number(line.Groups[2].Value), Number(line.Groups[3].Value), Number(line.Groups[4].Value),
                WebUtility.HtmlDecode(string.Concat(Character().Matches(line.Groups[5].Value).Select(character => character.Groups[1].Value))))
        {
        }

        public double Width => Right - Left;

        public double Height => Bottom - Top;

        public bool Covers(Box other) =>
            Math.Min(Right, other.Right) - Math.Max(Left, other.Left) > 1
            && Math.Min(Bottom, other.Bottom) - Math.Max(Top, other.Top) > Math.Min(Height, other.Height) / 3;
    }
}
