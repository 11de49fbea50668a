namespace Market.Signing;

/// <summary>A place on one page.</summary>
/// <param name="Page">Page number from 1; negative counts from the end, -1 being the last.</param>
/// <param name="XMillimetres">The picture's middle, from the left of the page as displayed.</param>
/// <param name="YMillimetres">The picture's middle, from the top of the page as displayed.</param>
public sealed record SealImpression(int Page, double XMillimetres, double YMillimetres, SealPicture Picture) : SealPlacement(Picture);
