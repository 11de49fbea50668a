using System.Text.Json.Serialization;

namespace Market.Marketplace.Catalogue;

/// <summary>One qualification that satisfies a requirement.</summary>
/// <param name="Category">Such as 城乡规划编制单位资质.</param>
/// <param name="Specialty">The specialty that must be covered; none means any.</param>
/// <param name="MinimumGrade">The lowest grade that suffices; none means any.</param>
public sealed record QualificationOption(string Category, string? Specialty = null, string? MinimumGrade = null);

/// <summary>Which qualification a service item demands.</summary>
/// <param name="Text">As published.</param>
/// <param name="AnyOf">Any one suffices; empty means that no licence exists and a commitment is enough (仅承诺).</param>
public sealed record QualificationRequirement(string Text, IReadOnlyList<QualificationOption> AnyOf)
{
    /// <summary>Further groups, any one of each: all groups together must be satisfied (且).</summary>
    public IReadOnlyList<IReadOnlyList<QualificationOption>> AndAnyOf { get; init; } = [];

    /// <summary>Every option that is named.</summary>
    [JsonIgnore]
    public IEnumerable<QualificationOption> Options => AnyOf.Concat(AndAnyOf.SelectMany(group => group));
}

/// <summary>Orders the grades of one category, the highest first.</summary>
public static class QualificationGrades
{
    private static readonly string[][] Ladders = [["综合甲级", "甲级", "乙级", "丙级"], ["一类", "二类"], ["综合", "专项"]];

    /// <summary>Whether the grade held is at least the one required.</summary>
    public static bool Suffices(string? held, string? required)
    {
        if (required is null || held == required)
        {
            return true;
        }

        return Array.Find(Ladders, ladder => ladder.Contains(required)) is { } found
            && Array.IndexOf(found, held) is >= 0 and var rank
            && rank <= Array.IndexOf(found, required);
    }
}
