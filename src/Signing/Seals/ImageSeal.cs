namespace Market.Signing.Seals;

/// <summary>The picture of a registered seal, never stretched: the height follows from the pixels.</summary>
internal sealed class ImageSeal(PixelPicture picture, string description, bool demonstration, double width)
    : SealPicture(width, width * picture.Height / picture.Width, demonstration)
{
    public override string Description => description + Mark;

    private protected override void Draw(DrawingCanvas canvas)
    {
        canvas.Image(picture);
        if (IsDemonstration)
        {
            var size = Math.Min(WidthMillimetres, HeightMillimetres) / 9;
            canvas.CentredText(Fonts.FontLibrary.SerifBold, "演示", WidthMillimetres / 2, HeightMillimetres * 0.2, size, WidthMillimetres / 2);
        }
    }
}
