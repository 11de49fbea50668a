namespace Market.Signing;

/// <summary>Reads files in this very process: for tools whose only work is the file at hand.</summary>
public sealed class FileExaminer : IFileExaminer
{
    public Task<SealReport> ValidateAsync(Stream file, ValidationOptions options, CancellationToken ct = default) =>
        Task.FromResult(SealValidator.Validate(file, options));

    public Task<PdfDescription> InspectAsync(Stream pdf, bool wholeDocument = false, CancellationToken ct = default) =>
        Task.FromResult(PdfInspector.Inspect(pdf, wholeDocument: wholeDocument));

    public Task<RepairReport> RebuildAsync(Stream damaged, Stream output, CancellationToken ct = default) => PdfRepair.RebuildAsync(damaged, output, ct);
}
