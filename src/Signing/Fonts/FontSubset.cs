using System.Text;

namespace Market.Signing.Fonts;

/// <summary>The characters of a font that one document or picture uses, numbered anew from 1 in the order of first use.</summary>
internal sealed class FontSubset(TrueTypeFont font)
{
    private readonly Dictionary<int, int> _codes = [];
    private readonly List<(int CodePoint, int Glyph)> _used = [];

    public TrueTypeFont Font { get; } = font;

    /// <summary>The characters used, the one of code 1 first, each with its glyph in the whole font.</summary>
    public IReadOnlyList<(int CodePoint, int Glyph)> Used => _used;

    /// <summary>The code of a character in this subset.</summary>
    /// <exception cref="SealRefusedException">The font cannot draw the character.</exception>
    public int CodeOf(Rune character)
    {
        if (_codes.TryGetValue(character.Value, out var code))
        {
            return code;
        }

        var glyph = Font.GlyphOf(character.Value);
        if (glyph == 0)
        {
            throw new SealRefusedException(
                SealRefusedException.CharacterNotInFont, $"The font has no sign for the character '{character}' (U+{character.Value:X4}).");
        }

        code = _used.Count + 1;
        _used.Add((character.Value, glyph));
        _codes[character.Value] = code;
        return code;
    }

    /// <summary>Advance width of a character, 1 for the size of the font.</summary>
    public double WidthOf(Rune character) => (double)Font.AdvanceOf(Font.GlyphOf(character.Value)) / Font.UnitsPerEm;

    /// <summary>Width of a text, 1 for the size of the font.</summary>
    public double WidthOf(string text)
    {
        var width = 0.0;
        foreach (var character in text.EnumerateRunes())
        {
            width += WidthOf(character);
        }

        return width;
    }

    /// <summary>The text as hexadecimal digits of two-byte codes, for a string of a content stream.</summary>
    public string Encode(string text)
    {
        var builder = new StringBuilder(text.Length * 4);
        foreach (var character in text.EnumerateRunes())
        {
            builder.Append(CodeOf(character).ToString("X4", System.Globalization.CultureInfo.InvariantCulture));
        }

        return builder.ToString();
    }
}
