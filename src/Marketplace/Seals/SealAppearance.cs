using Market.Marketplace.Catalogue;

namespace Market.Marketplace.Seals;

/// <summary>Where the picture of a seal comes from.</summary>
public enum SealForm
{
    /// <summary>演示章: drawn here, prints 演示; only in demonstrations.</summary>
    Drawn,

    /// <summary>印章图片: the registered maker's picture with transparency.</summary>
    Picture,

    /// <summary>电子印章: the registered maker's signed seal file (GB/T 38540, GM/T 0031).</summary>
    ElectronicSeal,
}

/// <summary>What a seal looks like on paper. Size and picture are those that were registered.</summary>
/// <param name="Form">Where the picture comes from.</param>
/// <param name="WidthMillimetres">Width on paper.</param>
/// <param name="HeightMillimetres">Height on paper.</param>
/// <param name="PictureSha256">The picture (PNG) in the blob store; none for drawn seals.</param>
/// <param name="ElectronicSealSha256">The seal file in the blob store, for electronic seals.</param>
/// <param name="ElectronicSealId">The maker's number of the seal (esID).</param>
/// <param name="Maker">Who made it.</param>
/// <param name="ValidTo">Last instant of the seal file's own validity.</param>
public sealed record SealAppearance(
    SealForm Form, double WidthMillimetres, double HeightMillimetres, string? PictureSha256 = null,
    string? ElectronicSealSha256 = null, string? ElectronicSealId = null, string? Maker = null, DateTimeOffset? ValidTo = null)
{
    // The customary sizes: 40 mm across for a unit, 50 x 30 mm for a registration seal. A registered size wins.
    private const double UnitDiameter = 40;
    private const double RegistrationWidth = 50;
    private const double RegistrationHeight = 30;

    /// <summary>The size of a drawn seal by its class.</summary>
    internal static SealAppearance DrawnFor(SealKind kind) => kind switch
    {
        SealKind.Unit => new(SealForm.Drawn, UnitDiameter, UnitDiameter),
        SealKind.Practitioner => new(SealForm.Drawn, RegistrationWidth, RegistrationHeight),
    };
}
