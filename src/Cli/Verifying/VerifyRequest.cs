namespace Market.Cli.Verifying;

/// <summary>What is to be verified, and how strictly.</summary>
internal sealed record VerifyRequest
{
    /// <summary>As given on the command line.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>Folders of trust anchors.</summary>
    public required IReadOnlyList<string> Trust { get; init; }

    /// <summary>One of <see cref="Profiles"/>.</summary>
    public required string Profile { get; init; }

    /// <summary>Whether a seal needs a trusted time stamp even while its certificate is valid.</summary>
    public required bool RequireTimestamp { get; init; }

    /// <summary>File with the password of encrypted documents.</summary>
    public string? PdfPasswordFile { get; init; }

    /// <summary>Where a report is written: PDF, or text when the name ends so; a folder for several files.</summary>
    public string? Report { get; init; }

    /// <summary>Key that seals the reports; null leaves them unsealed.</summary>
    public string? ReportKey { get; init; }

    public string? ReportPasswordFile { get; init; }

    /// <summary>Which signed revision of the one file is to be written to <see cref="Out"/>.</summary>
    public int? ExtractRevision { get; init; }

    public string? Out { get; init; }

    public required bool UseNetwork { get; init; }

    public required bool AsJson { get; init; }

    public required int Jobs { get; init; }

    /// <summary>Whether files are read in this very process: for one's own, where starting another costs more than the file.</summary>
    public required bool InProcess { get; init; }

    /// <summary>What one file may take.</summary>
    public required TimeSpan TimeLimit { get; init; }
}
