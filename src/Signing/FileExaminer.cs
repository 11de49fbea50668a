namespace Market.Signing;

/// <summary>Reads files in this very process: for tools whose only work is the file at hand.</summary>
public sealed class FileExaminer : IFileExaminer
{
    public Task<SealReport> ValidateAsync(Stream file, ValidationOptions options, CancellationToken ct = default) =>
        Task.FromResult(SealValidator.Validate(file, options));

    public Task<PdfDescription> InspectAsync(Stream pdf, CancellationToken ct = default) => Task.FromResult(PdfInspector.Inspect(pdf));
}
