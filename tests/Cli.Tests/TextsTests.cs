using System.Xml.Linq;

namespace Market.Cli.Tests;

public sealed class TextsTests
{
    [Fact]
    public void Every_sentence_exists_in_Chinese_and_English_with_the_same_gaps()
    {
        var (chinese, english) = (Read("Texts.resx"), Read("Texts.en.resx"));

        Assert.Equal(chinese.Keys.Order(StringComparer.Ordinal), english.Keys.Order(StringComparer.Ordinal));
        Assert.All(chinese, text => Assert.Equal(Gaps(text.Value), Gaps(english[text.Key])));
        Assert.All(english.Values, text => Assert.DoesNotContain(text, character => character is >= '\u4E00' and <= '\u9FFF'));
    }

    private static IEnumerable<string> Gaps(string text) =>
        System.Text.RegularExpressions.Regex.Matches(text, @"\{\d+\}").Select(match => match.Value).Order(StringComparer.Ordinal);

    private static Dictionary<string, string> Read(string name) =>
        XDocument.Load(Path.Combine(Repository.Path, "src", "Cli", name))
            .Root!.Elements("data").ToDictionary(data => data.Attribute("name")!.Value, data => data.Value);
}
