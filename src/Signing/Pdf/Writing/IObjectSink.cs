using Market.Signing.Pdf.Objects;

namespace Market.Signing.Pdf.Writing;

/// <summary>Takes new indirect objects: an update of an existing file, or a new document.</summary>
internal interface IObjectSink
{
    /// <summary>A number for an object that will be put later.</summary>
    PdfReference Allocate();

    /// <summary>Writes an object that is not a stream under a number allocated before.</summary>
    void Put(PdfReference reference, PdfObject value);

    PdfReference Add(PdfObject value);

    /// <summary>Writes a stream whose content is encoded already, as its dictionary says; /Length is added.</summary>
    PdfReference AddStream(PdfDictionary dictionary, ReadOnlySpan<byte> encoded);
}
