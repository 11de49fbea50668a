namespace Market.Signing;

/// <summary>The picture inside an electronic seal (SES_ESPictrueInfo).</summary>
/// <param name="Format">As written by the maker: PNG, GIF, BMP, JPG, SVG or OFD, in any case.</param>
/// <param name="Bytes">The picture file.</param>
/// <param name="WidthMillimetres">Its width on paper.</param>
/// <param name="HeightMillimetres">Its height on paper.</param>
public sealed record ElectronicSealPicture(string Format, ReadOnlyMemory<byte> Bytes, int WidthMillimetres, int HeightMillimetres);
