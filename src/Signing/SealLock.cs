using System.Text.Json.Serialization;

namespace Market.Signing;

/// <summary>Which form fields may not change any more once this seal is on the document (ISO 32000-2, 12.8.2.4, FieldMDP).
/// A name covers the fields below it.</summary>
public sealed record SealLock
{
    [JsonConstructor]
    internal SealLock(string action, IReadOnlyList<string> fields)
    {
        (Action, Fields) = (action, fields);
    }

    /// <summary>Every field, those not yet there included: nobody can sign afterwards.</summary>
    public static SealLock All { get; } = new("All", []);

    /// <summary>The fully qualified names concerned.</summary>
    public IReadOnlyList<string> Fields { get; }

    /// <summary>Table 259: All, Include or Exclude.</summary>
    [JsonInclude]
    internal string Action { get; }

    /// <summary>These fields only.</summary>
    public static SealLock Only(params IReadOnlyList<string> fields) => new("Include", fields);

    /// <summary>Every field but these.</summary>
    public static SealLock AllBut(params IReadOnlyList<string> fields) => new("Exclude", fields);
}
