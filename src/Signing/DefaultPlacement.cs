namespace Market.Signing;

/// <summary>Where a seal goes when nobody said: into the document's only empty signature field, else to the lower right of
/// the last page.</summary>
public sealed record DefaultPlacement(SealPicture Picture) : SealPlacement(Picture)
{
    /// <summary>How far the picture's edges stay from the edges of the page.</summary>
    public double MarginMillimetres { get; init; } = 20;
}
