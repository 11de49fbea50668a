namespace Market.Signing.Documents;

/// <summary>A colour of DeviceRGB, each part from 0 to 1.</summary>
public readonly record struct PdfColour(double Red, double Green, double Blue)
{
    public static readonly PdfColour Black = new(0, 0, 0);

    public static readonly PdfColour White = new(1, 1, 1);

    public static PdfColour Grey(double lightness) => new(lightness, lightness, lightness);
}
