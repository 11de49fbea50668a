namespace Market.Web.Files;

/// <summary>What a file is for decides its types and its size.</summary>
internal sealed record UploadPurpose(string Name, IReadOnlyList<FileKind> Kinds)
{
    /// <summary>Drawings, reports and other documents.</summary>
    public static UploadPurpose Document { get; } = new("document", [FileKind.Pdf]);

    /// <summary>Scanned papers.</summary>
    public static UploadPurpose Scan { get; } = new("scan", [FileKind.Pdf, FileKind.Jpeg, FileKind.Png]);

    /// <summary>Sheets of an album (图册): drawings as PDF, and the data that its list covers.</summary>
    public static UploadPurpose Album { get; } = new("album", FileKind.All);

    /// <summary>The purpose called <paramref name="name"/>, or null.</summary>
    public static UploadPurpose? Of(string? name) =>
        new[] { Document, Scan, Album }.FirstOrDefault(purpose => purpose.Name == name);

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

    /// <summary>AutoCAD drawings; every release begins with AC and its number.</summary>
    public static FileKind Dwg { get; } = new("image/vnd.dwg", "DWG", [".dwg"], "AC10"u8.ToArray());

    /// <summary>Drawing exchange files: text without a fixed opening.</summary>
    public static FileKind Dxf { get; } = new("image/vnd.dxf", "DXF", [".dxf"], []);

    /// <summary>Packed data, such as a file geodatabase (GDB).</summary>
    public static FileKind Zip { get; } = new("application/zip", "ZIP", [".zip"], "PK"u8.ToArray());

    /// <summary>ISO 29500 workbooks.</summary>
    public static FileKind Workbook { get; } =
        new("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "XLSX", [".xlsx"], "PK"u8.ToArray());

    /// <summary>ISO 29500 documents.</summary>
    public static FileKind WordDocument { get; } =
        new("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "DOCX", [".docx"], "PK"u8.ToArray());

    /// <summary>Tables as text.</summary>
    public static FileKind Csv { get; } = new("text/csv", "CSV", [".csv"], []);

    /// <summary>Plain text.</summary>
    public static FileKind PlainText { get; } = new("text/plain", "TXT", [".txt"], []);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<FileKind> All { get; } = [Pdf, Dwg, Dxf, Zip, Workbook, WordDocument, Csv, PlainText, Jpeg, Png];

    /// <summary>The kind with this media type.</summary>
    public static FileKind Of(string mediaType) => All.Single(kind => kind.MediaType == mediaType);
}
