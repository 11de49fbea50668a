namespace Market.Marketplace.PersonalData;

/// <summary>Names of people as the public sees them.</summary>
public static class PersonName
{
    /// <summary>The first character, the others hidden: 许岚 becomes 许*.</summary>
    public static string Masked(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var trimmed = name.Trim();
        return trimmed.Length == 0 ? "" : string.Concat(trimmed[..1], new string('*', Math.Min(trimmed.Length - 1, 3)));
    }
}
