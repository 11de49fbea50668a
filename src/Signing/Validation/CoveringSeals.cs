using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Pages;
using Market.Signing.Pdf.Reading;

namespace Market.Signing.Validation;

/// <summary>Finds later seals so large, alone or together, that they may hide what was sealed before: their signatures are in order, and yet
/// a reader sees another page (sneaky signature attack with real signatures). No size is forbidden, so a person has to look.</summary>
internal static class CoveringSeals
{
    // A seal of 42 mm covers a fortieth of an A4 page; half a page is no seal any more.
    private const double MostOfPage = 0.5;

    /// <summary>Those of the signatures that take part in covering more than half of some page.</summary>
    public static IReadOnlySet<SignatureOccurrence> Find(PdfFile file, IReadOnlyList<SignatureOccurrence> later)
    {
        var found = new HashSet<SignatureOccurrence>();
        if (later.Count == 0)
        {
            return found;
        }

        try
        {
            var boxes = BoxesOf(later);
            if (boxes.Count > 0)
            {
                foreach (var page in new PageTree(file, file.Current).Walk())
                {
                    found.UnionWith(CoveringOn(file.Current, page, boxes));
                }
            }
        }
        catch (PdfFormatException)
        {
            // Pages that cannot be read have a reason of their own.
        }

        return found;
    }

    private static Dictionary<PdfReference, (SignatureOccurrence Signature, PdfRectangle Box)> BoxesOf(IEnumerable<SignatureOccurrence> later)
    {
        var boxes = new Dictionary<PdfReference, (SignatureOccurrence, PdfRectangle)>();
        foreach (var signature in later)
        {
            foreach (var widget in signature.Field.Widgets)
            {
                if (signature.Revision.Dictionary(widget) is { } dictionary
                    && PdfRectangle.TryRead(signature.Revision, dictionary["Rect"]) is { Width: > 0, Height: > 0 } box)
                {
                    boxes[widget] = (signature, box);
                }
            }
        }

        return boxes;
    }

    private static IEnumerable<SignatureOccurrence> CoveringOn(
        PdfRevision revision, PdfPage page, Dictionary<PdfReference, (SignatureOccurrence Signature, PdfRectangle Box)> boxes)
    {
        var shown = (revision.Array(page.Dictionary["Annots"]) ?? PdfArray.Empty)
            .OfType<PdfReference>().Distinct().Where(boxes.ContainsKey).Select(annotation => boxes[annotation])
            .Select(place => (place.Signature, Area: CommonArea(place.Box, page.CropBox))).Where(place => place.Area > 0).ToList();
        return shown.Sum(place => place.Area) > MostOfPage * page.CropBox.Width * page.CropBox.Height ? shown.Select(place => place.Signature) : [];
    }

    private static double CommonArea(PdfRectangle one, PdfRectangle other) =>
        Math.Max(0, Math.Min(one.Right, other.Right) - Math.Max(one.Left, other.Left))
        * Math.Max(0, Math.Min(one.Top, other.Top) - Math.Max(one.Bottom, other.Bottom));
}
