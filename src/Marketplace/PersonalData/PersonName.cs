namespace Market.Marketplace.PersonalData;

/// <summary>Names of people as the public sees them.</summary>
public static class PersonName
{
    /// <summary>What the pseudonym of an erased person begins with.</summary>
    public const string Erased = "已注销人员";

    /// <summary>What takes the place of a name: the same for every row of one person, and no way back to the name.</summary>
    internal static string Pseudonym(Guid person) => Erased + person.ToString("N")[^6..];

    /// <summary>The first character, the others hidden: 许岚 becomes 许*.</summary>
    public static string Masked(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var trimmed = name.Trim();
        return trimmed.Length == 0 ? "" : string.Concat(trimmed[..1], new string('*', Math.Min(trimmed.Length - 1, 3)));
    }
}
