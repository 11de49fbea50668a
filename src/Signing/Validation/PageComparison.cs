using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Pages;
using Market.Signing.Pdf.Reading;

namespace Market.Signing.Validation;

/// <summary>Compares pages: new signatures may add their widgets, everything else stays.</summary>
internal sealed class PageComparison(UpdateChanges changes, AllowedChanges allowed, IReadOnlySet<int> newWidgets)
{
    private readonly PdfRevision _before = changes.Before;
    private readonly PdfRevision _after = changes.After;

    // ISO 32000-2, tables 30 and 31: what a node of the page tree hands down. Other keys are producers' marks.
    private static readonly string[] TreeKeys =
        ["Type", "Parent", "Kids", "Count", "Resources", "MediaBox", "CropBox", "Rotate"];

    /// <param name="pages">The pages of the revision before, in order.</param>
    public void Compare(IReadOnlyList<PdfPage> pages)
    {
        foreach (var number in changes.Changed.Where(IsSameTreeNode))
        {
            allowed.Explain(new PdfReference(number));
        }

        for (var i = 0; i < pages.Count; i++)
        {
            var page = pages[i];
            var annotations = page.Dictionary["Annots"];
            if (changes.Changed.Contains(page.Reference.Number))
            {
                ComparePage(page, i + 1);
            }
            else if (annotations is PdfReference array && changes.Changed.Contains(array.Number))
            {
                CompareAnnotations(annotations, annotations, page.Reference.Number, i + 1);
            }
        }
    }

    private bool IsSameTreeNode(int number) =>
        UpdateChanges.Get(_before, number) is PdfDictionary old
        && old.HasName("Type", "Pages")
        && UpdateChanges.Get(_after, number) is PdfDictionary now
        && Array.TrueForAll(TreeKeys, key => old[key].Equals(now[key]));

    private void ComparePage(PdfPage page, int number)
    {
        allowed.Explain(page.Reference);
        if (_after.Resolve(page.Reference) is not PdfDictionary now)
        {
            allowed.Report(ModificationCodes.PageChanged, page.Reference.Number, number);
            return;
        }

        var old = page.Dictionary;
        foreach (var key in old.Keys.Union(now.Keys).Where(key => key != "Annots" && !old[key].Equals(now[key]) && !changes.SameMeaning(old[key], now[key])))
        {
            allowed.Report(
                key switch
                {
                    "Contents" => ModificationCodes.PageContentChanged,
                    "Resources" => ModificationCodes.PageResourceChanged,
                    _ => ModificationCodes.PageChanged,
                },
                page.Reference.Number,
                number,
                "/" + key);
            SignedObjects.ReportReuse(changes, allowed, old[key], now[key], number);
        }

        CompareAnnotations(old["Annots"], now["Annots"], page.Reference.Number, number);
    }

    private void CompareAnnotations(PdfObject before, PdfObject after, int owner, int page)
    {
        allowed.ExplainOwned(before, owner);
        var old = _before.Array(before) ?? PdfArray.Empty;
        var now = _after.Array(after) ?? PdfArray.Empty;
        foreach (var gone in old.Where(item => !now.Contains(item)))
        {
            allowed.Report(ModificationCodes.AnnotationRemoved, (gone as PdfReference)?.Number, page);
        }

        foreach (var item in now.Where(item => !old.Contains(item)))
        {
            if (item is not PdfReference widget || !newWidgets.Contains(widget.Number))
            {
                allowed.Report(ModificationCodes.AnnotationAdded, (item as PdfReference)?.Number, page);
            }
        }
    }
}
