using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Pages;
using Market.Signing.Pdf.Reading;
using Market.Signing.Pdf.Writing;

namespace Market.Signing.Pdf.Sealing;

/// <summary>Enters signatures in the interactive form (ISO 32000-2, 12.7.3).</summary>
internal static class FormEntry
{
    // Table 225: there are signatures, and the file may only be appended to.
    private const int SignaturesExistAndAppendOnly = 3;

    // 12.5.3: printed, and neither moved nor resized by readers.
    private const int PrintAndLocked = 4 | 128;

    /// <summary>A new signature field merged with its only widget (12.7.5.5).</summary>
    /// <param name="name">A partial name, unused at the top of the form.</param>
    /// <param name="page">The page that shows it.</param>
    /// <param name="rectangle">Its place; without size where nothing is shown.</param>
    /// <param name="signature">The signature dictionary.</param>
    public static PdfDictionary Widget(string name, PdfPage page, PdfRectangle rectangle, PdfReference signature) => new(
        ("Type", new PdfName("Annot")),
        ("Subtype", new PdfName("Widget")),
        ("FT", new PdfName("Sig")),
        ("T", PdfString.Text(name)),
        ("F", new PdfInteger(PrintAndLocked)),
        ("P", page.Reference),
        ("Rect", rectangle.ToArray()),
        ("V", signature));

    /// <summary>Says that the document bears signatures, and lists a new field; null where the field is listed already.</summary>
    public static void Register(PdfFile file, IncrementalUpdate update, DocumentEdits edits, PdfReference? field)
    {
        var catalog = edits.Catalog;
        var flags = new PdfInteger(SignaturesExistAndAppendOnly);
        if (file.Current.Dictionary(catalog["AcroForm"]) is not { } form)
        {
            var added = new PdfDictionary(("Fields", new PdfArray(field is null ? [] : [field])), ("SigFlags", flags));
            edits.Catalog = catalog.With("AcroForm", update.Add(added));
            return;
        }

        var changed = form.With("SigFlags", flags);
        if (field is not null)
        {
            var fields = file.Current.Array(form["Fields"]) ?? PdfArray.Empty;
            if (form["Fields"] is PdfReference shared)
            {
                edits.Change(shared, fields.Append(field));
            }
            else
            {
                changed = changed.With("Fields", fields.Append(field));
            }
        }

        if (changed.Equals(form))
        {
            return;
        }

        if (catalog["AcroForm"] is PdfReference reference)
        {
            edits.Change(reference, changed);
        }
        else
        {
            edits.Catalog = catalog.With("AcroForm", changed);
        }
    }
}
