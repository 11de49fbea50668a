using System.Collections;
using System.Globalization;
using System.Resources;
using Market.Marketplace.Results;

namespace Market.Marketplace.Operations;

/// <summary>The words shown for states, ledger entries and checks, in Chinese and English (Wording.resx).</summary>
public static class Wording
{
    private static readonly ResourceManager Words =
        new("Market.Marketplace.Operations.Wording", typeof(Wording).Assembly);

    /// <summary>The word for an enumeration value; its key is <c>Type.Value</c>.</summary>
    public static string Of(Enum value, CultureInfo culture)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Words.GetString($"{value.GetType().Name}.{value}", culture) ?? value.ToString();
    }

    /// <summary>The sentence for a key with its values put in; the key itself where there is none.</summary>
    public static string Say(string key, CultureInfo culture, params object[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        var sentence = Words.GetString(key, culture) ?? key;
        return args.Length == 0 ? sentence : string.Format(culture, sentence, [.. args.Select(arg => OfArgument(arg, culture))]);
    }

    internal static object OfArgument(object argument, CultureInfo culture) => argument switch
    {
        Enum value => Of(value, culture),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        Elements.ElementProblem problem => problem.Say(culture),
        SigningReason reason => Signing.ReasonCatalogue.Explain(reason.Code, culture),
        _ => argument,
    };

    internal static IEnumerable<string> Keys(CultureInfo culture) =>
        Keys(Words.GetResourceSet(culture, createIfNotExists: true, tryParents: false));

    internal static IEnumerable<string> Keys(ResourceSet? set) =>
        set is null ? [] : set.Cast<DictionaryEntry>().Select(entry => (string)entry.Key);
}
