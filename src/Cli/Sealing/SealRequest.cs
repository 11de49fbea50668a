using Market.Signing;

namespace Market.Cli.Sealing;

/// <summary>What is to be sealed, with which key, and how the seal looks.</summary>
internal sealed record SealRequest
{
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>A folder, or a file when there is one input.</summary>
    public required string Output { get; init; }

    public required KeyRequest Key { get; init; }

    /// <summary>Null takes what the time-stamp authority allows.</summary>
    public PadesLevel? Level { get; init; }

    public string? TimestampAuthority { get; init; }

    /// <summary>Folder of further issuers, for B-LT and B-LTA.</summary>
    public string? Certificates { get; init; }

    /// <summary>Whether issuers that are missing are fetched over the network.</summary>
    public bool DownloadsIssuers { get; init; } = true;

    /// <summary>Whether every object of a document is read before it is sealed, or only those that the seal touches.</summary>
    public bool ChecksDocument { get; init; } = true;

    /// <summary>File with the password of encrypted documents.</summary>
    public string? PdfPasswordFile { get; init; }

    public required SealAppearance Appearance { get; init; }

    /// <summary>What may still be changed after this seal, the document's first.</summary>
    public Certification? Certification { get; init; }

    /// <summary>The form fields that this seal locks.</summary>
    public SealLock? Lock { get; init; }

    public required DualSeal Dual { get; init; }

    public string? Reason { get; init; }

    public string? Location { get; init; }

    public required int Jobs { get; init; }

    public required bool AsJson { get; init; }
}
