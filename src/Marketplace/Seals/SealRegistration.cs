using Market.Marketplace.Catalogue;

namespace Market.Marketplace.Seals;

/// <summary>A seal as handed over by its maker.</summary>
public sealed record SealRegistration
{
    /// <summary>Unit's or practitioner's.</summary>
    public required SealKind Kind { get; init; }

    /// <summary>The agency.</summary>
    public required Guid AgencyId { get; init; }

    /// <summary>For a practitioner's seal: the registration number of the practitioner.</summary>
    public string? RegistrationNumber { get; init; }

    /// <summary>The words on the seal.</summary>
    public required string Text { get; init; }

    /// <summary>The seal's number (印章编码).</summary>
    public required string Number { get; init; }

    /// <summary>The certificate, DER.</summary>
    public required byte[] Certificate { get; init; }

    /// <summary>Where the key store keeps the key.</summary>
    public required string KeyReference { get; init; }

    /// <summary>The accounts that may use a unit's seal (印章保管人); at least two.</summary>
    public IReadOnlyList<Guid> Keepers { get; init; } = [];
}
