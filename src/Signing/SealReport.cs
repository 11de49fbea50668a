namespace Market.Signing;

/// <summary>A file carried inside the PDF.</summary>
/// <param name="Name">Its name as the PDF gives it.</param>
/// <param name="MediaType">Its media type; null when the PDF does not say.</param>
/// <param name="Bytes">Its content.</param>
public sealed record EmbeddedFile(string Name, string? MediaType, ReadOnlyMemory<byte> Bytes);

/// <summary>What a file's seals prove.</summary>
public sealed record SealReport
{
    /// <summary>The worst of the file's own findings and of all its signatures; never passed without a signature.</summary>
    public required Indication Verdict { get; init; }

    /// <summary>The kind of file.</summary>
    public SealedFileFormat Format { get; init; }

    /// <summary>Whether the file could be read at all.</summary>
    public required bool Readable { get; init; }

    public int PageCount { get; init; }

    /// <summary>Seals and document time stamps, the earliest first.</summary>
    public IReadOnlyList<SignatureReport> Signatures { get; init; } = [];

    /// <summary>Reason codes that concern the file as a whole.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>Files embedded in the first signed revision, so covered by every seal.</summary>
    public IReadOnlyList<EmbeddedFile> Attachments { get; init; } = [];
}
