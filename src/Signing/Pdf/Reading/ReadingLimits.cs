namespace Market.Signing.Pdf.Reading;

/// <summary>What a reader is willing to spend on one file; every loop of this folder is bounded by one of these.</summary>
internal sealed record ReadingLimits
{
    public static readonly ReadingLimits Default = new();

    /// <summary>How far before the end of the file the last <c>startxref</c> is looked for. Readers look at 1024 bytes; who
    /// judges a file looks further, to tell what was put behind it.</summary>
    public int TailBytes { get; init; } = 1024;

    /// <summary>How deep arrays and dictionaries may nest.</summary>
    public int Depth { get; init; } = 100;

    /// <summary>Entries of one cross-reference section; half of what ISO 32000-2, C.2 names as usual for readers.</summary>
    public int Objects { get; init; } = 4_194_304;

    /// <summary>Bytes of one object that is not a stream's content.</summary>
    public int ObjectBytes { get; init; } = 16 << 20;

    /// <summary>Bytes of one stream after its filters.</summary>
    public int DecodedBytes { get; init; } = 64 << 20;

    /// <summary>Bytes of one object stream after its filters; usual ones hold some hundred kilobytes.</summary>
    public int ObjectStreamBytes { get; init; } = 16 << 20;

    /// <summary>Bytes that all streams of one file together may come to after their filters, beside a multiple of its length:
    /// what is decoded again and again counts each time.</summary>
    public long TotalDecodedBytes { get; init; } = 256L << 20;

    /// <summary>Bytes looked at to find and read objects, beside a multiple of the file's length. Only files that make a reader
    /// turn the same pages for ever come near.</summary>
    public long TotalReadBytes { get; init; } = 128L << 20;

    /// <summary>Cross-reference sections of one file.</summary>
    public int Sections { get; init; } = 4096;

    /// <summary>Pages, and nodes of the page tree.</summary>
    public int Pages { get; init; } = 200_000;

    /// <summary>Form fields.</summary>
    public int Fields { get; init; } = 50_000;

    /// <summary>How deep page and field trees may nest.</summary>
    public int TreeDepth { get; init; } = 64;
}
