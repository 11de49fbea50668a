using System.Collections;
using System.Collections.Frozen;
using System.Globalization;
using System.Resources;

namespace Market.Web.Localization;

/// <summary>The words of the pages. A text is written in Chinese where it is used, and that Chinese text is also its key;
/// English comes from <c>Localization/English*.resx</c>. A test fails when an English text is missing.</summary>
public sealed class Texts
{
    private const string EnglishResources = "Market.Web.Localization.English";

    private static readonly FrozenDictionary<string, string> English = ReadEnglish();

    /// <summary>The text in the language of the current reader.</summary>
    public string this[string chinese] =>
        IsEnglish ? English.GetValueOrDefault(chinese, chinese) : chinese;

    /// <summary>The text with its places <c>{0}</c>, <c>{1}</c> … filled in.</summary>
    public string this[string chinese, params object?[] arguments] =>
        string.Format(CultureInfo.CurrentCulture, this[chinese], arguments);

    /// <summary>True when the current reader chose English.</summary>
    public static bool IsEnglish => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en";

    /// <summary>The Chinese texts that have an English one.</summary>
    internal static IEnumerable<string> Translated => English.Keys;

    private static FrozenDictionary<string, string> ReadEnglish()
    {
        var assembly = typeof(Texts).Assembly;
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in assembly.GetManifestResourceNames().Where(name =>
            name.StartsWith(EnglishResources, StringComparison.Ordinal) && name.EndsWith(".resources", StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            using var reader = new ResourceReader(stream);
            foreach (DictionaryEntry entry in reader)
            {
                texts[(string)entry.Key] = (string)entry.Value!;
            }
        }

        return texts.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
