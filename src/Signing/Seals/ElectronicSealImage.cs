namespace Market.Signing.Seals;

/// <summary>The picture inside a Chinese electronic seal, in the size the seal states.</summary>
internal sealed class ElectronicSealImage : SealPicture
{
    private readonly PixelPicture _picture;
    private readonly string _name;

    private ElectronicSealImage(PixelPicture picture, ElectronicSeal seal)
        : base(seal.Picture.WidthMillimetres, seal.Picture.HeightMillimetres, isDemonstration: false) =>
        (_picture, _name) = (picture, seal.Name);

    public override string Description => _name;

    /// <exception cref="SealRefusedException"><c>unusable-picture</c>: of a kind that is not drawn here, damaged, or without a size.</exception>
    public static ElectronicSealImage Of(ElectronicSeal seal)
    {
        const int LargestMillimetres = 200;
        if (seal.Picture.WidthMillimetres is < 1 or > LargestMillimetres || seal.Picture.HeightMillimetres is < 1 or > LargestMillimetres)
        {
            throw new SealRefusedException(SealRefusedException.UnusablePicture, "The electronic seal states no usable size for its picture.");
        }

        var bytes = seal.Picture.Bytes.Span;
        var picture = bytes.StartsWith("GIF8"u8) ? GifReader.Read(bytes)
            : bytes.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G']) ? PngReader.Read(bytes)
            : throw new SealRefusedException(
                SealRefusedException.UnusablePicture, $"The picture of the electronic seal ({seal.Picture.Format}) is neither a PNG nor a GIF file.");
        return new ElectronicSealImage(picture, seal);
    }

    private protected override void Draw(DrawingCanvas canvas) => canvas.Image(_picture);
}
