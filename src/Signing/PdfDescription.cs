namespace Market.Signing;

/// <summary>A page as displayed.</summary>
/// <param name="WidthMillimetres">Width, its rotation applied.</param>
/// <param name="HeightMillimetres">Height, its rotation applied.</param>
/// <param name="Rotation">The clockwise turn already applied: 0, 90, 180 or 270 degrees.</param>
public sealed record PageSize(double WidthMillimetres, double HeightMillimetres, int Rotation);

/// <summary>What can be said about a PDF document before it is sealed.</summary>
public sealed record PdfDescription
{
    /// <summary>Number of pages; 0 for a document that needs a password, whose pages cannot be read.</summary>
    public required int PageCount { get; init; }

    public required IReadOnlyList<PageSize> Pages { get; init; }

    /// <summary>The document is encrypted, though perhaps for everybody to open.</summary>
    public required bool Encrypted { get; init; }

    /// <summary>The document is encrypted and needs a password: nothing else about it is known.</summary>
    public bool NeedsPassword { get; init; }

    /// <summary>The author of the encrypted document allows no signature at all to whoever lacks the owner password.</summary>
    public bool IsSealingForbidden { get; init; }

    /// <summary>Names of signature fields that hold a signature.</summary>
    public required IReadOnlyList<string> SignedFields { get; init; }

    /// <summary>Names of empty signature fields.</summary>
    public required IReadOnlyList<string> EmptySignatureFields { get; init; }

    /// <summary>A certification signature allows no further signature.</summary>
    public required bool IsLocked { get; init; }

    /// <summary>The document can act on its own (JavaScript, Launch, SubmitForm, ImportData, XFA), embeds a program, or shows content of other files.</summary>
    public required bool HasActiveContent { get; init; }

    /// <summary>How often the document was saved: the original and its incremental updates; 0 when not known.</summary>
    public required int RevisionCount { get; init; }
}
