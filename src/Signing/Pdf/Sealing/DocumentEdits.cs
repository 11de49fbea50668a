using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Pages;
using Market.Signing.Pdf.Reading;
using Market.Signing.Pdf.Writing;
using Market.Signing.Seals;

namespace Market.Signing.Pdf.Sealing;

/// <summary>Changes to dictionaries of the document, collected so that each object is written once.</summary>
internal sealed class DocumentEdits(PdfRevision revision, IncrementalUpdate update)
{
    private readonly Dictionary<PdfReference, PdfObject> _changed = [];
    private readonly Dictionary<PdfReference, List<PdfObject>> _overlays = [];
    private readonly Dictionary<Drawing, PdfReference> _drawings = [];
    private readonly Lazy<PictureForm> _form = new(() => PictureForm.ForPdfA(PdfAConformance.PartOf(revision)));

    /// <summary>The document catalog with what was changed so far.</summary>
    public PdfDictionary Catalog
    {
        get => CurrentDictionary(CatalogReference);
        set => _changed[CatalogReference] = value;
    }

    private PdfReference CatalogReference => revision.Trailer["Root"] as PdfReference
        ?? throw new PdfFormatException(PdfFormatException.Damaged, "The file has no document catalog.");

    /// <summary>The dictionary with what was changed so far.</summary>
    public PdfDictionary CurrentDictionary(PdfReference reference) =>
        _changed.TryGetValue(reference, out var value) && value is PdfDictionary changed ? changed
        : revision.Resolve(reference) as PdfDictionary ?? throw new PdfFormatException(PdfFormatException.Damaged, "An object is missing.");

    public void Change(PdfReference reference, PdfObject value) => _changed[reference] = value;

    /// <summary>The picture's form XObject; the same picture is written once.</summary>
    public PdfReference Write(Drawing drawing)
    {
        if (!_drawings.TryGetValue(drawing, out var reference))
        {
            _drawings[drawing] = reference = drawing.WriteTo(update, _form.Value);
        }

        return reference;
    }

    /// <summary>Adds an annotation to a page, in the array the page has, or in a new one.</summary>
    public void AddAnnotation(PdfPage page, PdfReference annotation)
    {
        var dictionary = CurrentDictionary(page.Reference);
        if (dictionary["Annots"] is PdfReference shared && revision.Array(shared) is { } indirect)
        {
            var current = _changed.TryGetValue(shared, out var changed) ? (PdfArray)changed : indirect;
            _changed[shared] = current.Append(annotation);
        }
        else
        {
            var direct = dictionary["Annots"] as PdfArray ?? PdfArray.Empty;
            _changed[page.Reference] = dictionary.With("Annots", direct.Append(annotation));
        }
    }

    /// <summary>Draws a picture, or the part of it that is to be seen, over a page.</summary>
    public void Overlay(PdfPage page, Drawing drawing, PicturePart part, Placement placement)
    {
        if (!_overlays.TryGetValue(page.Reference, out var operations))
        {
            _overlays[page.Reference] = operations = [];
        }

        var form = Write(drawing);
        var dictionary = CurrentDictionary(page.Reference);
        var name = $"Market{form.Number}";
        _changed[page.Reference] = dictionary.With("Resources", WithForm(dictionary["Resources"] is PdfNull ? page.Resources : dictionary["Resources"], name, form));
        using var content = new PdfBuffer(128);
        content.Write("q "u8);
        WriteNumbers(content, placement.Matrix);
        content.Write("cm "u8);
        if (!part.IsWhole(drawing))
        {
            const double PointsPerMillimetre = 72 / 25.4;
            WriteNumbers(content, PdfArray.OfReals(
                part.X * PointsPerMillimetre, part.Y * PointsPerMillimetre, part.Width * PointsPerMillimetre, part.Height * PointsPerMillimetre));
            content.Write("re W n "u8);
        }

        ObjectWriter.WriteName(content, name);
        content.Write(" Do Q\n"u8);
        operations.Add(new PdfString(content.Span.ToArray()));
    }

    /// <summary>Writes all changed objects.</summary>
    public void Flush()
    {
        if (_overlays.Count > 0)
        {
            var before = update.AddStream(PdfDictionary.Empty, "q\n"u8);
            foreach (var (page, operations) in _overlays)
            {
                WriteOverlay(page, before, operations);
            }
        }

        foreach (var (reference, value) in _changed)
        {
            update.Put(reference, value);
        }
    }

    // The page's own content is put between q and Q, so that whatever it leaves behind does not move the overlay (8.4.2).
    private void WriteOverlay(PdfReference page, PdfReference before, List<PdfObject> operations)
    {
        var dictionary = CurrentDictionary(page);
        var existing = revision.Resolve(dictionary["Contents"]) switch
        {
            PdfArray array => array,
            PdfNull => PdfArray.Empty,
            _ => new PdfArray([dictionary["Contents"]]),
        };
        using var after = new PdfBuffer(256);
        after.Write("\nQ\n"u8);
        foreach (var operation in operations.Cast<PdfString>())
        {
            after.Write(operation.Bytes.Span);
        }

        var overlay = update.AddStream(PdfDictionary.Empty, after.Span);
        _changed[page] = dictionary.With("Contents", new PdfArray([before, .. existing, overlay]));
    }

    private PdfDictionary WithForm(PdfObject resources, string name, PdfReference form)
    {
        var own = revision.Dictionary(resources) ?? PdfDictionary.Empty;
        var forms = revision.Dictionary(own["XObject"]) ?? PdfDictionary.Empty;
        return own.With("XObject", forms.With(name, form));
    }

    private static void WriteNumbers(PdfBuffer content, PdfArray numbers)
    {
        foreach (var number in numbers)
        {
            ObjectWriter.Write(content, number);
            content.Write((byte)' ');
        }
    }
}
