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
    /// <inheritdoc cref="PdfInspector.Inspect" path="/exception"/>
    Task<PdfDescription> InspectAsync(Stream pdf, CancellationToken ct = default);
}
