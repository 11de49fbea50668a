using System.Security.Cryptography;

namespace Market.Signing;

/// <summary>Reads files that strangers made. Whoever takes in such files asks through this, so that the reading can be done
/// where a hostile file does no harm.</summary>
public interface IFileExaminer
{
    /// <summary>Judges the seals of a file; whatever is in it, the answer is a report.</summary>
    /// <param name="file">Seekable; read from its start, and stays open.</param>
    /// <inheritdoc cref="SealValidator.Validate" path="/exception"/>
    Task<SealReport> ValidateAsync(Stream file, ValidationOptions options, CancellationToken ct = default);

    /// <summary>Says what there is to know about a document before it is sealed.</summary>
    /// <param name="pdf">Seekable; read from its start, and stays open.</param>
    /// <param name="wholeDocument">Whether every object is read: for a document that is going to be sealed.</param>
    /// <inheritdoc cref="PdfInspector.Inspect" path="/exception"/>
    Task<PdfDescription> InspectAsync(Stream pdf, bool wholeDocument = false, CancellationToken ct = default);

    /// <summary>Writes what can be saved of a damaged document that nobody has signed into a clean new file.</summary>
    /// <param name="damaged">Seekable; read from its start, and stays open.</param>
    /// <param name="output">Receives the new file; only written to. On any exception what it received is worthless.</param>
    /// <inheritdoc cref="PdfRepair.RebuildAsync" path="/exception"/>
    Task<RepairReport> RebuildAsync(Stream damaged, Stream output, CancellationToken ct = default);

    /// <summary>Makes the revision that will carry a seal, for whoever holds the key to sign and append.</summary>
    /// <param name="pdf">Seekable; read from its start, and stays open.</param>
    /// <param name="options">A damaged document is never rebuilt for it: the revision continues these very bytes.</param>
    /// <param name="digestAlgorithm">The digest that the key uses.</param>
    /// <exception cref="PdfFormatException">The document is not a PDF, damaged, without pages, or encrypted and not opened by the password.</exception>
    /// <exception cref="SealRefusedException">The document or its earlier signatures forbid the seal.</exception>
    Task<SealDraft> DraftSealAsync(Stream pdf, SealOptions options, HashAlgorithmName digestAlgorithm, CancellationToken ct = default);

    /// <summary>Makes the revision that prepares a document for a seal of somebody else's (see <see cref="PdfPreparer"/>).</summary>
    /// <param name="pdf">Seekable; read from its start, and stays open.</param>
    /// <returns>The bytes to append.</returns>
    /// <inheritdoc cref="PdfPreparer.PrepareAsync(Stream, Stream, IReadOnlyList{PdfAttachment}, IReadOnlyList{PageStamp}, DateTimeOffset, CancellationToken)" path="/exception"/>
    Task<ReadOnlyMemory<byte>> DraftPreparationAsync(
        Stream pdf, IReadOnlyList<PdfAttachment> attachments, IReadOnlyList<PageStamp> stamps, DateTimeOffset at, CancellationToken ct = default);
}
