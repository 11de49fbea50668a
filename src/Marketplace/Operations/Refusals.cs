using System.Globalization;
using System.Resources;

namespace Market.Marketplace.Operations;

/// <summary>The sentence of every refusal, in Chinese and English (Refusals.resx).</summary>
public static class Refusals
{
    internal const string ChangedMeanwhile = "changed-meanwhile";

    private static readonly ResourceManager Sentences =
        new("Market.Marketplace.Operations.Refusals", typeof(Refusals).Assembly);

    /// <summary>The sentence for the refusal, saying what to do.</summary>
    public static string Say(MarketplaceException refusal, CultureInfo culture)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        return Say(refusal.Code, culture, [.. refusal.Args]);
    }

    /// <summary>The sentence for a code, with its values put in.</summary>
    public static string Say(string code, CultureInfo culture, params object[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        var sentence = Sentences.GetString(code, culture) ?? code;
        return args.Length == 0
            ? sentence
            : string.Format(culture, sentence, [.. args.Select(arg => Wording.OfArgument(arg, culture))]);
    }

    internal static IEnumerable<string> Codes(CultureInfo culture) =>
        Wording.Keys(Sentences.GetResourceSet(culture, createIfNotExists: true, tryParents: false));
}
