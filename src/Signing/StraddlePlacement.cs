namespace Market.Signing;

/// <summary>A straddle seal (骑缝章): the picture is cut into slices, one for each page, at the same edge of all pages. When
/// the pages are fanned out with the first on top, the slices make the seal again; a page exchanged is a slice missing.</summary>
/// <remarks>A document of one page has nothing to straddle and gets no slice.</remarks>
public sealed record StraddlePlacement(SealPicture Picture) : SealPlacement(Picture)
{
    /// <summary>The edge that the slices touch, as displayed.</summary>
    public StraddleSide Side { get; init; } = StraddleSide.Right;

    /// <summary>The picture's middle along the edge: from the top for the right and left edge, from the left for the others.
    /// Null: the middle of the smallest page's edge, so that stacked pages of several sizes still fit together.</summary>
    public double? AlongMillimetres { get; init; }

    /// <summary>How many slices one picture is cut into at most. More pages bear several whole seals, shared out evenly, so
    /// that no slice is too thin to recognise and no picture is left over for a single page.</summary>
    public int MostSlices { get; init; } = 20;

    /// <summary>The pages that bear a slice, such as the odd ones of a document printed on both sides.</summary>
    public PageSet Pages { get; init; } = PageSet.All;
}
