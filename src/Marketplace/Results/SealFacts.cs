using Market.Signing;

namespace Market.Marketplace.Results;

/// <summary>What the signing library found in a file, in the marketplace's words.</summary>
/// <param name="Readable">Whether it is a PDF or OFD file at all.</param>
/// <param name="PageCount">Pages.</param>
/// <param name="Signatures">In the order in which they were made.</param>
/// <param name="Binding">market.json under the first seal, when there is one.</param>
/// <param name="Reasons">Why it is not readable.</param>
/// <param name="List">album.json under the first seal, when there is one.</param>
internal sealed record SealFacts(
    bool Readable, int PageCount, IReadOnlyList<SignatureFacts> Signatures, ResultBinding? Binding, IReadOnlyList<string> Reasons,
    Albums.AlbumList? List = null)
{
    /// <summary>elements.json under the first seal, when there is one.</summary>
    public string? Elements { get; init; }

    /// <summary>The signing library's own report.</summary>
    public SealReport Report { get; init; } = new() { Verdict = Indication.TotalFailed, Readable = false };

    /// <summary>Whether the file could not be examined to the end, so that nothing is known for or against it.</summary>
    public bool IsUndecided => Report is { Readable: false, Verdict: Indication.Indeterminate };
}

/// <summary>What was found about one signature.</summary>
/// <param name="SignerName">The certificate's common name.</param>
/// <param name="OrganisationCode">Unified social credit code in the certificate, if any.</param>
/// <param name="CertificateSha256">SHA-256 of the certificate, lower-case hexadecimal digits.</param>
/// <param name="Intact">Digest and signature hold.</param>
/// <param name="CoversWholeFile">To its own end, or what follows is only what later seals may add.</param>
/// <param name="IsLast">Whether nothing at all follows.</param>
/// <param name="Trusted">Chain to a trusted root; null when that could not be settled.</param>
/// <param name="InForce">Certificate valid at the proven time; null when no time is proven.</param>
/// <param name="SignedAt">Proven by a trusted time stamp.</param>
/// <param name="ClaimedAt">As the signer says.</param>
/// <param name="Reasons">Codes of what is wrong.</param>
internal sealed record SignatureFacts(
    string SignerName, string? Organisation, string? OrganisationCode, string CertificateSha256, bool Intact, bool CoversWholeFile,
    bool IsLast, bool? Trusted, bool? InForce, DateTimeOffset? SignedAt, DateTimeOffset? ClaimedAt, IReadOnlyList<string> Reasons);
