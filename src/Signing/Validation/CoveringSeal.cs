using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Pages;
using Market.Signing.Pdf.Reading;

namespace Market.Signing.Validation;

/// <summary>Finds a later seal so large that it may hide what was sealed before: its signature is in order, and yet a reader
/// sees another page (sneaky signature attack with a real signature). No size is forbidden, so a person has to look.</summary>
internal static class CoveringSeal
{
    // A seal of 42 mm covers a fortieth of an A4 page; half a page is no seal any more.
    private const double MostOfPage = 0.5;

    /// <summary>Whether the places where this signature is shown take up more than half of some page.</summary>
    public static bool CoversPage(PdfFile file, SignatureOccurrence signature)
    {
        var revision = signature.Revision;
        try
        {
            var boxes = new Dictionary<PdfReference, PdfRectangle>();
            foreach (var widget in signature.Field.Widgets)
            {
                if (revision.Dictionary(widget) is { } dictionary
                    && PdfRectangle.TryRead(revision, dictionary["Rect"]) is { Width: > 0, Height: > 0 } box)
                {
                    boxes[widget] = box;
                }
            }

            return boxes.Count > 0 && new PageTree(file, revision).Walk().Any(page => IsCovered(revision, page, boxes));
        }
        catch (PdfFormatException)
        {
            // Pages that cannot be read have a reason of their own.
            return false;
        }
    }

    private static bool IsCovered(PdfRevision revision, PdfPage page, Dictionary<PdfReference, PdfRectangle> boxes)
    {
        var covered = (revision.Array(page.Dictionary["Annots"]) ?? PdfArray.Empty)
            .OfType<PdfReference>()
            .Distinct()
            .Sum(annotation => boxes.TryGetValue(annotation, out var box) ? CommonArea(box, page.CropBox) : 0);
        return covered > MostOfPage * page.CropBox.Width * page.CropBox.Height;
    }

    private static double CommonArea(PdfRectangle one, PdfRectangle other) =>
        Math.Max(0, Math.Min(one.Right, other.Right) - Math.Max(one.Left, other.Left))
        * Math.Max(0, Math.Min(one.Top, other.Top) - Math.Max(one.Bottom, other.Bottom));
}
