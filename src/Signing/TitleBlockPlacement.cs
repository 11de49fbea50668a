namespace Market.Signing;

/// <summary>A place in a drawing's title block (图签), which lies at the lower right corner of sheets of every size.</summary>
/// <param name="FromRightMillimetres">The picture's middle, from the right edge of the page as displayed.</param>
/// <param name="FromBottomMillimetres">The picture's middle, from the lower edge of the page as displayed.</param>
public sealed record TitleBlockPlacement(double FromRightMillimetres, double FromBottomMillimetres, SealPicture Picture) : SealPlacement(Picture)
{
    /// <summary>The sheets that bear the seal; the first one's place is the signature's own.</summary>
    public PageSet Pages { get; init; } = PageSet.Last;
}
