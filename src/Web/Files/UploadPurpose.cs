namespace Market.Web.Files;

/// <summary>What a file is for decides its types and its size.</summary>
internal sealed record UploadPurpose(string Name, IReadOnlyList<FileKind> Kinds)
{
    /// <summary>Drawings, reports and other documents.</summary>
    public static UploadPurpose Document { get; } = new("document", [FileKind.Pdf]);

    /// <summary>Scanned papers.</summary>
    public static UploadPurpose Scan { get; } = new("scan", [FileKind.Pdf, FileKind.Jpeg, FileKind.Png]);

    /// <summary>The purpose called <paramref name="name"/>, or null.</summary>
    public static UploadPurpose? Of(string? name) =>
        name == Document.Name ? Document : name == Scan.Name ? Scan : null;

    /// <summary>The largest size in bytes.</summary>
    public long Largest(UploadOptions options) => this == Scan ? options.LargestScan : options.LargestPdf;

    /// <summary>The kind that the file name claims, or null when this purpose does not take it.</summary>
    public FileKind? KindOf(string fileName) =>
        Kinds.FirstOrDefault(kind => kind.Extensions.Contains(Path.GetExtension(fileName), StringComparer.OrdinalIgnoreCase));
}

/// <summary>A type of file, known by its first bytes and not by its name alone.</summary>
internal sealed record FileKind(string MediaType, string Name, IReadOnlyList<string> Extensions, byte[] Opening)
{
    /// <summary>ISO 32000.</summary>
    public static FileKind Pdf { get; } = new("application/pdf", "PDF", [".pdf"], "%PDF-"u8.ToArray());

    /// <summary>ISO 10918.</summary>
    public static FileKind Jpeg { get; } = new("image/jpeg", "JPEG", [".jpg", ".jpeg"], [0xFF, 0xD8, 0xFF]);

    /// <summary>ISO 15948.</summary>
    public static FileKind Png { get; } = new("image/png", "PNG", [".png"], [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);

    /// <summary>The kind with this media type.</summary>
    public static FileKind Of(string mediaType) =>
        new[] { Pdf, Jpeg, Png }.Single(kind => kind.MediaType == mediaType);
}
