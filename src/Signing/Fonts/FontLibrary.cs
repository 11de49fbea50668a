namespace Market.Signing.Fonts;

/// <summary>The fonts that come with this library, opened when first used. They lie in the folder <c>fonts</c> beside the
/// program.</summary>
internal static class FontLibrary
{
    private static readonly Lazy<TrueTypeFont> LazySerif = new(() => Open("NotoSerifSC-Regular"));
    private static readonly Lazy<TrueTypeFont> LazySerifBold = new(() => Open("NotoSerifSC-Bold"));

    /// <summary>Noto Serif SC Regular, a 宋体 for running text.</summary>
    public static TrueTypeFont Serif => LazySerif.Value;

    /// <summary>Noto Serif SC Bold, for headings and seals.</summary>
    public static TrueTypeFont SerifBold => LazySerifBold.Value;

    private static TrueTypeFont Open(string name) => TrueTypeFont.Open(Path.Combine(AppContext.BaseDirectory, "fonts", name + ".ttf"), name);
}
