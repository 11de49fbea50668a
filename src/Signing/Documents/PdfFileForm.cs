namespace Market.Signing.Documents;

/// <summary>How a new file lists its objects.</summary>
public enum PdfFileForm
{
    /// <summary>A cross-reference table, readable by everything since PDF 1.0.</summary>
    CrossReferenceTable,

    /// <summary>Object streams and a cross-reference stream (PDF 1.5): smaller.</summary>
    ObjectStreams,
}
