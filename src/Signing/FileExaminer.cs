using System.Security.Cryptography;
using Market.Signing.Pdf.Sealing;

namespace Market.Signing;

/// <summary>Reads files in this very process: for tools whose only work is the file at hand.</summary>
public sealed class FileExaminer : IFileExaminer
{
    public Task<SealReport> ValidateAsync(Stream file, ValidationOptions options, CancellationToken ct = default) =>
        Task.FromResult(SealValidator.Validate(file, options));

    public Task<PdfDescription> InspectAsync(Stream pdf, bool wholeDocument = false, CancellationToken ct = default) =>
        Task.FromResult(PdfInspector.Inspect(pdf, wholeDocument: wholeDocument));

    public Task<RepairReport> RebuildAsync(Stream damaged, Stream output, CancellationToken ct = default) => PdfRepair.RebuildAsync(damaged, output, ct);

    public async Task<SealDraft> DraftSealAsync(Stream pdf, SealOptions options, HashAlgorithmName digestAlgorithm, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options = options with { Digest = digestAlgorithm, RebuildDamaged = false };
        using var document = await SealableDocument.OpenAsync(pdf, options, options.NamesFor(digestAlgorithm), ct).ConfigureAwait(false);
        return document.Revision.Draft.Copy();
    }

    public Task<ReadOnlyMemory<byte>> DraftPreparationAsync(
        Stream pdf, IReadOnlyList<PdfAttachment> attachments, IReadOnlyList<PageStamp> stamps, DateTimeOffset at, CancellationToken ct = default)
    {
        using var update = PdfPreparer.Draft(pdf, attachments, stamps, at);
        return Task.FromResult<ReadOnlyMemory<byte>>(update.Buffer.Span.ToArray());
    }
}
