using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Reading;

namespace Market.Signing.Pdf.Text;

/// <summary>One character code of a string that is shown, and what the font makes of it. Widths are for a font of size 1.</summary>
/// <param name="Length">How many bytes the code takes.</param>
/// <param name="Text">What it reads as; empty when unknown.</param>
/// <param name="Advance">How far the line of writing goes on: rightwards, or downwards in vertical writing.</param>
/// <param name="Width">Width of the character itself.</param>
/// <param name="IsWordSpace">Whether word spacing applies: a single byte of 32 (9.3.3).</param>
internal readonly record struct TextCode(int Length, string Text, double Advance, double Width, bool IsWordSpace);

/// <summary>A font as far as reading text needs it (ISO 32000-2, 9.5 to 9.10): codes to characters, and widths.</summary>
internal abstract class TextFont
{
    private const double UsualAscent = 0.88;
    private const double UsualDescent = -0.12;

    private protected TextFont(PdfRevision revision, PdfDictionary? descriptor)
    {
        var ascent = (revision.Number(descriptor?["Ascent"] ?? PdfNull.Value) ?? 0) / 1000;
        var descent = (revision.Number(descriptor?["Descent"] ?? PdfNull.Value) ?? 0) / 1000;

        // Many producers leave zeros or whole boxes here; a descent is often positive by mistake.
        var isUsable = ascent is > 0.3 and < 1.6 && Math.Abs(descent) < 0.8;
        Middle = isUsable ? (ascent - Math.Abs(descent)) / 2 : (UsualAscent + UsualDescent) / 2;
    }

    /// <summary>Whether lines run from top to bottom.</summary>
    public virtual bool IsVertical => false;

    /// <summary>How far the middle of characters lies above the baseline.</summary>
    public double Middle { get; }

    /// <summary>Reads the next code of a string that is not empty.</summary>
    public abstract TextCode Next(ReadOnlySpan<byte> text);

    /// <exception cref="PdfFormatException">The font is malformed beyond use.</exception>
    public static TextFont Read(PdfRevision revision, PdfDictionary font, TextBudget budget) =>
        font.HasName("Subtype", "Type0") ? new CompositeFont(revision, font, budget) : new SimpleFont(revision, font, budget);

    private protected static CodeMap? ReadMap(PdfRevision revision, PdfObject value, TextBudget budget)
    {
        if (revision.Resolve(value) is not PdfStream stream)
        {
            return null;
        }

        try
        {
            var content = revision.Decode(stream);
            budget.Spend(content.Length);
            return CodeMap.Read(content);
        }
        catch (PdfFormatException exception) when (exception.Code is PdfFormatException.Damaged or PdfFormatException.Unsupported)
        {
            // Text that cannot be read back is no text to be found; the page is what it is.
            return null;
        }
    }
}
