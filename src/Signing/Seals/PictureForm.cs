namespace Market.Signing.Seals;

/// <summary>What the document at hand allows a picture to use.</summary>
/// <param name="AllowsTransparency">PDF/A-1 (ISO 19005-1, 6.4) forbids blending and soft masks.</param>
/// <param name="NeedsCalibratedColour">A PDF/A document may be made for a printing ink, where plain RGB is forbidden
/// (ISO 19005-2, 6.2.4.3); colours are then declared as sRGB.</param>
internal readonly record struct PictureForm(bool AllowsTransparency, bool NeedsCalibratedColour)
{
    /// <summary>The usual document, which allows all.</summary>
    public static PictureForm Free => new(true, false);

    /// <param name="part">The part of ISO 19005 that the document claims to follow; 0 for none.</param>
    public static PictureForm ForPdfA(int part) => new(part != 1, part > 0);
}
