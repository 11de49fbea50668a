namespace Market.Signing;

/// <summary>A keyword (关键字) in the text of the pages, such as 盖章处: the picture's middle lies on the middle of the word,
/// moved onto the page where it would stick out.</summary>
/// <remarks>Spaces, and full-width or half-width forms, do not matter. Text drawn as lines, as CAD programs often do, holds
/// no words to find; a <see cref="TitleBlockPlacement"/> serves there.</remarks>
public sealed record KeywordPlacement(string Keyword, SealPicture Picture) : SealPlacement(Picture)
{
    /// <summary>Which of several occurrences.</summary>
    public KeywordOccurrence Occurrence { get; init; } = KeywordOccurrence.First;

    /// <summary>The pages that are searched.</summary>
    public PageSet Pages { get; init; } = PageSet.All;

    /// <summary>How far right of the word the picture's middle lies.</summary>
    public double RightMillimetres { get; init; }

    /// <summary>How far below the word the picture's middle lies.</summary>
    public double DownMillimetres { get; init; }
}
