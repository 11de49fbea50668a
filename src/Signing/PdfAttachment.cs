namespace Market.Signing;

/// <summary>How an attached file relates to the document (ISO 32000-2, table 43, /AFRelationship).</summary>
public enum AttachmentRelationship
{
    Unspecified,

    /// <summary>Data from which the document was made, or which it describes.</summary>
    Data,

    /// <summary>The original source.</summary>
    Source,

    /// <summary>An addition to the document.</summary>
    Supplement,

    /// <summary>The same content in another form.</summary>
    Alternative,
}

/// <summary>A file to embed in the document in the same revision as the seal.</summary>
/// <param name="Name">File name, unique within the document.</param>
/// <param name="MediaType">Such as <c>application/json</c>.</param>
/// <param name="Content">The file's bytes.</param>
public sealed record PdfAttachment(
    string Name, string MediaType, ReadOnlyMemory<byte> Content, AttachmentRelationship Relationship = AttachmentRelationship.Data);
