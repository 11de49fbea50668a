namespace Market.Signing;

/// <summary>A change made after a seal that the profile does not allow.</summary>
/// <param name="Code">Reason code, explained in the catalogue.</param>
/// <param name="ObjectNumber">The PDF object concerned; null when it is not one object.</param>
/// <param name="Page">The page on which it shows, counted from 1; null when it belongs to none.</param>
/// <param name="Detail">The key or field name concerned, for engineers; null when there is none.</param>
public sealed record Modification(string Code, int? ObjectNumber = null, int? Page = null, string? Detail = null);

/// <summary>What is known about one seal or document time stamp of a file.</summary>
public sealed record SignatureReport
{
    /// <summary>Fully qualified name of the signature field.</summary>
    public required string FieldName { get; init; }

    public required Indication Indication { get; init; }

    public required SubIndication SubIndication { get; init; }

    /// <summary>Whether this is a document time stamp instead of a seal.</summary>
    public bool IsDocumentTimestamp { get; init; }

    /// <summary>Whether the signed bytes are unchanged and the signature value fits them and the certificate.</summary>
    public bool Intact { get; init; }

    /// <summary>Whether the signature covers its whole revision, from the file's first byte to its end mark.</summary>
    public bool CoversRevision { get; init; }

    /// <summary>Whether nothing, or only what the profile allows, follows that revision.</summary>
    public bool CoversWholeFile { get; init; }

    /// <summary>Whether the certificate leads to a configured anchor and was valid at the proven time.</summary>
    public bool Trusted { get; init; }

    /// <summary>The common name in the certificate: the unit, or the practitioner.</summary>
    public string? SignerName { get; init; }

    public string? SignerOrganisation { get; init; }

    /// <summary>统一社会信用代码 in the certificate (organizationIdentifier, else serialNumber).</summary>
    public string? SignerOrganisationCode { get; init; }

    /// <summary>A practitioner's title, for example 注册城乡规划师.</summary>
    public string? SignerTitle { get; init; }

    /// <summary>The subject's serialNumber: a practitioner's registration number.</summary>
    public string? SignerRegistrationNumber { get; init; }

    /// <summary>DER of the certificate; null when the signature does not carry it.</summary>
    public ReadOnlyMemory<byte>? SignerCertificate { get; init; }

    /// <summary>DER of the certificates from the signer's towards an anchor, as far as the path was found; empty without one.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> CertificatePath { get; init; } = [];

    /// <summary>The earliest time at which the seal is proven to have existed; null without a proof.</summary>
    public DateTimeOffset? SignedAt { get; init; }

    /// <summary>The signer's own word for the time (声明时间): the dictionary's /M. Proves nothing.</summary>
    public DateTimeOffset? ClaimedAt { get; init; }

    /// <summary>The signature's own time stamp, or the document time stamp itself.</summary>
    public TimestampReport? Timestamp { get; init; }

    /// <summary>What the Chinese electronic seal proves, step by step; null when it was not signed with one.</summary>
    public ElectronicSealReport? ElectronicSeal { get; init; }

    /// <summary>Pages on which the seal shows, counted from 1.</summary>
    public IReadOnlyList<int> Pages { get; init; } = [];

    /// <summary>Length in bytes of the file as it was sealed; that many first bytes are the signed document.</summary>
    public long? RevisionLength { get; init; }

    /// <summary>Files of an OFD package that this signature does not protect and that belong to no other signature.</summary>
    public IReadOnlyList<string> UncoveredFiles { get; init; } = [];

    /// <summary>Everything after the signed revision that the profile does not allow.</summary>
    public IReadOnlyList<Modification> Modifications { get; init; } = [];

    /// <summary>Reason codes, notes included.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];
}
