using System.Globalization;
using System.Resources;

namespace Market.Cli;

/// <summary>The sentences of the tool, in Texts.resx and Texts.en.resx.</summary>
internal static class Texts
{
    private static readonly ResourceManager Sentences = new("Market.Cli.Texts", typeof(Texts).Assembly);

    /// <summary>The sentence of a key in the user's language.</summary>
    public static string Say(string key, params object?[] arguments)
    {
        var sentence = Sentences.GetString(key, CultureInfo.CurrentUICulture)
            ?? throw new InvalidOperationException($"Texts.resx has no {key}.");
        return arguments.Length == 0 ? sentence : string.Format(CultureInfo.InvariantCulture, sentence, arguments);
    }
}
