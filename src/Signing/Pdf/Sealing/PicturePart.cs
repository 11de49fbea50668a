using Market.Signing.Seals;

namespace Market.Signing.Pdf.Sealing;

/// <summary>A part of a picture in millimetres from its lower left corner.</summary>
internal readonly record struct PicturePart(double X, double Y, double Width, double Height)
{
    public static PicturePart Whole(Drawing drawing) => new(0, 0, drawing.Width, drawing.Height);

    public bool IsWhole(Drawing drawing) => this == Whole(drawing);
}
