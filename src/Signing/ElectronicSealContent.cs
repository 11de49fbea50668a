using System.Security.Cryptography.X509Certificates;

namespace Market.Signing;

/// <summary>What a seal maker (制章者) puts into an electronic seal.</summary>
public sealed record ElectronicSealContent
{
    public ElectronicSealVersion Version { get; init; } = ElectronicSealVersion.Gmt0031Of2025;

    /// <summary>The seal's number (esID), unique for its maker; ASCII.</summary>
    public required string Id { get; init; }

    /// <summary>Names the maker's system (Vid); ASCII.</summary>
    public required string VendorId { get; init; }

    /// <summary>The kind of seal; its values are the maker's, customarily 1 for a unit and 2 for a person.</summary>
    public int Type { get; init; } = 1;

    /// <summary>The name of the seal (印章名称).</summary>
    public required string Name { get; init; }

    /// <summary>Who may seal with it. A renewed certificate needs a new seal.</summary>
    public required IReadOnlyList<X509Certificate2> SignerCertificates { get; init; }

    /// <summary>Whether the seal lists SM3 digests of the certificates instead of the certificates themselves.</summary>
    public bool ListsDigests { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ValidFrom { get; init; }

    public required DateTimeOffset ValidTo { get; init; }

    public required ElectronicSealPicture Picture { get; init; }
}
