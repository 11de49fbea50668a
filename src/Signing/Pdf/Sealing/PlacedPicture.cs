using Market.Signing.Pdf.Pages;

namespace Market.Signing.Pdf.Sealing;

/// <summary>A seal's picture, or a slice of it, on one page of the document at hand.</summary>
internal sealed record PlacedPicture(PdfPage Page, SealPicture Picture, PicturePart Part, Placement Placement)
{
    /// <summary>The whole picture with its middle at a point as displayed.</summary>
    /// <exception cref="SealRefusedException">It would not lie wholly on the page.</exception>
    public static PlacedPicture Around(PdfPage page, SealPicture picture, double rightMillimetres, double downMillimetres) => At(
        page, picture, new PicturePart(0, 0, picture.WidthMillimetres, picture.HeightMillimetres),
        rightMillimetres - (picture.WidthMillimetres / 2), downMillimetres - (picture.HeightMillimetres / 2));

    /// <summary>A part of the picture with its upper left corner at a point as displayed.</summary>
    /// <exception cref="SealRefusedException">It would not lie wholly on the page.</exception>
    public static PlacedPicture At(PdfPage page, SealPicture picture, PicturePart part, double left, double top) =>
        new(page, picture, part, Placement.Of(page, part, left, top));
}
