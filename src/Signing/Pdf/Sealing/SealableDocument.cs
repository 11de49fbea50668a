using Market.Signing.Pdf.Reading;
using Market.Signing.Pdf.Repair;

namespace Market.Signing.Pdf.Sealing;

/// <summary>A document with the revision that will seal it: the document itself, or its rebuilt form where it is damaged and
/// nobody has signed it.</summary>
internal sealed class SealableDocument : IDisposable
{
    private const long MostInMemory = 4 << 20;

    private readonly PdfFile _file;
    private readonly Stream? _rebuilt;

    private SealableDocument(Stream document, SealOptions options, SignatureNames names, RepairReport? repair)
    {
        Content = document;
        _rebuilt = repair is null ? null : document;
        Repair = repair;
        _file = PdfFile.Open(document, password: options.Password);
        try
        {
            if (options.CheckWholeDocument && repair is null)
            {
                DocumentCheck.Run(_file);
            }

            Revision = SealRevision.Build(_file, options, names);
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>The bytes that come before the revision.</summary>
    public Stream Content { get; }

    public SealRevision Revision { get; }

    /// <summary>What rebuilding changed; null for a document that was sound.</summary>
    public RepairReport? Repair { get; }

    /// <exception cref="PdfFormatException">The document is of no use, or damaged and signed.</exception>
    /// <exception cref="SealRefusedException">The seal may not be put on it.</exception>
    public static async Task<SealableDocument> OpenAsync(Stream document, SealOptions options, SignatureNames names, CancellationToken ct)
    {
        try
        {
            return new SealableDocument(document, options, names, null);
        }
        catch (PdfFormatException exception) when (exception.Code == PdfFormatException.Damaged && options.RebuildDamaged)
        {
            return await RebuildAsync(document, options, names, ct).ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        Revision.Dispose();
        _file.Dispose();
        _rebuilt?.Dispose();
    }

    private static async Task<SealableDocument> RebuildAsync(Stream damaged, SealOptions options, SignatureNames names, CancellationToken ct)
    {
        Stream rebuilt = damaged.Length <= MostInMemory ? new MemoryStream() : CreateTemporaryFile();
        try
        {
            var report = await PdfRepair.RebuildAsync(damaged, rebuilt, ct).ConfigureAwait(false);
            return new SealableDocument(rebuilt, options, names, report);
        }
        catch
        {
            await rebuilt.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    // Readable by nobody else, and gone when closed.
    private static FileStream CreateTemporaryFile()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(Path.Combine(Path.GetTempPath(), $"market-{Path.GetRandomFileName()}"), options);
    }
}
