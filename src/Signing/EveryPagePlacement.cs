namespace Market.Signing;

/// <summary>The same place on every page, or on some.</summary>
/// <param name="XMillimetres">The picture's middle, from the left of the page as displayed.</param>
/// <param name="YMillimetres">The picture's middle, from the top of the page as displayed.</param>
public sealed record EveryPagePlacement(double XMillimetres, double YMillimetres, SealPicture Picture) : SealPlacement(Picture)
{
    /// <summary>The pages that bear the seal.</summary>
    public PageSet Pages { get; init; } = PageSet.All;
}
