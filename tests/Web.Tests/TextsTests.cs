using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Market.Web.Api;
using Market.Web.Localization;

namespace Market.Web.Tests;

public sealed partial class TextsTests
{
    [Fact]
    public void Every_text_of_the_pages_has_an_English_one()
    {
        var translated = Texts.Translated.ToHashSet();

        var missing = Sources().SelectMany(file => TextKey().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value))
            .Concat(ProblemKind.All.Values.Select(kind => kind.Sentence))
            .Distinct().Where(text => !translated.Contains(text)).ToList();

        Assert.Empty(missing);
    }

    [Fact]
    public void The_English_text_has_the_same_places_as_the_Chinese_one()
    {
        var texts = new Texts();
        var before = System.Globalization.CultureInfo.CurrentUICulture;
        System.Globalization.CultureInfo.CurrentUICulture = System.Globalization.CultureInfo.GetCultureInfo("en");
        try
        {
            var different = Texts.Translated.Where(chinese => !Places(chinese).SetEquals(Places(texts[chinese]))).ToList();

            Assert.Empty(different);
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentUICulture = before;
        }
    }

    [Fact]
    public void No_page_carries_inline_style_or_script_which_the_content_security_policy_forbids()
    {
        var inline = Sources().Where(file => file.EndsWith(".razor", StringComparison.Ordinal))
            .Where(file => InlineCode().IsMatch(File.ReadAllText(file))).Select(Path.GetFileName).ToList();

        Assert.Empty(inline);
    }

    private static HashSet<string> Places(string text) => [.. Place().Matches(text).Select(match => match.Value)];

    private static IEnumerable<string> Sources([CallerFilePath] string here = "")
    {
        var web = Path.GetFullPath("../../src/Web", Path.GetDirectoryName(here)!);
        return Directory.EnumerateFiles(web, "*.*", SearchOption.AllDirectories)
            .Where(file => file.EndsWith(".razor", StringComparison.Ordinal) || file.EndsWith(".cs", StringComparison.Ordinal))
            .Where(file => !file.Contains("node_modules", StringComparison.Ordinal));
    }

    [GeneratedRegex("""(?:\bT|\b[Tt]exts)\["((?:[^"\\]|\\.)*)"[,\]]""")]
    private static partial Regex TextKey();

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Place();

    [GeneratedRegex("""\sstyle="|\son(click|change|submit|load)="[^@]|<script(?![^>]*\ssrc=)""")]
    private static partial Regex InlineCode();
}
