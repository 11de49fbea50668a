using System.CommandLine;

namespace Market.Cli.Sealing;

/// <summary>Options that take a word.</summary>
internal static class TextOption
{
    /// <param name="sentence">Key of the description.</param>
    public static Option<string> Create(string name, string value, string sentence, params string[] aliases) =>
        new(name, aliases) { Description = Texts.Say(sentence), HelpName = value };
}
