using Market.Marketplace.Catalogue;

namespace Market.Marketplace.Seals;

/// <summary>A seal as its registered maker handed it over (公安机关备案的制章单位).</summary>
public sealed record SealImport
{
    /// <summary>The agency.</summary>
    public required Guid AgencyId { get; init; }

    /// <summary>Unit's or practitioner's.</summary>
    public required SealKind Kind { get; init; }

    /// <summary>For a practitioner's seal: the registration number of the practitioner.</summary>
    public string? RegistrationNumber { get; init; }

    /// <summary>The seal's number (印章编码).</summary>
    public required string Number { get; init; }

    /// <summary>The words on the seal; an electronic seal brings its own.</summary>
    public string? Text { get; init; }

    /// <summary>The seal file (GB/T 38540, GM/T 0031), which brings picture and size.</summary>
    public byte[]? ElectronicSeal { get; init; }

    /// <summary>The picture (PNG with transparency), where there is no seal file.</summary>
    public byte[]? Picture { get; init; }

    /// <summary>The registered width of that picture; its height follows.</summary>
    public double? WidthMillimetres { get; init; }

    /// <summary>The certificate alone (DER or PEM): the agency brings the key later, or it is on a token that does not hold it.</summary>
    public byte[]? Certificate { get; init; }

    /// <summary>Certificate and key.</summary>
    public SealKeyImport? Key { get; init; }

    /// <summary>The keepers of a unit's seal; at least two.</summary>
    public IReadOnlyList<Guid> Keepers { get; init; } = [];
}

/// <summary>A key as it is brought: a file, or the address of one that never leaves its token.</summary>
/// <param name="Pkcs12">The file (.p12, .pfx).</param>
/// <param name="Password">Its password.</param>
/// <param name="TokenUri">The address on a token (RFC 7512), such as pkcs11:token=…;object=….</param>
/// <param name="Pin">The token's PIN; none where the token asks for none.</param>
/// <param name="Issuers">The issuers of a token's certificate (.p7b, .pem, .cer), where neither the token holds them nor the
/// certificate says where they are.</param>
public sealed record SealKeyImport(
    byte[]? Pkcs12 = null, string? Password = null, string? TokenUri = null, string? Pin = null, byte[]? Issuers = null);
