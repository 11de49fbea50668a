namespace Market.Signing;

/// <summary>Something to know about a seal that was made all the same.</summary>
/// <param name="Code">Stable, explained in the reason catalogue.</param>
/// <param name="Message">One plain sentence.</param>
public sealed record SealWarning(string Code, string Message)
{
    /// <summary>The certificate was issued by its own holder: nobody vouches for it.</summary>
    public const string SelfSigned = "certificate-self-signed";

    /// <summary>The certificate ends within thirty days.</summary>
    public const string ExpiresSoon = "certificate-expires-soon";

    /// <summary>The document is certified against any change; some readers count even validation data as one.</summary>
    public const string CertifiedAgainstChanges = "certified-against-changes";

    /// <summary>The document had the level that was asked for, or a higher one; it was copied as it was.</summary>
    public const string NothingAdded = "nothing-added";

    /// <summary>The document was damaged and a rebuilt copy was sealed.</summary>
    public const string DocumentRebuilt = "document-rebuilt";

    /// <summary>The warning of a document that was rebuilt; none for a sound one.</summary>
    internal static IReadOnlyList<SealWarning> For(RepairReport? repair) => repair is null ? []
        : [new SealWarning(DocumentRebuilt, "The document was damaged; a rebuilt copy was sealed. Compare it with the original.")];

    /// <summary>A signature is of a kind whose validation data cannot be collected; it was left as it is.</summary>
    public const string SignatureLeftOut = "signature-left-out";

    /// <summary>A certificate, or an authority's word on it, that an electronic seal needs was not to be had.</summary>
    public const string ValidationDataMissing = "validation-data-missing";
}

/// <summary>What came of sealing or extending a document.</summary>
/// <param name="Level">The level reached.</param>
/// <param name="Warnings">What the caller may want to tell its user; usually empty.</param>
public sealed record SealOutcome(PadesLevel Level, IReadOnlyList<SealWarning> Warnings)
{
    /// <summary>What rebuilding the document changed; null for a document that was sound.</summary>
    public RepairReport? Repair { get; init; }
}
