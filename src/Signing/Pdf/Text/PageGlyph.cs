namespace Market.Signing.Pdf.Text;

/// <summary>A character shown on a page, in default user space.</summary>
/// <param name="Text">What it reads as, usually one character; empty when unknown.</param>
/// <param name="X">Where its line of writing begins: on the baseline at the left, or in the middle of the top of a vertical one.</param>
/// <param name="Y">See <paramref name="X"/>.</param>
/// <param name="EndX">Where the line of writing leaves it.</param>
/// <param name="EndY">See <paramref name="EndX"/>.</param>
/// <param name="MiddleX">The middle of its box.</param>
/// <param name="MiddleY">See <paramref name="MiddleX"/>.</param>
/// <param name="DirectionX">The direction of writing, of length 1.</param>
/// <param name="DirectionY">See <paramref name="DirectionX"/>.</param>
/// <param name="Size">Height of an em.</param>
internal readonly record struct PageGlyph(
    string Text, double X, double Y, double EndX, double EndY, double MiddleX, double MiddleY, double DirectionX, double DirectionY, double Size)
{
    /// <summary>How far it goes along its line.</summary>
    public double Length => ((EndX - X) * DirectionX) + ((EndY - Y) * DirectionY);

    /// <summary>How far another character begins behind this one, along this one's line.</summary>
    public double DistanceOf(PageGlyph other) => ((other.X - X) * DirectionX) + ((other.Y - Y) * DirectionY);

    /// <summary>How far another character's line lies above this one's.</summary>
    public double HeightOf(PageGlyph other) => ((other.Y - Y) * DirectionX) - ((other.X - X) * DirectionY);
}
