namespace Market.Marketplace.Notices;

/// <summary>Where and as what a notice is sealed.</summary>
/// <param name="Title">The notice's title; it becomes the reason of the signature.</param>
/// <param name="XMillimetres">The seal's middle on the last page, from its left edge.</param>
/// <param name="YMillimetres">The seal's middle on the last page, from its upper edge.</param>
public sealed record NoticeSealing(string Title, double XMillimetres, double YMillimetres);

/// <summary>The seal under which the platform sends its notices (业务专用章). No person's and no agency's: the host holds it.</summary>
public interface INoticeSeal
{
    /// <summary>Whether there is one; a notice without it says so on its face.</summary>
    bool IsAvailable { get; }

    /// <summary>Seals a notice with a proven time.</summary>
    Task SealAsync(Stream document, Stream output, NoticeSealing sealing, CancellationToken ct);
}

/// <summary>A host without such a seal.</summary>
internal sealed class NoNoticeSeal : INoticeSeal
{
    public bool IsAvailable => false;

    public Task SealAsync(Stream document, Stream output, NoticeSealing sealing, CancellationToken ct) => document.CopyToAsync(output, ct);
}
