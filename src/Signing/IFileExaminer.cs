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
}
