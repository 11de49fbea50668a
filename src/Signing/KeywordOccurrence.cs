namespace Market.Signing;

/// <summary>Which occurrences of a keyword bear the seal, in the order the document is read in.</summary>
public enum KeywordOccurrence
{
    First,
    Last,
    Each,
}
