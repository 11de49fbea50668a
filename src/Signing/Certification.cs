namespace Market.Signing;

/// <summary>What the author of a document still allows after certifying it (ISO 32000-2, 12.8.2.2, table 257).</summary>
public enum Certification
{
    /// <summary>P = 1: nothing at all. Only up to B-T: some readers count even validation data as a change.</summary>
    NoChanges = 1,

    /// <summary>P = 2: form fields may be filled in, and others may sign.</summary>
    FillAndSign = 2,

    /// <summary>P = 3: annotations as well.</summary>
    Annotate = 3,
}
