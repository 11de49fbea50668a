using System.Globalization;
using System.Resources;
using Market.Signing.GuoMi;
using Market.Signing.Validation;

namespace Market.Signing;

/// <summary>Explains every stable code of this library in Chinese and in English.</summary>
public static class ReasonCatalogue
{
    private static readonly ResourceManager Sentences = new("Market.Signing.ReasonCodes", typeof(ReasonCatalogue).Assembly);

    private static readonly ResourceManager ElectronicSealSentences =
        new("Market.Signing.GuoMi.ElectronicSealReasons", typeof(ReasonCatalogue).Assembly);

    /// <summary>Every code a <see cref="SealReport"/> or an <see cref="ElectronicSealReport"/> can hold: of files, of
    /// signatures, of modifications, of electronic seals.</summary>
    public static IReadOnlyCollection<string> Codes { get; } =
    [
        .. Reasons.ByCode.Keys.Union(ModificationCodes.All, StringComparer.Ordinal).Union(SealReasons.ByCode.Keys, StringComparer.Ordinal),
    ];

    /// <summary>Whether a code is worth knowing and decides nothing.</summary>
    public static bool IsNote(string code) => EffectOf(code) == ReasonEffect.Note;

    /// <summary>Whether a code alone makes a validation fail, rather than leave it in doubt.</summary>
    public static bool Fails(string code) => EffectOf(code) == ReasonEffect.Fails;

    /// <summary>One sentence for an official; Chinese unless the culture is English.</summary>
    /// <returns>The code itself when it is not known here.</returns>
    public static string Explain(string code, CultureInfo culture) =>
        Sentences.GetString(code, culture) ?? ElectronicSealSentences.GetString(code, culture) ?? code;

    /// <summary>The sentence for a change after a seal, with its page where it has one.</summary>
    public static string Explain(Modification modification, CultureInfo culture)
    {
        var sentence = Explain(modification.Code, culture);
        return modification.Page is { } page
            ? string.Format(culture, Explain("on-page", culture), page, sentence)
            : sentence;
    }

    // A change after a seal that is not allowed always fails.
    private static ReasonEffect? EffectOf(string code) =>
        Reasons.ByCode.TryGetValue(code, out var reason) || SealReasons.ByCode.TryGetValue(code, out reason) ? reason.Effect
        : ModificationCodes.All.Contains(code) ? ReasonEffect.Fails
        : null;
}
