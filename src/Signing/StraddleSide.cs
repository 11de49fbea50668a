namespace Market.Signing;

/// <summary>The edge of the pages, as displayed, that a straddle seal is cut across.</summary>
public enum StraddleSide
{
    Right,
    Left,
    Top,
    Bottom,
}
