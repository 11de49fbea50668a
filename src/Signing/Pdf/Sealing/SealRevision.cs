using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Pages;
using Market.Signing.Pdf.Reading;
using Market.Signing.Pdf.Signatures;
using Market.Signing.Pdf.Writing;
using Market.Signing.Seals;

namespace Market.Signing.Pdf.Sealing;

/// <summary>Builds the incremental update that carries one signature, complete but for the signature value.</summary>
internal sealed class SealRevision : IDisposable
{
    // 12.5.3: printed, and neither moved nor resized by readers.
    private const int PrintAndLocked = 4 | 128;

    private readonly PdfFile _file;
    private readonly SealOptions _options;
    private readonly DocumentEdits _edits;
    private readonly PageTree _pages;

    private SealRevision(PdfFile file, SealOptions options)
    {
        (_file, _options) = (file, options);
        _pages = new PageTree(file, file.Current);
        Update = new IncrementalUpdate(file);
        _edits = new DocumentEdits(file.Current, Update);
    }

    public IncrementalUpdate Update { get; }

    public SignaturePlaceholder Placeholder { get; private set; } = null!;

    /// <exception cref="PdfFormatException">The document is damaged, encrypted or has no pages.</exception>
    /// <exception cref="SealRefusedException">The seal may not be put on the document.</exception>
    public static SealRevision Build(PdfFile file, SealOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.SignatureContainerBytes, 1024);
        if (file.IsEncrypted)
        {
            throw new PdfFormatException(PdfFormatException.Encrypted, "The document is encrypted and cannot be sealed.");
        }

        var revision = new SealRevision(file, options);
        try
        {
            revision.Write(SealTarget.Choose(file, options));
            return revision;
        }
        catch
        {
            revision.Dispose();
            throw;
        }
    }

    public void Dispose() => Update.Dispose();

    private void Write(SealTarget target)
    {
        if (!target.IsFirstSignature && (_options.Impressions.Count > 1 || _options.Attachments.Count > 0 || _options.Stamps.Count > 0))
        {
            throw new SealRefusedException(
                SealRefusedException.StampAfterSignature,
                "The document bears a signature, which further drawing or attachments would break; only the seal itself can be added.");
        }

        AttachmentWriter.Write(_file, Update, _edits, _options.Attachments, _options.ClaimedAt);
        foreach (var stamp in _options.Stamps)
        {
            _edits.Overlay(PageAt(stamp.Page), stamp.Draw(), stamp.Centre.X, stamp.Centre.Y);
        }

        foreach (var impression in _options.Impressions.Skip(1))
        {
            _edits.Overlay(PageAt(impression.Page), impression.Picture.Drawing, impression.XMillimetres, impression.YMillimetres);
        }

        var signature = Update.Allocate();
        if (target.Existing is { } field)
        {
            FillField(field, signature);
        }
        else
        {
            AddField(target.Name, signature);
        }

        _edits.Flush();
        Placeholder = SignaturePlaceholder.Write(
            Update, signature, _options.SignatureContainerBytes, _options.ClaimedAt, FurtherEntries(target.Existing));
        Update.Finish(ChangingId());
        Placeholder.FillByteRange();
    }

    private IEnumerable<(string Key, PdfObject Value)> FurtherEntries(SignatureField? field)
    {
        if (_options.Reason is { } reason)
        {
            yield return ("Reason", PdfString.Text(reason));
        }

        if (_options.Location is { } location)
        {
            yield return ("Location", PdfString.Text(location));
        }

        // 12.7.5.5, table 236: a field with a lock is signed with the matching FieldMDP transform.
        if (field is not null && _file.Current.Dictionary(field.Dictionary["Lock"]) is { } fieldLock)
        {
            var parameters = fieldLock.Without("P").With(("Type", new PdfName("TransformParams")), ("V", new PdfName("1.2")));
            yield return ("Reference", new PdfArray([new PdfDictionary(
                ("Type", new PdfName("SigRef")),
                ("TransformMethod", new PdfName("FieldMDP")),
                ("TransformParams", parameters),
                ("Data", _file.Current.Trailer["Root"]))]));
        }
    }

    private void AddField(string name, PdfReference signature)
    {
        var field = Update.Allocate();
        var page = PageAt(_options.Impressions.Count > 0 ? _options.Impressions[0].Page : 1);
        var (rectangle, appearance) = _options.Impressions.Count > 0 ? Show(page, _options.Impressions[0]) : (new PdfRectangle(0, 0, 0, 0), null);
        var dictionary = new PdfDictionary(
            ("Type", new PdfName("Annot")),
            ("Subtype", new PdfName("Widget")),
            ("FT", new PdfName("Sig")),
            ("T", PdfString.Text(name)),
            ("F", new PdfInteger(PrintAndLocked)),
            ("P", page.Reference),
            ("Rect", rectangle.ToArray()),
            ("V", signature));
        _edits.Change(field, appearance is null ? dictionary : dictionary.With(
            ("AP", new PdfDictionary(("N", appearance))),
            ("TU", PdfString.Text(_options.Impressions[0].Picture.Description))));
        _edits.AddAnnotation(page, field);
        RegisterField(field);
    }

    private void FillField(SignatureField field, PdfReference signature)
    {
        _edits.Change(field.Reference!, _edits.CurrentDictionary(field.Reference!).With("V", signature));
        if (_options.Impressions.Count > 0 && field.Widgets.Count == 1)
        {
            var widget = _edits.CurrentDictionary(field.Widgets[0]);
            if (PdfRectangle.TryRead(_file.Current, widget["Rect"]) is { Width: > 0, Height: > 0 } rectangle)
            {
                var appearance = FitInto(rectangle, RotationOf(widget), _options.Impressions[0].Picture.Drawing);
                _edits.Change(field.Widgets[0], widget.With("AP", new PdfDictionary(("N", appearance))));
            }
        }

        RegisterField(null);
    }

    /// <summary>Lists a new field in the form, and says that the document bears signatures (/SigFlags, table 225).</summary>
    private void RegisterField(PdfReference? field)
    {
        var catalog = _edits.Catalog;
        var flags = new PdfInteger(3);
        if (_file.Current.Dictionary(catalog["AcroForm"]) is not { } form)
        {
            var added = new PdfDictionary(("Fields", new PdfArray(field is null ? [] : [field])), ("SigFlags", flags));
            _edits.Catalog = catalog.With("AcroForm", Update.Add(added));
            return;
        }

        var changed = form.With("SigFlags", flags);
        if (field is not null)
        {
            var fields = _file.Current.Array(form["Fields"]) ?? PdfArray.Empty;
            if (form["Fields"] is PdfReference shared)
            {
                _edits.Change(shared, fields.Append(field));
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
            _edits.Change(reference, changed);
        }
        else
        {
            _edits.Catalog = catalog.With("AcroForm", changed);
        }
    }

    private (PdfRectangle Rectangle, PdfReference Appearance) Show(PdfPage page, SealImpression impression)
    {
        var drawing = impression.Picture.Drawing;
        var rectangle = Placement.Of(page, drawing, impression.XMillimetres, impression.YMillimetres).Rectangle;
        var (cos, sin) = Placement.Turn(page.Rotate);

        // 12.5.5: the appearance's box after its matrix is fitted to the annotation's rectangle, so only the turn matters.
        return (rectangle, WriteAppearance(drawing, drawing.Width, drawing.Height, 0, 0, 1, PdfArray.OfReals(cos, sin, -sin, cos, 0, 0)));
    }

    /// <summary>The picture in the middle of an existing widget, in its exact size unless the widget is smaller.</summary>
    private PdfReference FitInto(PdfRectangle rectangle, int rotation, Drawing drawing)
    {
        const double MillimetresPerPoint = 25.4 / 72;
        var (width, height) = rotation % 180 == 0 ? (rectangle.Width, rectangle.Height) : (rectangle.Height, rectangle.Width);
        (width, height) = (width * MillimetresPerPoint, height * MillimetresPerPoint);
        var scale = Math.Min(1, Math.Min(width / drawing.Width, height / drawing.Height));
        var (cos, sin) = Placement.Turn(rotation);
        return WriteAppearance(
            drawing, width, height, (width - (drawing.Width * scale)) / 2, (height - (drawing.Height * scale)) / 2, scale,
            PdfArray.OfReals(cos, sin, -sin, cos, 0, 0));
    }

    private int RotationOf(PdfDictionary widget) =>
        widget["P"] is PdfReference page && _pages.Walk().FirstOrDefault(found => found.Reference == page) is { } shown ? shown.Rotate : 0;

    /// <summary>An appearance that shows the shared picture; its sizes are millimetres.</summary>
    private PdfReference WriteAppearance(Drawing drawing, double width, double height, double x, double y, double scale, PdfArray matrix)
    {
        const double PointsPerMillimetre = 72 / 25.4;
        var form = _edits.Write(drawing);
        var content = string.Create(
            CultureInfo.InvariantCulture, $"q {scale:0.####} 0 0 {scale:0.####} {x * PointsPerMillimetre:0.###} {y * PointsPerMillimetre:0.###} cm /Seal Do Q");
        return Update.AddStream(
            new PdfDictionary(
                ("Type", new PdfName("XObject")),
                ("Subtype", new PdfName("Form")),
                ("BBox", PdfArray.OfReals(0, 0, width * PointsPerMillimetre, height * PointsPerMillimetre)),
                ("Matrix", matrix),
                ("Resources", new PdfDictionary(("XObject", new PdfDictionary(("Seal", form)))))),
            Encoding.ASCII.GetBytes(content));
    }

    private PdfPage PageAt(int number)
    {
        var index = number > 0 ? number - 1 : _pages.Count + number;
        return number != 0 && index >= 0 && index < _pages.Count
            ? _pages.Find(index)
            : throw new SealRefusedException(SealRefusedException.NoSuchPage, $"The document has {_pages.Count} pages; there is no page {number}.");
    }

    // 14.4: the second part of the identifier differs between revisions; what goes in is known to differ.
    private byte[] ChangingId()
    {
        var seed = string.Create(CultureInfo.InvariantCulture, $"{Update.Offset} {Update.Buffer.Length} {_options.ClaimedAt.UtcTicks} {_options.FieldName}");
        return SHA256.HashData(Encoding.UTF8.GetBytes(seed))[..16];
    }
}
