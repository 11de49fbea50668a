using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Reading;

namespace Market.Signing.Pdf.Text;

/// <summary>The fonts of a document that were met so far, each read once.</summary>
internal sealed class TextFonts(PdfRevision revision, TextBudget budget)
{
    private readonly Dictionary<PdfReference, TextFont?> _indirect = [];
    private readonly Dictionary<PdfObject, TextFont?> _direct = new(ReferenceEqualityComparer.Instance);

    /// <summary>The font a resource names; null when it is none.</summary>
    public TextFont? At(PdfObject value)
    {
        if (value is PdfReference reference)
        {
            return _indirect.TryGetValue(reference, out var known) ? known : _indirect[reference] = Read(value);
        }

        return _direct.TryGetValue(value, out var found) ? found : _direct[value] = Read(value);
    }

    private TextFont? Read(PdfObject value)
    {
        budget.Spend(0);
        return revision.Resolve(value) is PdfDictionary dictionary ? TextFont.Read(revision, dictionary, budget) : null;
    }
}
