using Market.Signing.Pdf.Pages;
using Market.Signing.Pdf.Reading;
using Market.Signing.Pdf.Writing;

namespace Market.Signing.Pdf.Sealing;

/// <summary>Builds the incremental update that carries a document time stamp, complete but for the token (ISO 32000-2,
/// 12.8.5; EN 319 142-1, 5.4.3).</summary>
internal sealed class TimestampRevision : IDisposable
{
    private TimestampRevision(IncrementalUpdate update, SignaturePlaceholder placeholder)
    {
        (Update, Placeholder) = (update, placeholder);
    }

    public IncrementalUpdate Update { get; }

    public SignaturePlaceholder Placeholder { get; }

    /// <param name="file">The file to be stamped.</param>
    /// <param name="containerBytes">Bytes reserved for the token.</param>
    /// <param name="at">Makes the new file identifier differ.</param>
    public static TimestampRevision Build(PdfFile file, int containerBytes, DateTimeOffset at)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(containerBytes, 1024);
        var update = new IncrementalUpdate(file);
        try
        {
            var edits = new DocumentEdits(file.Current, update);
            var stamp = update.Allocate();
            var field = update.Allocate();
            var page = new PageTree(file, file.Current).Find(0);
            edits.Change(field, FormEntry.Widget(SealTarget.UnusedName(file.Current, "Timestamp"), page, new PdfRectangle(0, 0, 0, 0), stamp));
            edits.AddAnnotation(page, field);
            FormEntry.Register(file, update, edits, field);
            edits.Flush();
            var placeholder = SignaturePlaceholder.WriteTimestamp(update, stamp, containerBytes);
            update.Finish(RevisionId.Of(update, at));
            placeholder.FillByteRange();
            return new TimestampRevision(update, placeholder);
        }
        catch
        {
            update.Dispose();
            throw;
        }
    }

    public void Dispose() => Update.Dispose();
}
