namespace Market.Marketplace.Notices;

/// <summary>Where and as what a notice is sealed.</summary>
/// <param name="Title">The notice's title; it becomes the reason of the signature.</param>
/// <param name="Signatory">In whose name it is issued.</param>
/// <param name="SignatoryCode">The signatory's credit code.</param>
/// <param name="XMillimetres">The seal's middle on the last page, from its left edge.</param>
/// <param name="YMillimetres">The seal's middle on the last page, from its upper edge.</param>
public sealed record NoticeSealing(string Title, string Signatory, string? SignatoryCode, double XMillimetres, double YMillimetres);

/// <summary>Whose seal a notice gets.</summary>
public enum NoticeSealOwner
{
    /// <summary>None: the notice says so on its face.</summary>
    None,

    /// <summary>The platform's (业务专用章): it proves what was served and when.</summary>
    Platform,

    /// <summary>The signatory's own (行政机关专用印章, 行政许可法 art. 32).</summary>
    Signatory,
}

/// <summary>The seals under which notices are sent: a department's own where it has entrusted one to the platform, otherwise the platform's. No
/// person's and no agency's: the host holds them.</summary>
public interface INoticeSeal
{
    /// <summary>Whose seal a notice of a signatory gets.</summary>
    NoticeSealOwner OwnerFor(string? signatoryCode);

    /// <summary>Seals a notice with a proven time.</summary>
    Task SealAsync(Stream document, Stream output, NoticeSealing sealing, CancellationToken ct);
}

/// <summary>A host without such a seal.</summary>
internal sealed class NoNoticeSeal : INoticeSeal
{
    public NoticeSealOwner OwnerFor(string? signatoryCode) => NoticeSealOwner.None;

    public Task SealAsync(Stream document, Stream output, NoticeSealing sealing, CancellationToken ct) => document.CopyToAsync(output, ct);
}
