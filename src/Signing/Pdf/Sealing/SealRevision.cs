using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Pages;
using Market.Signing.Pdf.Reading;
using Market.Signing.Pdf.Signatures;
using Market.Signing.Pdf.Writing;

namespace Market.Signing.Pdf.Sealing;

/// <summary>Builds the incremental update that carries one signature, complete but for the signature value.</summary>
internal sealed class SealRevision : IDisposable
{
    private readonly PdfFile _file;
    private readonly SealOptions _options;
    private readonly DocumentEdits _edits;
    private readonly PageTree _pages;
    private readonly PlacementResolver _places;
    private readonly SealWidget _widget;

    private SealRevision(PdfFile file, SealOptions options, SignatureNames names)
    {
        (_file, _options, Names) = (file, options, names);
        _pages = new PageTree(file, file.Current);
        Update = new IncrementalUpdate(file);
        _edits = new DocumentEdits(file.Current, Update);
        _places = new PlacementResolver(file, _pages);
        _widget = new SealWidget(Update, _edits);
    }

    public IncrementalUpdate Update { get; }

    public SignatureNames Names { get; }

    private SignaturePlaceholder Placeholder { get; set; } = null!;

    /// <exception cref="PdfFormatException">The document is damaged or has no pages.</exception>
    /// <exception cref="SealRefusedException">The seal may not be put on the document.</exception>
    public static SealRevision Build(PdfFile file, SealOptions options, SignatureNames names)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.SignatureContainerBytes, 1024);
        var revision = new SealRevision(file, options, names);
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

    /// <summary>The bytes to append and the place of the signature value in them; of use as long as this revision is.</summary>
    public SealDraft Draft => new(Update.Buffer.Writable, Placeholder.Hole);

    public void Dispose() => Update.Dispose();

    private void Write(SealTarget target)
    {
        var layout = SealLayout.Of(_options, target, _places);
        var adds = layout.Drawn.Count > 0 || _options.Attachments.Count > 0 || _options.Stamps.Count > 0;
        if (!target.IsFirstSignature && adds)
        {
            throw new SealRefusedException(
                SealRefusedException.StampAfterSignature,
                "The document bears a signature, which further drawing or attachments would break; only the seal itself can be added, in one place.");
        }

        CheckPermissions(target, adds);
        SeedValues.Require(_file, target, _options, Names, _options.Digest);
        var restrictions = SignatureRestrictions.For(_file, _options, target);
        AttachmentWriter.Write(_file, Update, _edits, _options.Attachments, _options.ClaimedAt);
        StampWriter.Write(_edits, _places, _options.Stamps);
        foreach (var place in layout.Drawn)
        {
            _edits.Overlay(place.Page, place.Picture.Drawing, place.Part, place.Placement);
        }

        var signature = Update.Allocate();

        // Table 236: a lock is an object of its own.
        var fieldLock = restrictions.IsFieldLockWritten ? Update.Add(restrictions.FieldLock) : null;
        if (target.Existing is { } field)
        {
            FillField(field, signature, layout.InField, fieldLock);
        }
        else
        {
            AddField(target.Name, signature, layout.Own, fieldLock);
        }

        restrictions.Register(_edits, signature);
        _edits.Flush();
        Placeholder = SignaturePlaceholder.Write(
            Update, signature, Names, _options.ContainerBytes, _options.ClaimedAt, FurtherEntries(restrictions));
        Update.Finish(RevisionId.Of(Update, _options.ClaimedAt, _options.FieldName));
        Placeholder.FillByteRange();
    }

    private void CheckPermissions(SealTarget target, bool adds)
    {
        var allowed = _file.Permissions;
        if (target.Existing is null ? !allowed.MayAddFields : !allowed.MayFillFields)
        {
            throw Forbidden(target.Existing is null
                ? "The author of the encrypted document does not allow a new signature field."
                : "The author of the encrypted document does not allow its fields to be signed.");
        }

        if (adds && !allowed.MayModify)
        {
            throw Forbidden("The author of the encrypted document does not allow anything to be drawn on its pages or attached to it.");
        }

        static SealRefusedException Forbidden(string sentence) => new(SealRefusedException.ForbiddenByPermissions, sentence);
    }

    private IEnumerable<(string Key, PdfObject Value)> FurtherEntries(SignatureRestrictions restrictions)
    {
        if (_options.Reason is { } reason)
        {
            yield return ("Reason", PdfString.Text(reason));
        }

        if (_options.Location is { } location)
        {
            yield return ("Location", PdfString.Text(location));
        }

        if (restrictions.Reference() is { } reference)
        {
            yield return ("Reference", reference);
        }
    }

    private void AddField(string name, PdfReference signature, PlacedPicture? place, PdfReference? fieldLock)
    {
        var field = Update.Allocate();
        var page = place?.Page ?? _places.PageAt(1);
        var dictionary = FormEntry.Widget(name, page, place?.Placement.Rectangle ?? new PdfRectangle(0, 0, 0, 0), signature);
        dictionary = fieldLock is null ? dictionary : dictionary.With("Lock", fieldLock);
        _edits.Change(field, place is null ? dictionary : dictionary.With(
            ("AP", new PdfDictionary(("N", _widget.Show(place)))),
            ("TU", PdfString.Text(place.Picture.Description))));
        _edits.AddAnnotation(page, field);
        FormEntry.Register(_file, Update, _edits, field);
    }

    private void FillField(SignatureField field, PdfReference signature, SealPicture? picture, PdfReference? fieldLock)
    {
        var dictionary = _edits.CurrentDictionary(field.Reference!).With("V", signature);
        _edits.Change(field.Reference!, fieldLock is null ? dictionary : dictionary.With("Lock", fieldLock));
        if (picture is not null)
        {
            var widget = _edits.CurrentDictionary(field.Widgets[0]);
            if (PdfRectangle.TryRead(_file.Current, widget["Rect"]) is { Width: > 0, Height: > 0 } rectangle)
            {
                var appearance = _widget.FitInto(rectangle, PageOf(field.Widgets[0], widget), picture);
                _edits.Change(field.Widgets[0], widget.With("AP", new PdfDictionary(("N", appearance))));
            }
        }

        FormEntry.Register(_file, Update, _edits, null);
    }

    // /P is optional (12.5.2); without it the page is the one that lists the annotation.
    private PdfPage? PageOf(PdfReference reference, PdfDictionary widget) => widget["P"] is PdfReference page
        ? _pages.Walk().FirstOrDefault(found => found.Reference == page)
        : _pages.Walk().FirstOrDefault(found => _file.Current.Array(found.Dictionary["Annots"])?.Contains(reference) == true);
}
